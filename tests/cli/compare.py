#!/usr/bin/env python3
"""wom compare: the same numbers as text, JSON, tables for papers, and HDF5."""

import csv
import io
import sys

from command import OK, USAGE, Call, folder, run, scenario

WHAT = {"compare": {"weightings": ["weighted-cascade", {"type": "constant", "p": 0.005}], "dynamics": ["ic", "lt"],
                    "algorithms": ["ris", "degree"], "seeds": [1, 3], "replicates": 60}}


def tables(text):
    """The CSV tables by title."""
    found = {}
    for part in text.split("\n# ")[1:]:
        title, body = part.split("\n", 1)
        found[title] = list(csv.reader(io.StringIO(body)))
    return found


def all_forms_tell_the_same():
    with folder() as where:
        path, results = scenario(where, **WHAT), f"{where}/compare.h5"
        told = Call("compare", path, "-o", results, "--json")
        yield from told.succeeds()
        found = told.json()["comparison"]
        models, pairs, algorithms = found["models"], found["pairs"], found["algorithms"]
        if len(models) != 4 or len(pairs) != 16 or len(algorithms) != 4:
            yield f"{len(models)} models, {len(pairs)} pairs, {len(algorithms)} rows of algorithms"
        rows = list(csv.DictReader(Call("export", results, "compare/pairs").out.splitlines()))
        for row, pair in zip(rows, pairs):
            if abs(float(row["value"]) - pair["value"]["value"]) > 1e-9 or int(row["true"]) != pair["true"]:
                yield f"{row} is not {pair}"
        as_csv = Call("compare", path, "--format", "csv")
        yield from as_csv.succeeds()
        sizes = sorted(len([row for row in rows if row]) for rows in tables(as_csv.out).values())
        if sizes != [5, 5, 17]:
            yield f"tables of {sizes} rows"


def tables_for_papers_are_whole():
    with folder() as where:
        path = scenario(where, **WHAT)
        latex, markdown = Call("compare", path, "--format", "latex"), Call("compare", path, "--format", "markdown")
        yield from latex.succeeds()
        yield from markdown.succeeds()
        if latex.out.count("\\begin{tabular}") != 5 or latex.out.count("\\end{tabular}") != 5:
            yield "LaTeX has not five tables"
        for line in latex.out.splitlines():
            if line.startswith("  ") and "&" in line and not line.endswith(" \\\\"):
                yield f"a row without end: {line}"
            if "%" in line.replace("\\%", "") and not line.startswith("%"):
                yield f"a percent sign that hides the rest: {line}"
        columns = None
        for line in markdown.out.splitlines():
            bars = line.count("|") - line.count("\\|")
            if not line.startswith("|"):
                columns = None
            elif columns is not None and bars != columns:
                yield f"a row of another width: {line}"
            else:
                columns = bars


def a_comparison_can_be_run_again():
    with folder() as where:
        first, second = f"{where}/first.h5", f"{where}/second.h5"
        yield from Call("compare", scenario(where, **WHAT), "-o", first, "--threads", 1).succeeds()
        yield from Call("compare", first, "-o", second, "--threads", 2).succeeds()
        digests = [Call("info", results, "--json").json()["digest"] for results in (first, second)]
        if digests[0] != digests[1]:
            yield f"another digest: {digests}"


def what_cannot_be_compared_is_said():
    with folder() as where:
        path = scenario(where, **WHAT)
        yield from Call("compare", path, "--format", "pdf").fails(USAGE, "not text, markdown, latex or csv")
        refused = Call("compare", path, "--set", "/compare/dynamics=[\"sis\",\"ic\"]")
        if refused.code != OK or "\nA: " not in refused.out or "deadline" not in refused.out:
            yield f"{refused.code}: {refused.out}{refused.err}"
        as_csv = Call("compare", path, "--format", "csv", "--set", "/compare/dynamics=[\"sis\",\"ic\"]")
        for line in as_csv.out.splitlines():
            if "deadline" in line and not line.startswith("# "):
                yield f"a refusal among the rows: {line}"


sys.exit(run(all_forms_tell_the_same, tables_for_papers_are_whole, a_comparison_can_be_run_again,
             what_cannot_be_compared_is_said))
