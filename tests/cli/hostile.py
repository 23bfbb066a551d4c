#!/usr/bin/env python3
"""Wrong scenarios and files: each its one message, its exit code, and no harm done."""

import gzip
import os
import pathlib
import random
import sys

from command import BAD_INPUT, FAILED, UNPROVEN, Call, Skip, folder, run, scenario, write

HEAD = "from,to,messages\n"

# What is changed in the scenario, and what must be said.
SECTIONS = [
    ({"ties": {"file": "none.csv"}}, ["none.csv: there is no such file"]),
    ({"ties": {"file": "."}}, ["is a folder"]),
    ({"ties": {"file": "ties.csv", "strength": "msgs"}}, ["no column \"msgs\"", "\"messages\""]),
    ({"ties": {"file": "ties.csv", "strenght": "messages"}}, ["/ties", "did you mean \"strength\"?"]),
    ({"ties": None}, ["ties"]),
    ({"goall": {}}, ["did you mean \"goal\"?"]),
    ({"goal": {"seeds": "many"}}, ["/goal/seeds", "must be a number"]),
    ({"goal": {"seeds": -3}}, ["/goal/seeds", "is -3, must be from 0"]),
    ({"goal": {"seeds": 2.5}}, ["/goal/seeds"]),
    ({"goal": []}, ["/goal", "an array, must be an object"]),
    ({"goal": {"maximise": "profits"}}, ["did you mean \"profit\"?"]),
    ({"propagation": {"baseline": 1.5}}, ["/propagation/baseline: is 1.5, must be from 0 to 1"]),
    ({"propagation": {"weighting": "column"}}, ["probability", "above 1"]),
    ({"propagation": {"weighting": "constnt"}}, ["did you mean \"constant\"?"]),
    ({"select": ["riss"]}, ["/select/0", "did you mean \"ris\"?"]),
    ({"select": []}, ["/select", "empty"]),
    ({"simulate": {"replicates": 1}}, ["/simulate/replicates"]),
    ({"what_if": [{"name": "x", "set": {"/goal/sedes": 5}}]}, ["\"x\"", "did you mean \"seeds\"?"]),
    ({"what_if": [{"name": "x", "set": {"/ties/file": "y"}}]}, ["/ties/file"]),
]

# Names that only the data can tell to be wrong.
NAMES = [
    ({"goal": {"seeds": 3, "pin": ["u99"]}}, ["u99"]),
    ({"goal": {"seeds": 3, "ban": ["u99"]}}, ["u99"]),
    ({"goal": {"seeds": 3, "content": "sail"}}, ["/goal/content", "\"sail\"", "\"sale\""]),
    ({"goal": {"seeds": 3, "current": "none.csv"}}, ["none.csv"]),
    ({"what_if": [{"name": "x", "refuse": ["u99"]}]}, ["u99"]),
    ({"what_if": [{"name": "x", "mask_segment": "c"}]}, ["\"c\""]),
]

# A file, its content, and what must be said; the place in the file first.
FILES = [
    ("users.csv", "user,cost\nu1,nan\n", ["users.csv:2:4", "cost"]),
    ("users.csv", "user,cost\nu1,-3\n", ["users.csv:2:4", "at least 0"]),
    ("users.csv", "user,accept\nu1,3\n", ["users.csv:2:4", "from 0 to 1"]),
    ("users.csv", "user,cost\nu1,3\nu1,4\n", ["users.csv:3:1", "u1"]),
    ("users.csv", "usr,cost\nu1,3\n", ["no column \"user\""]),
    ("users.csv", "user,cost\n".encode("utf-16"), ["UTF-16"]),
    ("ties.csv", "", ["no rows"]),
    ("ties.csv", HEAD + "a,b,1\na\n", ["ties.csv:3"]),
    ("ties.csv", HEAD + "a,b,-1\n", ["ties.csv:2:5"]),
    ("ties.csv", HEAD + "a,b,inf\n", ["ties.csv:2:5"]),
    ("ties.csv", HEAD + "a,\"b,1\n", ["ties.csv:2"]),
    ("ties.csv", gzip.compress(HEAD.encode() + random.Random(1).randbytes(4000).hex().encode())[:-300],
     ["gzip", "ends early"]),
    ("ties.csv", b"PK\3\4" + 20 * b"a", ["zip"]),
    ("small.json", "{\"name\": \"a\", \"name\": \"b\"}", ["small.json:1:15", "given twice"]),
    ("small.json", "{\"name\": \"a\",}", ["small.json:1:"]),
    ("small.json", "[]", ["must be an object"]),
    ("small.json", "", ["small.json:1:1"]),
    ("small.json", b"{\"name\": \"\xff\"}", ["UTF-8"]),
    ("small.json", "{\"seed\": 1e400}", ["small.json:1:10"]),
    ("small.json", 200 * "[", ["small.json:1:"]),
]


def wrong_sections_are_refused_before_anything_runs():
    for change, parts in SECTIONS:
        with folder() as where:
            path = scenario(where, **change)
            yield from Call("check", path).fails(BAD_INPUT, *parts)
            yield from Call("run", path).fails(BAD_INPUT, *parts)
            if (pathlib.Path(where) / "small.h5").exists():
                yield f"{change}: a results file was left"


def names_that_the_data_do_not_know_are_refused_before_anything_runs():
    for change, parts in NAMES:
        with folder() as where:
            yield from Call("check", scenario(where, **change)).fails(BAD_INPUT, *parts)


def wrong_files_are_refused_by_place():
    for name, text, parts in FILES:
        with folder() as where:
            path = scenario(where)
            write(pathlib.Path(where) / name, text)
            yield from Call("check", path).fails(BAD_INPUT, *parts)


def what_is_no_scenario_is_refused():
    with folder() as where:
        yield from Call("run", f"{where}/none.json").fails(BAD_INPUT, "there is no such file")
        yield from Call("run", where).fails(BAD_INPUT, "is a folder")
        yield from Call("run", write(f"{where}/line\nbreak.json", "{")).fails(BAD_INPUT, "line?break.json")
        yield from Call("certify", scenario(where)).fails(BAD_INPUT, "HDF5")
        yield from Call("campaign", scenario(where, campaign=None)).fails(BAD_INPUT, "no section \"campaign\"")
        yield from Call("export", scenario(where)).fails(BAD_INPUT, "HDF5")
        yield from Call("info", write(f"{where}/bad.h5", b"\x89HDF\r\n\x1a\n" + 500 * b"\xff")).fails(BAD_INPUT)


def what_may_not_be_read_is_refused():
    with folder() as where:
        path = scenario(where)
        os.chmod(path, 0)
        if os.access(path, os.R_OK):
            raise Skip("this user may read everything")
        yield from Call("check", path).fails(BAD_INPUT, "Permission denied")


def results_go_only_where_they_do_no_harm():
    with folder() as where:
        path = scenario(where)
        before = pathlib.Path(path).read_bytes()
        ties = pathlib.Path(where) / "ties.csv"
        for output in (path, ties):
            yield from Call("run", path, "-o", output).fails(BAD_INPUT, "will not be written over")
        yield from Call("run", path, "-o", where).fails(BAD_INPUT, "is a folder")
        yield from Call("run", path, "-o", "/dev/full").fails(BAD_INPUT, "not a plain file")
        yield from Call("run", path, "-o", f"{where}/a/b/c.h5").fails(BAD_INPUT, "cannot be made")
        if os.path.isdir("/proc"):
            yield from Call("run", path, "-o", "/proc/x.h5").fails(FAILED, "/proc/x.h5")
        if pathlib.Path(path).read_bytes() != before:
            yield "the scenario was changed"
        write(f"{where}/town", "")
        yield from Call("generate", "town", "-o", where).fails(BAD_INPUT, "has files in it")
        yield from Call("generate", "town", "-o", f"{where}/town").fails(BAD_INPUT, "cannot be used as a folder")


def too_little_memory_is_said_with_both_numbers():
    with folder() as where:
        yield from Call("run", scenario(where), "--memory", "50K").fails(FAILED, "51200 bytes")


def a_guarantee_that_is_not_reached_is_said():
    with folder() as where:
        path = scenario(where, select={"type": "ris", "ratio": 0.99, "max_sets": 1000})
        call = Call("run", path)
        if call.code != UNPROVEN or "guarantee" not in call.err:
            yield f"exit code {call.code}: {call.err}"
        yield from Call("info", f"{where}/small.h5").succeeds()


sys.exit(run(wrong_sections_are_refused_before_anything_runs,
             names_that_the_data_do_not_know_are_refused_before_anything_runs, wrong_files_are_refused_by_place,
             what_is_no_scenario_is_refused, what_may_not_be_read_is_refused, results_go_only_where_they_do_no_harm,
             too_little_memory_is_said_with_both_numbers, a_guarantee_that_is_not_reached_is_said))
