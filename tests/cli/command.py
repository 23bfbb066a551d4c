"""What the tests of the command share: calling it, a small scenario in a folder of its own, and what is expected."""

import functools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "house"))
import house  # noqa: E402
from house import Skip  # noqa: E402, F401 (for the tests)

WOM = os.environ.get("WOM_COMMAND", "wom")
OK, FAILED, USAGE, BAD_INPUT, LIMIT, UNPROVEN, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
COMMANDS = ("run check simulate select compare forecast validate campaign generate describe info export certify "
            "import report plot").split()


class Call:
    """One call that has ended: its exit code and what it printed."""

    def __init__(self, *arguments, folder=None, given=None, **more):
        """`given` (bytes) is standard input, which is empty without it."""
        self.line = "wom " + " ".join(map(str, arguments))
        done = subprocess.run([WOM, *map(str, arguments)], capture_output=True, cwd=folder, timeout=120, check=False,
                              input=given or b"", **more)
        self.code = done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def succeeds(self):
        if self.code != OK or self.err:
            yield f"{self.line}: exit code {self.code}, {self.err.strip()}"

    def fails(self, code, *parts):
        """With that code, exactly one line of error that says all the parts, and nothing else printed."""
        if self.code != code:
            yield f"{self.line}: exit code {self.code}, not {code}; {self.err.strip()}"
        if not (self.err.startswith("wom: ") and self.err.count("\n") == 1 and self.err.endswith("\n")):
            yield f"{self.line}: not one line of error: {self.err!r}"
        for part in parts:
            if part not in self.err:
                yield f"{self.line}: \"{part}\" is not said in {self.err!r}"

    def json(self):
        return json.loads(self.out)


def run(*tests):
    """As house.run; a test that breaks off, as where no JSON came, has failed like any other."""
    return house.run(*map(guarded, tests))


def guarded(test):
    @functools.wraps(test)
    def body():
        try:
            yield from test()
        except (ValueError, KeyError, IndexError, OSError, subprocess.SubprocessError) as error:
            yield f"broke off: {error!r}"

    return body


def folder():
    return tempfile.TemporaryDirectory(prefix="wom-cli-")


def write(path, text):
    pathlib.Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows_of_ties(num_users=60, num_rows=240):
    draw = random.Random(5)
    return [f"u{draw.randrange(num_users)},u{draw.randrange(num_users)},{draw.randrange(1, 9)}"
            for _ in range(num_rows)]


def scenario(where, **changes):
    """Writes a scenario with its files into a folder and returns its path; changes replace sections."""
    where = pathlib.Path(where)
    write(where / "ties.csv", "from,to,messages\n" + "\n".join(rows_of_ties()) + "\n")
    write(where / "users.csv", "user,cost,segment\n" + "".join(f"u{i},{1 + i % 5},{'ab'[i % 2]}\n" for i in range(60)))
    write(where / "contents.csv", "content,value,cost\nsale,20,5\nnews,10,0\n")
    made = {
        "name": "small", "seed": 3,
        "ties": {"file": "ties.csv", "strength": "messages"},
        "users": {"file": "users.csv"},
        "contents": {"file": "contents.csv"},
        "propagation": {"weighting": "weighted-cascade", "baseline": 0.01},
        "goal": {"seeds": 3, "content": "sale"},
        "select": ["ris", "degree"],
        "simulate": {"replicates": 200},
        "campaign": {"rounds": 5, "replications": 4, "judge_worlds": 10},
        "what_if": [{"name": "more seeds", "set": {"/goal/seeds": 5}}],
        "output": {"results": str(where / "small.h5")},
    }
    made.update(changes)
    made = {key: value for key, value in made.items() if value is not None}
    return write(where / "small.json", json.dumps(made, indent=2))
