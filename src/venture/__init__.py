"""What the student's notebooks import: models, their faces, checks, lessons.

The package imports with the standard library alone, so that the same files compute in the
notebook, in the grader and in the reader's browser. Rooms that need more (ipywidgets,
matplotlib) import it themselves, when they are entered.
"""

__version__ = "0.1.0"
