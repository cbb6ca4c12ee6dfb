"""`school doctor`: is this machine ready to grade?"""

from __future__ import annotations


def command() -> None:
    """Try out what grading needs: above all that a submission in the sandbox cannot get out of it."""
    from rich.console import Console

    from school.errors import Problem
    from school.grading import doctor, show
    from school.grading.course import Course

    console = Console()
    bad = 0
    for one in doctor.look(Course.here()):
        show.line(console, one.sign, one.what)
        bad += one.sign == "✗"
    if bad:
        raise Problem(f"{bad} things are not as grading needs them.", "The lines marked ✗ say what to do.")
