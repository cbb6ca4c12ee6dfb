"""Fixtures of the built book, for every test in a browser."""

from book_site import axe_script, site, site_folder  # noqa: F401
