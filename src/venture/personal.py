"""What looks like a person's data. Plans and reports hold counts only."""

from __future__ import annotations

import re

PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\d[ ()-]*){10,}")  # a mail address, a telephone or passport number
