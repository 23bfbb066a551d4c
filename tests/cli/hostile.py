#!/usr/bin/env python3
"""Wrong scenarios and files: each its one message, its exit code, and no harm done."""

import gzip
import json
import os
import pathlib
import random
import resource
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


# A table of ties by itself, and what must be said by info and import alike.
TIES = [
    ("from,to,w\n1,2,nan\n", ("--strength", "w"), ["ties.csv:2:5", "\"nan\""]),
    ("from,to,w\n1,2,-3\n", ("--strength", "w"), ["ties.csv:2:5", "must be a number from 0"]),
    ("from,to,w\n1,2,inf\n", ("--strength", "w"), ["ties.csv:2:5", "\"inf\""]),
    ("from,to,w\n1,2,1e39\n", ("--strength", "w"), ["ties.csv:2:5", "must be a number from 0"]),
    ("from,to,weight\n1,2,1\n", ("--strength", "wieght"), ["no column \"wieght\", did you mean \"weight\"?"]),
    ("source,target\n1,2\n", ("--from", "surce"), ["no column \"surce\", did you mean \"source\"?"]),
    ("1 2\n", ("--from", "7"), ["no column \"7\"", "1 to 2"]),
    ("1,2\n3\n", (), ["ties.csv:2: 1 field, must be 2"]),
    (b"1,2\n3,\0\n", (), ["ties.csv:2: holds a byte of 0"]),
    ("1,2\r3,4\r", (), ["carriage return"]),
    ("", (), ["ties.csv: holds no rows"]),
    (gzip.compress(os.urandom(9000).hex().encode())[:5000], (), ["is a gzip file that ends early; get it again"]),
    (b"\xfd7zXZ\0" + 99 * b"x", (), ["is packed by xz, must be plain, gzip or zstd"]),
]


def tables_of_ties_are_refused_by_place_and_leave_nothing():
    for text, options, parts in TIES:
        with folder() as where:
            ties = write(f"{where}/ties.csv", text)
            yield from Call("info", ties, *options, "-o", f"{where}/told.h5").fails(BAD_INPUT, *parts)
            yield from Call("import", ties, *options, "-o", f"{where}/data.h5").fails(BAD_INPUT, *parts)
            if os.listdir(where) != ["ties.csv"]:
                yield f"{parts}: left {os.listdir(where)}"


def odd_tables_of_ties_are_taken_as_they_are():
    with folder() as where:
        ties = f"{where}/ties.csv"
        for text, users in (("1000000000000,2\n2,18446744073709551616\n", 3), (b"jos\xe9,b\nb,c\n", 3),
                            ("a,b\n" + 400 * "x" + ",b\n", 3), ("\ufeffa;b\r\nb;c\r\n", 3)):
            call = Call("info", write(ties, text), "--json")
            yield from call.succeeds()
            if call.json()["data"]["users"] != users:
                yield f"{text!r}: {call.json()['data']}"


def a_line_without_end_is_refused_soon_and_in_little_memory():
    with folder() as where:
        endless = f"{where}/endless.csv"
        with open(endless, "wb") as file:
            file.truncate(10 << 30)  # holes take no place
        for command in (("info", endless), ("import", endless, "-o", f"{where}/data.h5")):
            yield from Call(*command, "--memory", "64M").fails(
                BAD_INPUT, "endless.csv:1: is longer than 16777216 bytes")
        write(f"{where}/ties.csv", "a,b\n")
        for section in ({"users": {"file": "endless.csv"}}, {"log": {"file": "endless.csv"}},
                        {"interests": {"users": "endless.csv"}}):
            made = write(f"{where}/made.json", json.dumps({"ties": {"file": "ties.csv"}, **section}))
            yield from Call("import", made, "-o", f"{where}/data.h5", "--memory", "64M").fails(
                BAD_INPUT, "endless.csv:1: is longer than 16777216 bytes")


def folders_are_refused_wherever_a_file_is_wanted():
    with folder() as where:
        write(f"{where}/ties.csv", "a,b\n")
        os.mkdir(f"{where}/folder")
        for section in ({"users": {"file": "folder"}}, {"contents": {"file": "folder"}}, {"log": {"file": "folder"}},
                        {"interests": {"users": "folder"}}, {"ties": {"file": "folder"}}, {"data": {"file": "folder"}}):
            rows = {} if "data" in section else {"ties": {"file": "ties.csv"}}
            made = write(f"{where}/made.json", json.dumps({**rows, **section}))
            yield from Call("import", made, "-o", f"{where}/data.h5").fails(BAD_INPUT, "folder")
        for command in ("info", "import"):
            yield from Call(command, f"{where}/folder", "-o", f"{where}/data.h5").fails(BAD_INPUT, "is a folder")
            yield from Call(command, f"{where}/ties.csv", "-o", f"{where}/folder").fails(BAD_INPUT, "is a folder")
            yield from Call(command, f"{where}/ties.csv", "-o", "/dev/full").fails(BAD_INPUT, "not a plain file")
        if sorted(os.listdir(where)) != ["folder", "made.json", "ties.csv"] or os.listdir(f"{where}/folder"):
            yield f"left {os.listdir(where)}"


def a_full_disk_leaves_no_half_of_a_prepared_file():
    def few_bytes():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

    with folder() as where:
        ties = write(f"{where}/ties.csv", "".join(f"{i},{i * 7 % 1000}\n" for i in range(1000)))
        yield from Call("import", ties, "-o", f"{where}/data.h5", preexec_fn=few_bytes).fails(FAILED, "data.h5")
        if os.listdir(where) != ["ties.csv"]:
            yield f"left {os.listdir(where)}"


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
             tables_of_ties_are_refused_by_place_and_leave_nothing, odd_tables_of_ties_are_taken_as_they_are,
             a_line_without_end_is_refused_soon_and_in_little_memory, folders_are_refused_wherever_a_file_is_wanted,
             a_full_disk_leaves_no_half_of_a_prepared_file, what_is_no_scenario_is_refused,
             what_may_not_be_read_is_refused, results_go_only_where_they_do_no_harm,
             too_little_memory_is_said_with_both_numbers, a_guarantee_that_is_not_reached_is_said))
