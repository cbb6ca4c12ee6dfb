"""Lets a bare `nbgrader autograde` and the formgrader read what editors and mail programs made of a notebook's file."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import NotebookExporter

from school.grading import submission


class AnyNotebookExporter(NotebookExporter):
    """In the place of nbgrader's exporter, which stops at a BOM, at an old encoding and at formats of before 2015."""

    def from_file(self, file_stream, resources=None, **given):
        handed_in = getattr(self.parent, "_sanitizing", False)  # nbgrader reads a second time, what it wrote itself
        if not handed_in:
            return super().from_file(file_stream, resources=resources, **given)
        content = Path(file_stream.name).read_bytes()
        return self.from_notebook_node(submission.read(content), resources=resources, **given)
