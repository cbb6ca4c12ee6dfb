"""`school plans`: the cohort's plans, for whoever coaches.

`collect` takes plans in, `shelf` knows where they lie, `glance` works out what a coach wants to see of one,
`page` shows it on a screen and on paper.
"""
