"""What coaching, monitoring and the jury share: pages for a screen and for paper, and tables that people filled in.

`page` puts a page together, `pdf` prints it, `table` reads what a spreadsheet program saved.
"""
