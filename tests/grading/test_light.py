"""nbgrader loaded light is nbgrader all the same."""

from __future__ import annotations

import subprocess
import sys

LIGHT = "import sys; from school.grading import light; light.load(); "


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", LIGHT + code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_jupyter_server_is_not_loaded_for_grading():
    assert said("import school.grading.run; print('jupyter_server' in sys.modules)") == "False"


def test_what_was_put_off_is_there_when_it_is_asked_for():
    asked = (
        "import nbgrader.server_extensions.formgrader as real, setuptools.archive_util as archive; "
        "print(hasattr(real, '__file__'), hasattr(archive, 'UnrecognizedFormat'))"
    )
    assert said(asked) == "True True"


def test_a_function_that_was_put_off_is_the_real_one(tmp_path):
    asked = (
        f"import shutil, nbgrader.utils as utils; folder = {str(tmp_path)!r}; open(folder + '/a', 'w').close(); "
        "made = shutil.make_archive(folder + '/packed', 'zip', folder, 'a'); "
        "utils.unpack_archive(made, folder + '/out'); import os; print(os.listdir(folder + '/out'))"
    )
    assert said(asked) == "['a']"


def test_a_program_that_has_loaded_nbgrader_keeps_it():
    code = "import nbgrader; from school.grading import light; light.load(); print(nbgrader.load_formgrader.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.startswith("nbgrader.server_extensions.formgrader"), done.stderr


def test_classes_that_were_put_off_can_be_built_upon():
    asked = (
        "import nbgrader.preprocessors, nbconvert.preprocessors; before = 'nbclient' in sys.modules; "
        "from nbgrader.converters import Autograde; "
        "print(before, issubclass(nbgrader.preprocessors.Execute, nbconvert.preprocessors.ExecutePreprocessor), "
        "issubclass(nbconvert.preprocessors.CellExecutionError, Exception))"
    )
    assert said(asked) == "False True True"
