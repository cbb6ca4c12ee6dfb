"""What looks like a person's data. Plans and reports hold counts only."""

from __future__ import annotations

import re

from venture.words import _

PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\d[ ()-]*){10,}")  # a mail address, a telephone or passport number


def only_counts(field: str, text: object) -> None:
    """Let a text into the plan where no person's data is seen in it.

    Raises:
        venture.planfile.BadPlan: it looks as if it held some. The text itself is not repeated: what a cell has said is
            kept in the notebook, and may be handed in with it.
    """
    if isinstance(text, str) and PERSONAL.search(text):
        from venture.planfile.problems import BadPlan, Problem

        told = _("Counts only: this looks as if it held an address or a number of a person.")
        raise BadPlan([Problem(field, "", told)])
