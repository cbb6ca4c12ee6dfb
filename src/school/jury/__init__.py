"""`school jury`: judge pitches fairly, from the sheets to the certificates.

`rubric` is the sheet of 100 points, `event` says who judges whom and when, `sheets` writes what jurors fill in, `scores`
reads it back, `ranking` works out the order, `page` shows it, the timetable and the certificates.
"""
