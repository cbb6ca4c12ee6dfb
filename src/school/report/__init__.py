"""`school report`: one page about the whole cohort, for its instructor alone.

`data` reads the gradebook and the graded notebooks, `measures` works out the numbers, `figures`
draws them, `page` writes the page.
"""
