"""`school demo --plans`: an invented cohort's plans go through phases 1 to 3 with the real rooms' functions.

`cohort` invents the students and what they send, `fill` fills in handed-out workbooks, `coaching`, `pitch_day` and
`funding` are the three phases, `walk` goes through them in order and says what came of it.
"""
