// Writes Pyodide's standard library anew: precompiled by Pyodide itself (no other Python has its
// bytecode) and without the parts that a model in a page can never use. Halves the start in the browser.
// node compile-stdlib.mjs PYODIDE_FOLDER OUT.zip
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, out] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: folder, packages: [] });
python.FS.writeFile("/stdlib.zip", new Uint8Array(await readFile(`${folder}/python_stdlib.zip`)));
python.runPython(`
import pathlib, py_compile, re, zipfile

LEAVE_OUT = re.compile(r"""
    (_ast_unparse|_pyio|_pyrepl|_sysconfigdata.*|antigravity|argparse|bdb|cmd|code|compileall|concurrent/interpreters|
     configparser|cProfile|ctypes|curses|dbm|doctest|email|ensurepip|filecmp|fileinput|ftplib|getopt|getpass|
     graphlib|hmac|http|idlelib|imaplib|importlib/(metadata|resources|simple|readers)|ipaddress|mailbox|mimetypes|modulefinder|
     multiprocessing|netrc|nturl2path|optparse|pdb|pickletools|platform|plistlib|poplib|profile|pstats|pty|py_compile|
     pyclbr|pydoc|pydoc_data|pyodide/http|quopri|rlcompleter|runpy|sched|shelve|shlex|smtplib|socketserver|sqlite3|
     stringprep|symtable|sysconfig|tabnanny|tarfile|test|this|timeit|tomllib|trace|tracemalloc|turtle|tty|unittest|urllib|
     uuid|venv|wave|webbrowser|wsgiref|xml|xmlrpc|zipapp|zoneinfo|__phello__)
    ([./].*)?
  | encodings/(?!(__init__|aliases|ascii|cp437|latin_1|raw_unicode_escape|unicode_escape|utf_8|utf_8_sig)[.]).*
  | logging/(config|handlers)[.]py | html/parser[.]py | _markupbase[.]py | asyncio/(windows.*|__main__|tools)[.]py
""", re.VERBOSE)

source, target = pathlib.Path("/source.py"), pathlib.Path("/target.pyc")
with zipfile.ZipFile("/stdlib.zip") as old, \\
        zipfile.ZipFile("/out.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
    for name in sorted(old.namelist()):
        if not name.endswith(".py") or LEAVE_OUT.fullmatch(name):
            continue
        source.write_bytes(old.read(name))
        # Hash-based and unchecked: no time stamp in the file, so that the same input gives the same bytes.
        py_compile.compile(str(source), str(target), dfile=name, doraise=True, optimize=2,
                           invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
        new.writestr(zipfile.ZipInfo(name + "c", (1980, 1, 1, 0, 0, 0)), target.read_bytes(),
                     zipfile.ZIP_DEFLATED, compresslevel=9)
`);
await writeFile(out, python.FS.readFile("/out.zip"));
