#!/usr/bin/env python3
"""wom import: what it tells, what it refuses, and that a run on its file is the run on the files it was made of."""

import json
import pathlib
import sys

from command import BAD_INPUT, OK, USAGE, Call, folder, run, scenario, write

ODD = "from,to,weight\na,b,1\nb,b,2\na,b,3\nc,a,4\n"
BAD = "from,to,weight\na,b,1\na,,1\nb,c,many\nc\nc,a,4\n"


def prepared_scenario(where, path):
    """The scenario, its files replaced by the prepared file."""
    made = json.loads(pathlib.Path(path).read_text())
    for section in ("ties", "users", "contents"):
        made.pop(section)
    made["data"] = {"file": "data.h5"}
    made["output"] = {"results": f"{where}/prepared.h5"}
    return write(f"{where}/prepared.json", json.dumps(made))


def a_run_on_the_prepared_file_has_the_same_digest():
    with folder() as where:
        path = scenario(where)
        yield from Call("import", path, "-o", f"{where}/data.h5", "-q").succeeds()
        first = Call("run", path, "--json")
        second = Call("run", prepared_scenario(where, path), "--json", "--threads", 2)
        yield from first.succeeds()
        yield from second.succeeds()
        if first.json()["digest"] != second.json()["digest"]:
            yield f"{first.json()['digest']} from text, {second.json()['digest']} from the prepared file"
        again = Call("run", f"{where}/prepared.h5", "-o", f"{where}/again.h5", "--json", folder="/")
        yield from again.succeeds()
        if again.json()["digest"] != first.json()["digest"]:
            yield "its results file does not repeat the run"
        yield from Call("certify", f"{where}/prepared.h5").succeeds()
        told = Call("export", f"{where}/prepared.h5", "provenance/files", "--json").json()
        seal = (pathlib.Path(where) / "data.h5").read_bytes()[-65:-1].decode()
        if [(row["sha256"], row["seal"]) for row in told] != [("", seal)]:
            yield f"its seal is {seal}, recorded is {told}"
        Call("import", path, "-o", f"{where}/data.h5", "--set", "/ties/parallel=drop", "-q")
        yield from Call("certify", f"{where}/prepared.h5").fails(BAD_INPUT, "is not the file that the run read")


def any_number_of_threads_writes_the_same_file():
    with folder() as where:
        path = scenario(where)
        digests = set()
        for threads in (1, 2, 7):
            yield from Call("import", path, "-o", f"{where}/data.h5", "--threads", threads).succeeds()
            digests.add(Call("info", f"{where}/data.h5", "--json").json()["digest"])
        if len(digests) != 1:
            yield f"{digests}"


def ties_alone_are_imported_with_what_was_odd():
    with folder() as where:
        ties = write(f"{where}/ties.csv", ODD)
        call = Call("import", ties, "--strength", "weight", "-o", f"{where}/data.h5", "--json")
        yield from call.succeeds()
        told = call.json()
        if (told["users"], told["ties"]) != (3, 2):
            yield f"{told}"
        for count, value in {"rows": 4, "self_loops": 1, "duplicate_rows": 1, "merged_ties": 1}.items():
            if told["reading"][count] != value:
                yield f"{count} is {told['reading'][count]}, not {value}"
        yield from Call("import", "--verify", f"{where}/data.h5").succeeds()
        words = Call("import", ties, "-o", f"{where}/data.h5")
        yield from words.succeeds()
        if "rows that tie a user to herself, dropped" not in words.out:
            yield words.out


def strict_refuses_what_is_odd():
    with folder() as where:
        ties = write(f"{where}/ties.csv", ODD)
        yield from Call("import", ties, "-o", f"{where}/data.h5", "--strict").fails(
            BAD_INPUT, "--strict", "1 rows that tie a user to herself")
        if pathlib.Path(f"{where}/data.h5").exists():
            yield "a file was written"
        write(ties, "a,b\nb,c\n")
        yield from Call("import", ties, "-o", f"{where}/data.h5", "--strict").succeeds()


def bad_rows_are_skipped_up_to_a_number():
    with folder() as where:
        ties = write(f"{where}/ties.csv", BAD)
        common = ("import", ties, "--strength", "weight", "-o", f"{where}/data.h5")
        yield from Call(*common).fails(BAD_INPUT, "ties.csv:3:3", "the user is empty")
        yield from Call(*common, "--max-errors", 2).fails(BAD_INPUT, "more than 2 rows are wrong", "ties.csv:5")
        call = Call(*common, "--max-errors", 3, "--json")
        yield from call.succeeds()
        told = call.json()
        if told["users"] != 3 or told["ties"] != 2 or told["reading"]["skipped_rows"] != 3:
            yield f"{told}"
        skipped = told["skipped"]["ties"]
        if skipped["rows"] != 3 or len(skipped["first"]) != 3 or "ties.csv:4:5" not in skipped["first"][1]:
            yield f"{told['skipped']}"
        if "ties.csv:5" not in Call(*common, "--max-errors", 9).out:
            yield "the rows that were skipped are not told"


def bad_rows_of_every_file_are_skipped_and_told_by_file():
    with folder() as where:
        files = {"ties.csv": "from,to\na,b\nb,c\nc\n", "users.csv": "user,accept\na,0.5\nb,2\nc,1\n",
                 "contents.csv": "content,value\nx,1\ny,-1\n", "likes.csv": "user,label\na,p\n,q\nb,\nc,p\n",
                 "topics.json": '{"x": ["p", null, "q"], "y": 7, "z": {"p": 1, "q": "much"}}',
                 "log.csv": "user,content,time\na,x,1\nb,x,soon\n,x,3\nc,x,4\n"}
        for name, text in files.items():
            write(f"{where}/{name}", text)
        made = write(f"{where}/made.json", json.dumps({
            "ties": {"file": "ties.csv"}, "users": {"file": "users.csv"}, "contents": {"file": "contents.csv"},
            "interests": {"users": "likes.csv", "contents": "topics.json"}, "log": {"file": "log.csv"}}))
        expected = {"ties": (1, "ties.csv:4: 1 field"), "users": (1, "users.csv:3:3: accept is \"2\""),
                    "contents": (1, "contents.csv:3:3: value is \"-1\""),
                    "user interests": (2, "likes.csv:3:1: the id is empty"),
                    "content interests": (3, "topics.json:1:13: /x/1: is null"),
                    "log": (2, "log.csv:3:5: the time is \"soon\"")}
        total = sum(rows for rows, _ in expected.values())
        common = ("import", made, "-o", f"{where}/data.h5", "--max-errors")
        call = Call(*common, total, "--json")
        yield from call.succeeds()
        told = call.json()["skipped"]
        for name, (rows, first) in expected.items():
            if told[name]["rows"] != rows or first not in told[name]["first"][0]:
                yield f"{name}: {told.get(name)}"
        if call.json()["reading"]["skipped_rows"] != total:
            yield f"{call.json()['reading']}"
        words = Call(*common, total)
        for name, (rows, first) in expected.items():
            if first.split(": ")[0] not in words.out:
                yield f"{first} is not told in {words.out}"
        yield from Call(*common, total - 1).fails(BAD_INPUT, f"more than {total - 1} rows are wrong", "log.csv:4:1")
        yield from Call(*common, total, "--strict").fails(BAD_INPUT, "--strict", "could not be read, skipped")


def what_cannot_be_read_in_part_is_said():
    with folder() as where:
        graph = write(f"{where}/g.graphml", '<graphml><graph edgedefault="directed"><node id="a"/><edge source="a"')
        yield from Call("import", graph, "-o", f"{where}/d.h5", "--max-errors", 5).fails(
            BAD_INPUT, "GraphML files are read whole or not at all", "g.graphml")
        write(f"{where}/ties.csv", "a,b\n")
        write(f"{where}/likes.json", '{"a": ["x"], "b": ["y"')
        made = write(f"{where}/made.json", '{"ties": {"file": "ties.csv"}, "interests": {"users": "likes.json"}}')
        yield from Call("import", made, "-o", f"{where}/d.h5", "--max-errors", 5).fails(BAD_INPUT, "likes.json:1:")
        if pathlib.Path(f"{where}/d.h5").exists():
            yield "a file was written"


def strict_refuses_what_is_odd_in_a_log():
    with folder() as where:
        write(f"{where}/ties.csv", "a,b\nb,c\n")
        write(f"{where}/log.csv", "user,content,time\na,x,1\na,x,2\nb,x,\n")
        made = write(f"{where}/made.json", '{"ties": {"file": "ties.csv"}, "log": {"file": "log.csv"}}')
        common = ("import", made, "-o", f"{where}/d.h5")
        yield from Call(*common).succeeds()
        yield from Call(*common, "--strict").fails(BAD_INPUT, "1 actions without a time, dropped")
        write(f"{where}/log.csv", "user,content,time\na,x,1\na,x,2\n")
        yield from Call(*common, "--strict").fails(BAD_INPUT, "that the user had already")
        write(f"{where}/log.csv", "user,content,time\na,x,1\nb,x,2\n")
        yield from Call(*common, "--strict").succeeds()


def truth_values_are_numbers_where_they_can_be():
    with folder() as where:
        ties, users = write(f"{where}/ties.csv", "a,b\nb,c\n"), f"{where}/users.csv"
        made = write(f"{where}/made.json", '{"ties": {"file": "ties.csv"}, "users": {"file": "users.csv"}}')
        for yes, no in (("True", "False"), ("TRUE", "FALSE"), ("yes", "no"), ("t", "f"), ("1", "0")):
            write(users, f"user,accept,value\na,{yes},{no}\nb,{no},{yes}\nc,,{yes}\n")
            call = Call("import", made, "-o", f"{where}/{yes}.h5", "--json")
            yield from call.succeeds()
            if call.json()["reading"]["truth_values"] != (0 if yes == "1" else 5):
                yield f"{call.json()['reading']}"
        for column in ("accept", "value"):
            read = {Call("export", f"{where}/{yes}.h5", f"users/{column}").out for yes in ("True", "yes", "t", "1")}
            if len(read) != 1:
                yield f"{column}: {read}"
        for column, row, parts in (("accept", "True\nb,0.5", ["users.csv:3:3", "the rows before have values such as"]),
                                   ("accept", "0.5\nb,no", ["users.csv:3:3", "the rows before have numbers"]),
                                   ("cost", "True", ["users.csv:2:3", "must be a number"]),
                                   ("accept", "maybe", ["users.csv:2:3", "must be a number"])):
            write(users, f"user,{column}\na,{row}\n")
            yield from Call("import", made, "-o", f"{where}/d.h5").fails(BAD_INPUT, *parts)


def bad_rows_of_users_make_no_users():
    with folder() as where:
        path = scenario(where)
        users = pathlib.Path(where) / "users.csv"
        users.write_text(users.read_text() + "stranger,much,a\nu1,1,b\n")
        yield from Call("import", path, "-o", f"{where}/data.h5").fails(BAD_INPUT, "users.csv:62:10")
        call = Call("import", path, "-o", f"{where}/data.h5", "--max-errors", 2, "--json")
        yield from call.succeeds()
        if call.json()["users"] != 60:
            yield f"{call.json()}"


def damaged_prepared_files_are_refused():
    with folder() as where:
        path = scenario(where)
        data = pathlib.Path(where) / "data.h5"
        yield from Call("import", path, "-o", data).succeeds()
        sound = data.read_bytes()
        changed = prepared_scenario(where, path)
        for part in range(0, 20, 3):
            data.write_bytes(sound[:len(sound) * part // 20])
            yield from Call("check", changed).fails(BAD_INPUT, "data.h5")
        for place in (8, 90, len(sound) - 5, len(sound) - 100):
            data.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1:])
            yield from Call("check", changed).fails(BAD_INPUT, "data.h5")


def damage_within_arrays_leads_no_run_astray():
    with folder() as where:
        path = scenario(where)
        data = pathlib.Path(where) / "data.h5"
        yield from Call("import", path, "-o", data).succeeds()
        sound = data.read_bytes()
        changed = prepared_scenario(where, path)
        refused = 0
        for place in range(len(sound) // 80, len(sound), max(len(sound) // 80, 1)):
            data.write_bytes(sound[:place] + bytes([sound[place] ^ 0x90]) + sound[place + 1:])
            call = Call("run", changed, "--set", "/simulate/replicates=20", "-o", f"{where}/r.h5")
            refused += call.code == BAD_INPUT
            if call.code not in (OK, BAD_INPUT):
                yield f"byte {place} changed: exit code {call.code}: {call.err}"
        if refused == 0:
            yield "no damage was seen"


def what_makes_no_sense_is_refused():
    with folder() as where:
        path = scenario(where)
        yield from Call("import", path).fails(USAGE, "--output")
        yield from Call("import", path, "-o", f"{where}/ties.csv").fails(BAD_INPUT, "is read by this run")
        yield from Call("import", path, "--from", "a", "-o", f"{where}/d.h5").fails(USAGE, "for a table of ties")
        yield from Call("import", f"{where}/ties.csv", "--direction", "up", "-o", f"{where}/d.h5").fails(
            USAGE, "direction")
        yield from Call("import", path, "-o", f"{where}/data.h5").succeeds()
        both = json.loads(pathlib.Path(path).read_text())
        both["data"] = {"file": "data.h5"}
        write(f"{where}/both.json", json.dumps(both))
        yield from Call("check", f"{where}/both.json").fails(BAD_INPUT, "stands beside \"data\"")
        yield from Call("import", "--verify", f"{where}/ties.csv").fails(BAD_INPUT, "ties.csv")


sys.exit(run(a_run_on_the_prepared_file_has_the_same_digest, any_number_of_threads_writes_the_same_file,
             ties_alone_are_imported_with_what_was_odd, strict_refuses_what_is_odd,
             strict_refuses_what_is_odd_in_a_log, bad_rows_are_skipped_up_to_a_number,
             bad_rows_of_every_file_are_skipped_and_told_by_file, what_cannot_be_read_in_part_is_said,
             truth_values_are_numbers_where_they_can_be, bad_rows_of_users_make_no_users,
             damaged_prepared_files_are_refused, damage_within_arrays_leads_no_run_astray,
             what_makes_no_sense_is_refused))
