import pytest

from venture.slips import spoken


def stop(cell: str) -> BaseException:
    with pytest.raises((NameError, SyntaxError, TypeError)) as stopped:
        exec(compile(cell, "cell", "exec"), {})
    return stopped.value


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("x = b", '"b"'),
        ("x = ", "nothing after the equals sign"),
        ("x = 1 234,5", "has a space in it"),
        ("x = 12 %", "without the per cent sign"),
        ("x = five children", "words in quotation marks"),
        ('x = "children', "words in quotation marks"),
        ("x = 1.1 ^ 3", "1.1**3"),
    ],
)
def test_a_slip_is_answered_with_what_to_do(cell, said):
    assert said in spoken(stop(cell))
    assert spoken(stop(cell)).endswith(".")


def test_while_nbgrader_grades_an_error_stays_an_error(monkeypatch, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    from venture import slips

    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shell = InteractiveShell.instance()
    try:
        slips.answer_slips()
        shell.run_cell("x = b")
        assert "NameError" in capsys.readouterr().out
    finally:
        InteractiveShell.clear_instance()


def test_in_a_notebook_the_slip_is_a_box_and_other_errors_keep_their_traceback(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    from venture import slips

    shell = InteractiveShell.instance()
    try:
        slips.answer_slips()
        assert not shell.run_cell("x = b").success
        said = capsys.readouterr()
        assert "“b” is not known here" in said.out and "Traceback" not in said.out + said.err
        shell.run_cell("x = 1 / 0")
        assert "ZeroDivisionError" in capsys.readouterr().out
        shell.run_cell("x = 1.1^3")
        said = capsys.readouterr()
        assert "two stars" in said.out and "TypeError" not in said.out + said.err
        shell.run_cell("x = 1 + 'a'")
        assert "unsupported operand type(s) for +" in capsys.readouterr().out
    finally:
        InteractiveShell.clear_instance()
