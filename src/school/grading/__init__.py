"""The machinery behind `school release`, `collect`, `grade`, `feedback`, `export` and `demo`.

nbgrader does the work; these modules add what a school of non-programmers needs around it:
releases that are checked for leaks, submissions that are repaired before they are graded,
one clear line for each problem. `nbgrader_config.py` plugs the preprocessors in, so that the
plain nbgrader commands and the formgrader behave the same.
"""

import sys

# jsonschema loads this grammar of internationalised addresses if it is there: two seconds at the start of
# every command, for a check that no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)
