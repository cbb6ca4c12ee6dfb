"""How nbgrader works in this house. Every line says why it is there.

`school` and the plain `nbgrader` commands and the formgrader in JupyterLab all read this file.
"""

import contextlib
import os
import sys
from pathlib import Path

import nbgrader

import school
import school.grading.patience  # the gradebook waits for other programs

c = get_config()  # noqa: F821 (traitlets gives it)

here = Path(__file__).resolve().parent

# nbgrader calls `alembic` by name when it makes the gradebook: it must be found without an activated environment.
programs = str(Path(sys.executable).parent)
if programs not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])

# --- where things are ---------------------------------------------------------------------------
# Names the school in nbgrader's exchange and in the gradebook.
c.CourseDirectory.course_id = "social-venture-school"
c.CourseDirectory.root = str(here)
# The masters with solutions, and what students get.
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
# A cohort's work is personal data: all of it lies in one folder that git ignores.
c.CourseDirectory.submitted_directory = "cohort/submitted"
c.CourseDirectory.autograded_directory = "cohort/autograded"
c.CourseDirectory.feedback_directory = "cohort/feedback"
c.CourseDirectory.solution_directory = "cohort/solution"
c.CourseDirectory.source_with_tests_directory = "cohort/source_with_tests"
c.CourseDirectory.db_url = f"sqlite:///{(here / 'cohort' / 'gradebook.db').as_posix()}"
# Beside a task lies what the demo's people answer; it must never reach a student.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "personas.toml"]
# SQLite makes the gradebook's file, not its folder. Where nothing can be written the lessons still open.
with contextlib.suppress(OSError):
    (here / "cohort").mkdir(exist_ok=True)

# --- release: from solutions/ to assignments/ ---------------------------------------------------------
# As nbgrader's own list, but answers become `name = ...` instead of an error.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "school.grading.clear_answers.ClearAnswers",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# An invitation, where nbgrader says "YOUR ANSWER HERE".
c.ClearSolutions.text_stub = "✎ *Write your answer here: double-click this line and replace it.*"

# --- grading ------------------------------------------------------------------------------------
# Reads a submission however it was saved: with a BOM, in an old encoding, in an old format.
c.Autograde.exporter_class = "school.grading.any_notebook.AnyNotebookExporter"
# As nbgrader's own list, after the submission has been put back on the task's skeleton.
c.Autograde.sanitize_preprocessors = [
    "school.grading.restore_cells.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# As nbgrader's own list, but the student's cells run in a sandbox and the tests in a process of their own;
# a check that was not seen to run gets no points, and one that could not run waits for a person.
c.Autograde.autograde_preprocessors = [
    "school.grading.apart.preprocessor.RunApart",
    "school.grading.no_free_points.NoFreePoints",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "school.grading.save_grades.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# A deleted test cell would otherwise keep the points of an earlier hand-in.
c.OverwriteCells.add_missing_cells = True
# Grades as a spreadsheet reads them: quoted, UTF-8, points per question, no formulas in names.
c.ExportApp.plugin_class = "school.grading.export.GradesPlugin"

# --- feedback -----------------------------------------------------------------------------------
# Feedback shows what the checks said, not the hidden tests: the next cohort gets the same task.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "school.grading.hide_tests.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# The page calls each question by its heading.
c.GenerateFeedback.exporter_class = "school.grading.feedback_page.FeedbackExporter"
# What a student wrote is shown to coaches and in feedback: as text and tables, never as a script.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "clean_html": "school.grading.safe_page.clean",
    "markdown2html": "school.grading.safe_page.markdown",
}
# Our few changes to nbgrader's pages stand in front of its own: no third party's host is asked for anything.
c.HTMLExporter.extra_template_basedirs = [
    str(Path(school.__file__).parent / "grading" / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
