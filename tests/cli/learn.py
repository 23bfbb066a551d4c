#!/usr/bin/env python3
"""wom learn: an invented town's log gives back what it was made by, and the model can be used."""

import json
import pathlib
import sys

from command import Call, folder, run

BAD_INPUT = 3


def town(where, log=300):
    """A scenario of a small town with a log."""
    at = pathlib.Path(where, "town")
    yield from Call("generate", "town", "--set", "/users=400", "--log", str(log), "-o", str(at), "--quiet").succeeds()


def a_log_gives_back_what_it_was_made_by():
    with folder() as where:
        yield from town(where, 1200)
        told = Call("learn", f"{where}/town/scenario.json", "--json", "--quiet")
        yield from told.succeeds()
        found = told.json()["learned"]
        alpha, beta = found["coefficients"]["alpha"], found["coefficients"]["beta"]
        # made by .6 and .3, one try a tie; as a rate -ln(1 - P) a little more
        if not alpha["lo95"] < 0.72 or not alpha["hi95"] > 0.6:
            yield f"alpha is {alpha}"
        if not beta["lo95"] < 0.36 or not beta["hi95"] > 0.3:
            yield f"beta is {beta}"
        if not found["ties_foretell"] or found["by_friends_at_most"] < 0.99:
            yield f"all pass along ties, but {found['by_friends_at_most']} are said to"
        if not 0.5 < found["delay"]["median_seconds"] / (0.693 * 86400) < 1.6:
            yield f"the delay is {found['delay']}, made by a mean of a day"


def the_model_is_used_by_a_file_beside_the_scenario():
    with folder() as where:
        yield from town(where)
        scenario = pathlib.Path(where, "town", "scenario.json")
        yield from Call("learn", str(scenario), "-o", f"{where}/town/learned.h5", "--quiet").succeeds()
        use = json.loads(scenario.read_text(encoding="utf-8"))
        use["propagation"] = {"weighting": {"type": "learned", "file": "learned.h5"}}
        use["goal"] = {"seeds": 3}
        use["simulate"] = {"replicates": 100}
        other = scenario.with_name("use.json")
        other.write_text(json.dumps(use), encoding="utf-8")
        told = Call("run", str(other), "-o", f"{where}/use.h5", "--json", "--quiet")
        yield from told.succeeds()
        files = Call("export", f"{where}/use.h5", "provenance/files")
        if "learned.h5" not in files.out:
            yield f"the learned file is not among the inputs: {files.out}"
        yield from Call("certify", f"{where}/use.h5", "--quiet").succeeds()
        again = Call("run", str(other), "-o", f"{where}/town/learned.h5", "--quiet")
        yield from again.fails(BAD_INPUT, "is read by this run")


def any_number_of_threads_learns_the_same():
    with folder() as where:
        yield from town(where)
        digests = set()
        for threads in ("1", "3"):
            result = f"{where}/{threads}.h5"
            yield from Call("learn", f"{where}/town/scenario.json", "-o", result, "-t", threads, "--quiet").succeeds()
            digests.add(Call("info", result, "--json").json()["digest"])
        if len(digests) != 1:
            yield f"digests {digests}"


def without_a_log_there_is_nothing_to_learn():
    with folder() as where:
        yield from town(where)
        yield from Call("learn", f"{where}/town/scenario.json", "--set", "/log=").fails(BAD_INPUT, "log")
        pathlib.Path(where, "town", "untimed.csv").write_text("user,content\nu001,a\nu002,a\n", encoding="utf-8")
        yield from Call("learn", f"{where}/town/scenario.json", "--set",
                        '/log={"file": "untimed.csv"}').fails(BAD_INPUT, "has a time")


sys.exit(run(a_log_gives_back_what_it_was_made_by, the_model_is_used_by_a_file_beside_the_scenario,
             any_number_of_threads_learns_the_same, without_a_log_there_is_nothing_to_learn))
