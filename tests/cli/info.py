#!/usr/bin/env python3
"""wom info: every kind of data is described alike, in words, as JSON and as a results file."""

import csv
import json
import math
import pathlib
import sys

from command import BAD_INPUT, USAGE, Call, folder, run, scenario, write

# Two triangles, joined by c -> d; one tie twice as strong.
TIES = "from,to,weight\na,b,1\nb,c,1\nc,a,2\nd,e,1\ne,f,1\nf,d,1\nc,d,0\n"
LOG = "user,content,time\na,x,2020-01-01\nb,x,2020-01-02\nc,x,2020-01-03\ne,y,2020-01-02\nf,y,2020-01-04\n"


def table(path, name):
    return list(csv.DictReader(Call("export", path, name).out.splitlines()))


def told(*arguments):
    return Call("info", *arguments, "--json").json()


def written_as_told(path, description):
    """The figures of a results file are those of the description in JSON."""
    figures = {row["figure"]: float(row["value"] or "nan") for row in table(path, "graph")}
    expected = dict(description["graph"])
    communities = description["communities"]
    expected |= {"communities": communities["number"], "largest_community": communities["largest"],
                 "modularity": communities["modularity"]}
    log = description.get("log", {})
    expected |= {f"log_{name}": log[name] for name in ("actions", "first_time", "last_time", "exposed") if name in log}
    for name, value in expected.items():
        value = math.nan if value is None else value
        if str(figures[name]) != str(float(value)) and not abs(figures[name] - value) < 1e-12 * (1 + abs(value)):
            yield f"{name} is {figures[name]} in the file, {value} as told"
    for name, columns in description["distributions"].items():
        rows = table(path, f"distributions/{name}")
        if [[float(row[key]) for row in rows] for key in ("value", "count")] != [columns["value"], columns["count"]]:
            yield f"the distribution {name} is {rows} in the file, {columns} as told"


def ties_alone_are_described_in_full():
    with folder() as where:
        ties, results = write(f"{where}/ties.csv", TIES), f"{where}/told.h5"
        found = told(ties, "--strength", "weight", "-o", results)
        if found["communities"]["number"] != 2 or found["communities"]["largest"] != 3:
            yield f"{found['communities']}"
        # a half lies within each, all within both: 1 - 2 (1/2)^2 with the sums of strength 4 and 3 of 7
        if abs(found["communities"]["modularity"] - (1 - (4 / 7)**2 - (3 / 7)**2)) > 1e-12:
            yield f"modularity {found['communities']['modularity']}"
        expected = {"out_degree": {"value": [1, 2], "count": [5, 1]}, "in_degree": {"value": [1, 2], "count": [5, 1]},
                    "strength": {"value": [0, 1, 2], "count": [1, 5, 1]}, "component": {"value": [6], "count": [1]},
                    "community": {"value": [3], "count": [2]}}
        if found["distributions"] != expected:
            yield f"{found['distributions']}"
        yield from written_as_told(results, found)
        words = Call("info", ties, "--strength", "weight")
        yield from words.succeeds()
        for part in ("Communities by Leiden's method: 2, the largest of 3 users", "components  ", "1 content"):
            if part not in words.out:
                yield f"\"{part}\" is not said in {words.out}"
        if "model" in words.out:
            yield "there is no model to tell of"


def a_prepared_file_is_described_as_what_it_was_made_of():
    with folder() as where:
        write(f"{where}/ties.csv", TIES)
        write(f"{where}/log.csv", LOG)
        made = write(f"{where}/made.json", json.dumps({
            "ties": {"file": "ties.csv", "strength": "weight"}, "log": {"file": "log.csv"},
            "propagation": {"weighting": "constant"}}))
        yield from Call("import", made, "-o", f"{where}/data.h5").succeeds()
        of_files, of_prepared = told(made, "-o", f"{where}/a.h5"), told(f"{where}/data.h5", "-o", f"{where}/b.h5")
        for name in ("data", "reading", "graph", "communities", "distributions", "log"):
            if of_files[name] != of_prepared[name]:
                yield f"{name} is {of_prepared[name]}, not {of_files[name]}"
        if (of_files["log"]["actions"], of_files["log"]["contents"]) != (5, 2):
            yield f"{of_files['log']}"
        if abs(of_files["log"]["exposed"] - 1) > 1e-12:
            yield f"b after a, c after b, f after e: all but the first of each; told {of_files['log']['exposed']}"
        influence = of_files["log"]["influence"]
        if influence["verdict"] != "none" or "no sign of influence" not in influence["text"]:
            yield f"five actions cannot show influence: {influence}"
        if set(influence["nulls"]) != {"shuffled", "activity", "calendar", "order"}:
            yield f"{influence['nulls']}"
        yield from written_as_told(f"{where}/a.h5", of_files)
        yield from written_as_told(f"{where}/b.h5", of_prepared)
        words = Call("info", f"{where}/data.h5")
        yield from words.succeeds()
        if "no sign of influence" not in " ".join(words.out.split()):
            yield words.out
        if "from 2020-01-01 to 2020-01-04" not in words.out or of_prepared["digest"] not in words.out:
            yield words.out


def interests_are_compared_over_ties():
    with folder() as where:
        write(f"{where}/likes.csv", "user,label\n" + "".join(f"{user},{'xy'[user > 'c']}\n" for user in "abcdef"))
        write(f"{where}/ties.csv", TIES)
        made = write(f"{where}/made.json", '{"ties": {"file": "ties.csv"}, "interests": {"users": "likes.csv"}}')
        found = told(made)["similarity"]
        if abs(found["over_ties"] - 6 / 7) > 1e-6 or not 0 <= found["at_random"] < 1:
            yield f"{found}"


def any_number_of_threads_and_any_order_of_rows_tell_the_same():
    with folder() as where:
        path = scenario(where)
        head, *rows = (pathlib.Path(where) / "ties.csv").read_text().splitlines()
        other = write(f"{where}/turned.csv", "\n".join([head, *reversed(rows)]) + "\n")
        found = [told(f"{where}/ties.csv", "--strength", "messages", "--threads", threads) for threads in (1, 3)]
        found.append(told(other, "--strength", "messages"))
        for name in ("graph", "communities", "distributions"):
            if any(one[name] != found[0][name] for one in found):
                yield f"{name} differs"
        if told(path)["graph"] != found[0]["graph"]:
            yield "the scenario has another graph"


def what_makes_no_sense_is_refused():
    with folder() as where:
        ties = write(f"{where}/ties.csv", TIES)
        yield from Call("info", ties, "-o", ties).fails(BAD_INPUT, "will not be written over")
        yield from Call("info", ties, "-o", f"{where}/told.h5").succeeds()
        yield from Call("info", f"{where}/told.h5", "-o", f"{where}/more.h5").fails(USAGE, "has been written")
        yield from Call("import", ties, "-o", f"{where}/data.h5").succeeds()
        yield from Call("info", f"{where}/data.h5", "--from", "a").fails(USAGE, "for a table of ties")
        yield from Call("info", ties, "--strength", "wieght").fails(BAD_INPUT, "no column \"wieght\"", "\"weight\"")


def a_log_alone_is_described_and_imported():
    with folder() as where:
        log, prepared = write(f"{where}/log.csv", LOG), f"{where}/data.h5"
        made = write(f"{where}/made.json", '{"log": {"file": "log.csv"}, "propagation": {"weighting": "constant"}}')
        for path in (log, made):
            found = told(path)
            if found["data"] != {"users": 5, "ties": 0, "contents": 1}:
                yield f"{found['data']}"
            if found["log"]["actions_of_a_content"] != {"min": 2, "median": 2.5, "max": 3}:
                yield f"{found['log']}"
        words = Call("info", log)
        yield from words.succeeds()
        for part in ("5 users without ties", "5 actions on 2 contents by 5 users", "from 2020-01-01 to 2020-01-04",
                     "a content has 2 to 3 actions, median 2.5"):
            if part not in words.out:
                yield f"\"{part}\" is not said in {words.out}"
        yield from Call("import", log, "-o", prepared).succeeds()
        yield from Call("import", prepared, "--verify", "-q").succeeds()
        if told(prepared)["log"] != told(log)["log"]:
            yield "a prepared file has another log"
        yield from Call("select", made, "--set", "/goal/seeds=2", "-q").succeeds()
        yield from Call("info", log, "--as", "ties", "--strength", "time").fails(BAD_INPUT, "2020-01-01")


def a_table_of_something_else_is_described_by_columns():
    with folder() as where:
        table = write(f"{where}/table.csv", "user,village,paid,since\n7,1,yes,2020-01-01\n8,2,no,2020-02-01\n"
                                            "9,1,no,\n9,1,no,\n")
        found = told(table)
        if (found["rows"], found["repeated_rows"], found["header"]) != (4, 1, True):
            yield f"{found}"
        kinds = {column["name"]: (column["kind"], column["distinct"], column["missing"]) for column in found["columns"]}
        if kinds != {"user": ("whole numbers", 3, 0), "village": ("whole numbers", 2, 0),
                     "paid": ("truth values", 2, 0), "since": ("dates", 2, 2)}:
            yield f"{kinds}"
        words = Call("info", table)
        yield from words.succeeds()
        for part in ("does not look like ties", "1 row repeats an earlier one", "no (3), yes (1)", "7 to 9, mean 8.25",
                     "2020-01-01 to 2020-02-01"):
            if part not in words.out:
                yield f"\"{part}\" is not said in {words.out}"
        for forced in (("--as", "ties"), ("--from", "user", "--to", "village")):
            if told(table, *forced)["data"] != {"users": 5, "ties": 3, "contents": 1}:
                yield f"{forced}: {told(table, *forced)['data']}"
        if told(table, "--as", "log", "--set", "/log/content=village")["log"]["actions"] != 3:
            yield "as a log it has other actions"
        yield from Call("import", table, "-o", f"{where}/data.h5").fails(BAD_INPUT, "does not look like ties")
        yield from Call("import", table, "-o", f"{where}/data.h5", "--as", "table").fails(USAGE, "only ties or a log")
        yield from Call("info", table, "-o", f"{where}/told.h5").fails(USAGE, "--json")
        yield from Call("info", table, "--as", "tie").fails(USAGE, "did you mean \"ties\"")
        yield from Call("info", table, "--as", "table", "--from", "user").fails(USAGE, "for a table of ties")


def means_are_told_for_each_arm():
    with folder() as where:
        table = write(f"{where}/mails.csv", "customer,arm,spend,note\n1,mail,4,x\n2,none,1,\n3,mail,8,y\n4,none,3,\n")
        groups = told(table, "--by", "arm", "--as", "table")["groups"]
        means = {group["value"]: {column["name"]: column["mean"] for column in group["columns"]} for group in groups}
        if means != {"mail": {"customer": 2, "spend": 6}, "none": {"customer": 3, "spend": 2}}:
            yield f"{groups}"
        words = Call("info", table, "--by", "arm", "--as", "table")
        yield from words.succeeds()
        if "spend     mail       2     6  [2.08, 9.92]" not in words.out:
            yield words.out
        ties = write(f"{where}/ties.csv", TIES)
        yield from Call("info", ties, "--by", "weight").fails(USAGE, "--as table")
        yield from Call("info", table, "--as", "table", "--by", "arms").fails(BAD_INPUT, "no column \"arms\"")


def interests_are_described_by_themselves():
    with folder() as where:
        lists = write(f"{where}/likes", '{"1": ["rock", "pop", "rock"], "2": {"pop": 2}}')
        found = told(lists)
        for key, value in dict(kind="interests", form="label lists", rows=2, dimensions=2, values=3, max=2,
                               repeated_labels=1, frequent=[{"label": "pop", "rows": 2}, {"label": "rock", "rows": 1}]
                               ).items():
            if found[key] != value:
                yield f"{key} is {found[key]}, not {value}"
        rows = write(f"{where}/likes.csv", "user,label\n1,rock\n2,pop\n")
        if told(rows)["kind"] != "table" or told(rows, "--as", "interests")["rows"] != 2:
            yield f"{told(rows)}"
        yield from Call("import", lists, "-o", f"{where}/data.h5").fails(BAD_INPUT, "/interests/users")
        yield from Call("info", lists, "-o", f"{where}/told.h5").fails(USAGE, "--json")
        yield from Call("info", write(f"{where}/wrong.json", '{"tise": {"file": "x"}}')).fails(
            BAD_INPUT, "unknown key \"tise\"", "did you mean \"ties\"")
        yield from Call("info", write(f"{where}/made.json", '{"select": ["ris"]}')).fails(BAD_INPUT)


def ratings_are_taken_for_ties_in_doubt():
    with folder() as where:
        rows = write(f"{where}/ratings", "1 2 4\n2 1 0.5\n3 1 3\n1 3 4\n")
        doubt = "column 3 holds nothing but 3 steps from 0.5 to 4"
        if doubt not in told(rows)["doubt"] or "doubt" in told(rows, "--strength", "3"):
            yield f"{told(rows)}"
        for command in (("info", rows), ("import", rows, "-o", f"{where}/data.h5")):
            words = Call(*command)
            yield from words.succeeds()
            if doubt not in words.out or "--as log" not in words.out:
                yield words.out


sys.exit(run(means_are_told_for_each_arm, interests_are_described_by_themselves, ratings_are_taken_for_ties_in_doubt,
             a_log_alone_is_described_and_imported, a_table_of_something_else_is_described_by_columns,
             ties_alone_are_described_in_full, a_prepared_file_is_described_as_what_it_was_made_of,
             interests_are_compared_over_ties, any_number_of_threads_and_any_order_of_rows_tell_the_same,
             what_makes_no_sense_is_refused))
