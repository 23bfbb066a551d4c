"""What the house tests share: the tracked text files, what they include, and a small TAP runner.

A test is a function whose name is a sentence; it yields one line for each thing that is not so.
"""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(os.environ.get("WOM_SOURCE_ROOT") or pathlib.Path(__file__).resolve().parents[2])
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)


class Skip(Exception):
    """Raised by a test that lacks something of this machine; says what."""


def run(*tests):
    print(f"1..{len(tests)}")
    failed = False
    for number, test in enumerate(tests, 1):
        verdict, note = "ok", ""
        try:
            problems = list(test())
        except Skip as reason:
            problems, note = [], f" # SKIP {reason}"
        for problem in problems:
            print(*(f"# {line}" for line in problem.splitlines()), sep="\n")
            verdict, failed = "not ok", True
        print(f"{verdict} {number} - {test.__name__}{note}", flush=True)
    return 1 if failed else 0


def tracked():
    """What git tracks or would track; in a tarball, which has no git, everything but build folders and results."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if (ROOT / ".git").exists():
        try:
            listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
            return sorted(path for path in map(ROOT.joinpath, listed.split("\0")) if path.is_file())
        except (OSError, subprocess.CalledProcessError):
            pass
    return sorted(walk())


def walk():
    for folder, subfolders, names in os.walk(ROOT):
        top = pathlib.Path(folder) == ROOT
        subfolders[:] = [name for name in subfolders if name not in (".git", "__pycache__")
                         and not (top and (name.startswith("build") or name == "results"))]
        yield from (pathlib.Path(folder, name) for name in names if not name.endswith(".pyc"))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def sources(*tops, endings=(".c", ".h")):
    return [path for path in tracked() if path.relative_to(ROOT).parts[0] in tops and path.suffix in endings]


def includes(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def output_of(*command, given=None):
    """Exit status and everything printed."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Skip(f"{command[0]} is not installed") from None
    return done.returncode, done.stdout + done.stderr
