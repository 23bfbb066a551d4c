"""Runs the tests of an interop script as TAP; a missing package is a skip."""

import importlib
import os
import subprocess
import tempfile
import traceback
import warnings

warnings.simplefilter("ignore")  # packages warn about one another


def find_packages(test):
    """The packages that a test names as arguments after its path; the name of the first that is missing."""
    packages = []
    for name in test.__code__.co_varnames[1:test.__code__.co_argcount]:
        try:
            packages.append(importlib.import_module(name))
        except ImportError:
            return None, name
    return packages, None


def run(test, path):
    packages, missing = find_packages(test)
    if missing is not None:
        return "ok", f" # SKIP Python's {missing} is not installed"
    try:
        test(path, *packages)
        return "ok", ""
    except Exception:
        print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
        return "not ok", ""


def main(tests, writer):
    """Has `writer` make a file, and every test read it."""
    any_failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sample.h5")
        subprocess.run([writer, path], check=True)
        print(f"1..{len(tests)}")
        for number, test in enumerate(tests, 1):
            verdict, note = run(test, path)
            any_failed = any_failed or verdict != "ok"
            print(f"{verdict} {number} - {test.__name__}{note}", flush=True)
    return 1 if any_failed else 0
