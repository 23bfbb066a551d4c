#!/usr/bin/env python3
"""What comes out: the same digest however it was computed, and files that other commands read."""

import csv
import io
import json
import pathlib
import random
import sys

from command import BAD_INPUT, OK, UNPROVEN, Call, folder, rows_of_ties, run, scenario, write


def digest(path, *more):
    call = Call("run", path, "--json", *more)
    if call.code != OK:
        return f"exit code {call.code}: {call.err}"
    return call.json()["digest"]


def any_number_of_threads_gives_one_digest():
    with folder() as where:
        path = scenario(where)
        digests = {digest(path, "--threads", threads) for threads in (1, 2, 7)}
        if len(digests) != 1:
            yield f"{digests}"
        if digest(path, "--seed", 4) in digests:
            yield "another seed gives the same"


def the_order_of_rows_does_not_matter():
    with folder() as where:
        path = scenario(where)
        first = digest(path)
        rows = rows_of_ties()
        random.Random(2).shuffle(rows)
        write(f"{where}/ties.csv", "from,to,messages\r\n" + "\r\n".join(rows) + "\r\n")
        if digest(path) != first:
            yield "shuffled ties give another digest"


def a_results_file_repeats_its_run():
    with folder() as where:
        first = digest(scenario(where))
        results = f"{where}/small.h5"
        again = Call("run", results, "-o", f"{where}/again.h5", "--json", folder="/")
        yield from again.succeeds()
        if again.json()["digest"] != first:
            yield "the repeated run has another digest"
        if Call("info", f"{where}/again.h5", "--json").json()["digest"] != first:
            yield "wom info tells another digest"


def results_go_to_a_folder_that_is_made():
    with folder() as where:
        path = scenario(where, output=None, name="a/b")
        yield from Call("run", path, "--set", "/select=degree", "-q", folder=where).succeeds()
        if not (pathlib.Path(where) / "results" / "a-b.h5").is_file():
            yield "results/a-b.h5 is not there"


def all_output_in_json_parses():
    with folder() as where:
        path = scenario(where)
        lines = [("run", path), ("check", path), ("select", path), ("simulate", path), ("campaign", path),
                 ("info", path), ("info", f"{where}/small.h5"), ("info", f"{where}/ties.csv", "--strength", "3"),
                 ("export", f"{where}/small.h5"), ("export", f"{where}/small.h5", "summary"),
                 ("certify", f"{where}/small.h5"), ("generate", "town", "-o", f"{where}/t", "--set", "/users=50")]
        for line in lines:
            call = Call(*line, "--json")
            yield from call.succeeds()
            call.json()


def every_table_can_be_exported():
    with folder() as where:
        yield from Call("run", scenario(where), "-q").succeeds()
        results = f"{where}/small.h5"
        for entry in Call("export", results, "--json").json()["holds"]:
            call = Call("export", results, entry["name"])
            yield from call.succeeds()
            if entry["kind"] == "text":
                json.loads(call.out)
                continue
            rows = list(csv.reader(io.StringIO(call.out)))
            expected = entry["size"][0] if entry["kind"] == "table" else len(rows) - 1
            if len(rows) != expected + 1 or len({len(row) for row in rows}) != 1:
                yield f"{call.line}: {len(rows)} rows, {entry}"
        yield from Call("export", results, "sedes").fails(BAD_INPUT, "did you mean \"seeds\"?")


def arrays_come_in_long_form():
    with folder() as where:
        yield from Call("run", scenario(where), "-q").succeeds()
        rows = list(csv.DictReader(io.StringIO(Call("export", f"{where}/small.h5", "/campaign/pulls").out)))
        if list(rows[0]) != ["round", "arm", "pulls"] or len(rows) != 10:
            yield f"{len(rows)} rows, {rows[:2]}"
        for number in {row["round"] for row in rows}:
            share = sum(float(row["pulls"]) for row in rows if row["round"] == number)
            if abs(share - 1) > 1e-9:
                yield f"round {number} plays {share} arms"


def chosen_seeds_can_be_simulated():
    with folder() as where:
        path, seeds = scenario(where), f"{where}/seeds.csv"
        chosen = Call("select", path, "-o", seeds, "--json")
        yield from chosen.succeeds()
        given = Call("simulate", path, "--set", f"/goal/plan={seeds}", "--json")
        yield from given.succeeds()
        users = [[seed["user"] for seed in call.json()["plan"]["seeds"]] for call in (chosen, given)]
        if users[0] != users[1]:
            yield f"{users}"


def a_town_can_be_generated_and_run():
    with folder() as where:
        town = f"{where}/town"
        yield from Call("generate", "town", "-o", town, "--set", "/users=200", "--seed", 5).succeeds()
        yield from Call("run", f"{town}/scenario.json", "-o", f"{where}/t.h5", "--set", "/simulate/replicates=100",
                        "--set", "/campaign/replications=4").succeeds()
        yield from Call("generate", "town", "-o", f"{where}/same", "--set", "/users=200", "--seed", 5).succeeds()
        for path in pathlib.Path(town).iterdir():
            if path.read_bytes() != (pathlib.Path(where) / "same" / path.name).read_bytes():
                yield f"{path.name} differs between two towns of one seed"


def a_certificate_is_checked_anew():
    with folder() as where:
        yield from Call("run", scenario(where), "-q").succeeds()
        yield from Call("certify", f"{where}/small.h5").succeeds()
        ties = pathlib.Path(where) / "ties.csv"
        rows = ties.read_text(encoding="utf-8").splitlines()
        write(ties, "\n".join(rows[:-100]) + "\n")
        call = Call("certify", f"{where}/small.h5")
        if call.code not in (UNPROVEN, BAD_INPUT):
            yield f"with other data: exit code {call.code}, {call.out}{call.err}"


def names_cannot_steer_the_terminal():
    with folder() as where:
        path = scenario(where)
        write(f"{where}/contents.csv", b"content,value\nsale,1\nred\x1b[31m,2\n")
        call = Call("select", path)
        if "\033" in call.out + call.err:
            yield f"an escape sequence comes through: {call.out!r}"


sys.exit(run(any_number_of_threads_gives_one_digest, the_order_of_rows_does_not_matter, a_results_file_repeats_its_run,
             results_go_to_a_folder_that_is_made, all_output_in_json_parses, every_table_can_be_exported,
             arrays_come_in_long_form, chosen_seeds_can_be_simulated, a_town_can_be_generated_and_run,
             a_certificate_is_checked_anew, names_cannot_steer_the_terminal))
