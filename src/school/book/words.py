"""What a page's live model says while it loads, waits and fails. The page's script takes these from its own tag."""

from __future__ import annotations

from venture.numbers import say
from venture.words import _


def page_words(size: int) -> dict[str, str]:
    """The words by the names that `venture/faces/web/page.js` knows; ``size`` in bytes is what loading costs."""
    megabytes = say(size / 1e6, 1)
    return {
        "loading": _("Loading the calculator ({size} MB, once) …").format(size=megabytes),
        "loaded": _("{got} of {size} MB").format(got="{got}", size=megabytes),
        "starting": _("Starting the calculator …"),
        "ready": _("The calculator is ready. Change a value and the result follows."),
        "network": _(
            "The calculator could not be loaded ({reason}). The result below stays right for the values it names. "
            "Change a value to try again."
        ),
        "start": _(
            "The calculator did not start ({reason}). The result below stays right for the values it names. "
            "Change a value to try again."
        ),
        "slow": _(
            "The calculator did not answer in time. The result below stays right for the values it names. "
            "Change a value to try again."
        ),
        "old": _("This browser is too old for the calculator. The result below is right for the values it names."),
        "file": _(
            "This page was opened from a file, where browsers do not let it compute. "
            "The result below is right for the first values."
        ),
    }
