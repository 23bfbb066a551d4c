#!/usr/bin/env python3
"""generate.py WOM scenario|results: prints docs/scenario.md or docs/results.md as the command WOM itself tells them.

What is written here is only what no table of the program knows: an opening, and a sentence for each group of a file.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import textwrap

NOTE = "<!-- Made by docs/generate.py; change that, or the rows it reads, and make it anew. -->"

# ---------------------------------------------------------------------------------------------------- scenario.md

SCENARIO = """# Scenarios

{note}

A scenario is one JSON object. Everything has a default but the data: either `ties` (files) or `generate` (an
invented graph). The tables below are what `wom describe` prints; `wom describe goal`, `wom describe policy` or
`wom describe ucb` show one of them.

- It is refused whole, before any work, with file, line, column, key and what would be right: unknown and duplicate
  keys, wrong types, numbers out of range, unknown users and contents.
- A *choice* is a name, `"dynamics": "lt"`, or an object with `type` and the choice's own fields,
  `"dynamics": {{ "type": "lt", "normalise": true }}`.
- A *duration* is a number of steps, or a text such as `"10 steps"`.
- Integers above 2^53 are written as strings of digits.
- Paths are relative to the scenario's folder (`output`: to the working directory). `-` is standard input.
- `--set /goal/budget=500` changes one value from the command line, and creates what is not there.
- What was run, with every default filled in, is stored in the results as `effective_json`. `wom run results/x.h5`
  repeats that run.
"""

KINDS = {"bool": "true or false", "integer": "whole number", "real": "number", "text": "text", "choice": "word",
         "duration": "duration", "variant": "choice", "variants": "choices"}


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return lines + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]


def number(value):
    if value is None:
        return ""
    text = f"{value:.17g}"
    return text if len(text) < 9 else f"{value:.3g}"


def values(field):
    """The words or the range of a field."""
    if field["kind"] == "choice":
        return ", ".join(f"`{word}`" for word in field["choices"])
    if field["kind"] == "variant":
        return f"one of {field['catalogue']}"
    if field["kind"] == "variants":
        return f"object, each member one of {field['catalogue']}"
    low, high = field.get("low"), field.get("high")
    if low is None or field["kind"] in ("bool", "text"):
        return ""
    return f"from {number(low)}" if high is None or high >= 4294967294 else f"{number(low)} to {number(high)}"


def standard(field):
    value = field["default"]
    if field["kind"] in ("choice", "variant"):
        return f"`{value}`"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value)


def fields(rows, others=()):
    cells = [(f"`{row['name']}`", KINDS[row["kind"]], standard(row), values(row),
              row["help"] + (f" ({row['unit']})" if row["unit"] else "")) for row in rows]
    cells += [(f"`{row['name']}`", "", "", "", row["help"]) for row in others]
    return table(("key", "kind", "default", "values", "meaning"), cells) + [""] if cells else []


def section(row):
    choices = [{"name": choice["name"], "help": f"{choice['help']}: a choice of [{choice['catalogue']}]"
                                                f"(#{choice['catalogue']})"} for choice in row["choices"]]
    yield f"## {row['name'] or 'The scenario itself'}"
    yield ""
    if row["name"]:
        yield row["help"][0].upper() + row["help"][1:] + "."
        yield ""
    yield from fields(row["fields"], choices + row["others"])


def catalogue(row):
    yield f"## {row['name']}"
    yield ""
    yield f"{row['help'][0].upper()}{row['help'][1:]}. The first is the default."
    yield ""
    for variant in row["variants"]:
        yield f"**`{variant['name']}`** {variant['help']}."
        if variant["source"]:
            yield f"Source: {variant['source']}."
        for key, word in (("claim", "Holds"), ("promise", "Promise")):
            if variant.get(key):
                yield f"{word}: {variant[key]}."
        yield ""
        yield from fields(variant["fields"])


MARKS = {"promise": "yes", "no promise": "(yes)"}


def acceptance(algorithms):
    """Which algorithm goes with which dynamics."""
    dynamics = list(algorithms[0]["dynamics"])
    yield "### Algorithms and dynamics"
    yield ""
    yield ("Yes: accepted, and the algorithm's promise, if it makes one, holds. In parentheses: accepted, but nothing"
           " is promised. Otherwise it is refused.")
    yield ""
    yield from table(["algorithm"] + [f"`{name}`" for name in dynamics],
                     [[f"`{row['name']}`"] + [MARKS.get(row["dynamics"][name], "") for name in dynamics]
                      for row in algorithms])
    yield ""


def scenario(wom):
    told = json.loads(subprocess.run([wom, "describe", "--json"], capture_output=True, check=True).stdout)
    yield from SCENARIO.format(note=NOTE).splitlines()
    yield ""
    for row in told["sections"]:
        yield from section(row)
    yield "# Choices"
    yield ""
    for row in told["catalogues"]:
        yield from catalogue(row)
        if row["name"] == "algorithm":
            yield from acceptance(row["variants"])


# ----------------------------------------------------------------------------------------------------- results.md

RESULTS = """# Results files

{note}

A run writes one HDF5 file. Tables are groups in the AnnData data-frame encoding, one data set a column, so that
`anndata`, a few lines of `h5py`, and `rhdf5` read them; arrays have dimension scales on every axis, so that `xarray`
reads them. Every numeric data set has the attributes `units` and `long_name`; the tables below are made of these. Texts
are UTF-8. There are no compound types. How to read them: [README](../README.md#reading-results).

- The file appears under its name when it is complete or was stopped in an orderly way; until then it is called
  `<name>.partial`, and the stages that were finished can be read in it. An older file stays whole until then.
- `status` is `complete`, `time limit`, `interrupted` or, in a `.partial` file, `running`.
- The digest that `wom run` and `wom info` print is the SHA-256 of all data sets but `/provenance`,
  `/scenario_json` and `/effective_json`: equal digests mean equal results. It does not depend on the number of
  threads, the time of day or the machine's name.
- Missing numbers are NaN. Intervals are 95 %, `se` is the standard error. `money` is in the units of the input.
- What a scenario does not ask for is not there: no `/campaign` without `campaign`, no `/what_if` without `what_if`, no
  `/segments` without segments, no `/certificate` where the first algorithm gives none.
"""

# Enough of everything that every table comes to be.
SMALL = {"name": "small", "generate": {"type": "town", "users": 200, "contents": 2}, "propagation": {"baseline": 0.01},
         "goal": {"seeds": 3}, "select": ["ris", "degree"], "simulate": {"replicates": 64}, "purchase": {"bias": -1},
         "campaign": {"rounds": 3, "replications": 2, "judge_worlds": 2},
         "what_if": [{"name": "one refuses", "refuse_seeds": 1}]}

GROUPS = {
    "/": "The root holds two texts, `scenario_json` (the file as it was given) and `effective_json` (with every default"
         " filled in).",
    "algorithms": "A row for each plan that was compared: the chosen one first, then the other algorithms of `select`,"
                  " then today's plan (`current`). `value` is the metric of the goal on common worlds; `difference` is"
                  " the chosen plan's less this one's.",
    "campaign": "Learning in waves: a policy against planning once. See [campaign.md](campaign.md).",
    "campaign/arms": "A row for each content, an arm of the bandit.",
    "campaign/totals": "Totals over all rounds, means over hidden worlds.",
    "certificate": "One row: what the algorithm promises, and enough to compute it anew (`wom certify`). See"
                   " [algorithms.md](algorithms.md#the-certificate).",
    "communities": "Communities of users by Leiden (igraph), and how many of each the plan makes active.",
    "contents": "A row for each content with the seeds that the first algorithm chose for it, on common worlds.",
    "compare": "What `wom compare` writes.",
    "compare/algorithms": "A row for each algorithm and number of seeds, under the scenario's own model.",
    "compare/models": "A row for each weighting and dynamics.",
    "compare/pairs": "A row for each pair of models: seeds chosen believing one, judged in worlds of the other.",
    "compare/seeds": "Whom one would ask under each model.",
    "contributions": "What each seed adds, in incremental active users, looked at in some of the worlds.",
    "curves": "How adoption grows with the steps of the plan's cascades.",
    "distributions": "How many have which value; each table is as long as there are different values.",
    "distributions/component": "Weakly connected components by size.",
    "distributions/community": "Communities (Leiden, resolution 1) by size.",
    "distributions/in_degree": "Users by the ties into them.",
    "distributions/out_degree": "Users by the ties out of them.",
    "distributions/strength": "Ties by strength, rounded down to a power of two: `value` 2 counts those from 2 to below"
                              " 4. Without strengths all are 1.",
    "generations": "How many users are how many ties away from a seed, and how many of the next generation come of one"
                   " of this: what the basic reproduction number becomes as the network is used up.",
    "forecast": "What `wom forecast` foretold of new cascades. See [learn.md](learn.md).",
    "forecast/next_users": "A row for each rule that ranks who is next; NaN where it needs ties and there are none.",
    "forecast/running": "The running content asked for (`forecast/content`).",
    "forecast/running_next": "Who may be next in it.",
    "forecast/sizes": "A row for each forecast of final sizes.",
    "forecast/starters": "Two rows for each rule of seeds: those that start cascades.",
    "graph": "Figures of the graph, of the probabilities on its ties, and of the log. Of data without a scenario"
             " (`wom info TIES -o FILE.h5`) there are no probabilities; figures of a log (`log_actions`,"
             " `log_contents`, `log_users`, `log_exposed`, the share of actions with an active friend,"
             " `log_exposed_by_chance` and `log_exposed_by_chance_sd`, the same with users shuffled,"
             " `log_exposed_by_activity`, `log_exposed_by_calendar` and `log_exposed_by_order`, by nulls that keep more"
             " ([learn.md](learn.md)), `log_closer`, `log_passed_at_most` and the verdict on influence, `log_influence`"
             " (0 none, 1 weak, 2 clear), `log_first_time`"
             " and `log_last_time`) are there where there is a log.",
    "learn/starts": "Who starts cascades: a row for each user.",
    "learn": "What `wom learn` writes. See [learn.md](learn.md#wom-learn).",
    "learn/candidates": "A row for each model that was fitted to the log before the cut and judged after it.",
    "learn/coefficients": "Of the chosen model, fitted to the whole log: baselines by what users did before, and those"
                          " terms of ties that it has.",
    "learn/delays": "A row for each law of the delay.",
    "learn/figures": "Times and figures of the chosen model; those of `receptivity` and `heat` where it has them.",
    "learn/model": "The chosen model tie by tie, as the weighting `learned` reads it. Its attribute `link` tells how a"
                   " rate becomes a probability.",
    "interest": "What `wom interest` writes. See [learn.md](learn.md#interest).",
    "interest/candidates": "Baselines, then the model with each form of M.",
    "interest/figures": "What the log held.",
    "interest/model": "The chosen model, fitted to all pairs; `form` is that of M, which is not there where M = 0.",
    "provenance": "Which build made this, where, from what. Not part of the digest.",
    "provenance/algorithms": "Time and memory of the rows of `/compare/algorithms`.",
    "provenance/files": "The input files.",
    "provenance/models": "Time of choosing under the models of `/compare/models`.",
    "replicates": "A row for each simulated world.",
    "seeds": "Whom to ask, in the order of choice.",
    "segments": "Segments of users, and how many of each the plan makes active.",
    "shape": "How the plan spreads, looked at in the first worlds (`simulate/traced`). A user who became active and all"
             " who became active through her make a tree.",
    "summary": "What the plan brings.",
    "traces": "Who made whom active in single worlds: the one with the median number of active users, or those of"
              " `simulate/traces`. `wom export RESULTS trace -o trace.graphml` makes a graph of it.",
    "users": "A row for each user.",
    "validate": "What `wom validate` writes. See [learn.md](learn.md).",
    "validate/candidates": "A row for each candidate, judged on the pairs after the split.",
    "validate/coefficients": "A row for each coefficient of each candidate.",
    "validate/facts": "How the log was split, and how many pairs there are.",
    "validate/reliability": "A row for each tenth of the adoptions that the chosen candidate predicts.",
    "what_if": "A row for each question and metric. `difference` is the answer less the plan, on the same worlds.",
}


# Tables that have the same rows in every file (of a scenario that asks for as much).
WITH_ROWS = ("campaign/totals", "graph", "shape", "summary")


def attribute(node, name):
    value = node.attrs.get(name, "")
    return value.decode() if isinstance(value, bytes) else str(value)


def kind(data, h5py):
    if h5py.check_string_dtype(data.dtype):
        return "text"
    return "bool" if h5py.check_enum_dtype(data.dtype) else data.dtype.name


def columns(group, h5py):
    names = list(group.attrs["column-order"])
    index = attribute(group, "_index")
    if index not in names and index != "_index":
        names.insert(0, index)
    rows = [(f"`{name}`", kind(group[name], h5py), attribute(group[name], "units"), attribute(group[name], "long_name"))
            for name in names]
    return table(("column", "type", "unit", "meaning"), rows) + [""]


def rows_of(group):
    """The rows by name, with their units."""
    names, units = (group[name].asstr()[:] for name in (attribute(group, "_index"), "unit"))
    told = ", ".join(f"`{name}`" + (f" ({unit})" if unit != "1" else "") for name, unit in zip(names, units))
    return [*textwrap.wrap(f"Rows: {told}.", 115, break_long_words=False, break_on_hyphens=False), ""]


def arrays(group, h5py):
    rows = []
    for name in sorted(group):
        data = group[name]
        if isinstance(data, h5py.Dataset) and data.ndim > 0:
            axes = [dim[0].name.rsplit("/", 1)[-1] for dim in data.dims if len(dim)]
            rows.append((f"`{name}`", kind(data, h5py), ", ".join(axes) or "itself an axis", attribute(data, "units"),
                         attribute(data, "long_name")))
    return table(("array", "type", "axes", "unit", "meaning"), rows) + [""] if rows else []


def attributes(group):
    own = sorted(name for name in group.attrs if name not in ("_index", "column-order", "encoding-type",
                                                               "encoding-version"))
    return ["Attributes: " + ", ".join(f"`{name}`" for name in own) + ".", ""] if own else []


def groups(file, h5py):
    names = ["/"]
    file.visititems(lambda name, node: names.append(name) if isinstance(node, h5py.Group) else None)
    return sorted(names)


def describe_groups(file, names, h5py):
    for name in names:
        group = file[name]
        yield "## /" + name.strip("/")
        yield ""
        yield from textwrap.wrap(GROUPS[name], 115, break_long_words=False, break_on_hyphens=False)
        yield ""
        yield from attributes(group)
        yield from rows_of(group) if name in WITH_ROWS else ()
        yield from columns(group, h5py) if "column-order" in group.attrs else arrays(group, h5py)


def with_cascades(folder):
    """Cascades of six users, one a day, and a ring of ties."""
    given, log, ties = (pathlib.Path(folder, name) for name in ("log.json", "log.csv", "ties.csv"))
    rows = [f"{(7 * c + k * (1 + c % 3)) % 20},{c},{86400 * c + 1000 * k * k}\n" for c in range(40) for k in range(6)]
    log.write_text("user,content,time\n" + "".join(rows), encoding="utf-8")
    ties.write_text("".join(f"{user},{(user + 1) % 20}\n" for user in range(20)), encoding="utf-8")
    given.write_text(json.dumps({"ties": {"file": "ties.csv"}, "log": {"file": "log.csv"},
                                 "forecast": {"content": "39"}}), encoding="utf-8")
    return given


def with_log(folder):
    """A ring of users, around which contents pass, some to every user and some to every few."""
    ties, log = pathlib.Path(folder, "ties.csv"), pathlib.Path(folder, "log.csv")
    given = pathlib.Path(folder, "log.json")
    ring = "".join(f"{user},{(user + 1) % 60}\n" for user in range(60))
    actions = "".join(f"{(13 * c + i * (c % 5 + 1)) % 60},{c},{100 * i + c}\n" for c in range(90) for i in range(12))
    ties.write_text("from,to\n" + ring, encoding="utf-8")
    log.write_text("user,content,time\n" + actions, encoding="utf-8")
    given.write_text(json.dumps({"ties": {"file": "ties.csv", "direction": "mutual"}, "log": {"file": "log.csv"},
                                 "validate": {"draws": 2}}), encoding="utf-8")
    return given


def with_interests(folder):
    """The same with interests, two of three each."""
    given = with_cascades(folder)
    told = json.loads(given.read_text(encoding="utf-8"))
    told["interests"] = {"users": "of_users.json", "contents": "of_contents.json"}
    for name, number in (("of_users.json", 20), ("of_contents.json", 40)):
        lists = {str(i): ["abc"[i % 3], "abc"[(i + 1 + i % 2) % 3]] for i in range(number)}
        pathlib.Path(folder, name).write_text(json.dumps(lists), encoding="utf-8")
    given.write_text(json.dumps(told), encoding="utf-8")
    return given


def results(wom):
    import h5py
    yield from RESULTS.format(note=NOTE).splitlines()
    yield ""
    with tempfile.TemporaryDirectory() as folder:
        given, written = pathlib.Path(folder, "small.json"), pathlib.Path(folder, "small.h5")
        given.write_text(json.dumps(SMALL), encoding="utf-8")
        subprocess.run([wom, "run", "--quiet", "-o", str(written), str(given)], stdout=subprocess.DEVNULL, check=True)
        with h5py.File(written) as file:
            of_runs = groups(file, h5py)
            yield from describe_groups(file, of_runs, h5py)
        subprocess.run([wom, "compare", "--quiet", "-o", str(written), str(given)], stdout=subprocess.DEVNULL,
                       check=True)
        with h5py.File(written) as file:
            yield from describe_groups(file, [name for name in groups(file, h5py) if name not in of_runs], h5py)
        subprocess.run([wom, "forecast", "--quiet", "-o", str(written), str(with_cascades(folder))],
                       stdout=subprocess.DEVNULL, check=True)
        with h5py.File(written) as file:
            yield from describe_groups(file, [name for name in groups(file, h5py)
                                              if name.startswith(("forecast", "learn/starts"))], h5py)
        subprocess.run([wom, "validate", "--quiet", "-o", str(written), str(with_log(folder))],
                       stdout=subprocess.DEVNULL, check=True)
        with h5py.File(written) as file:
            of_validations = [name for name in groups(file, h5py) if name.startswith("validate")]
            yield from describe_groups(file, of_validations, h5py)
        subprocess.run([wom, "generate", "--quiet", "town", "--set", "/users=200", "--log", "200", "-o",
                        str(pathlib.Path(folder, "town"))], stdout=subprocess.DEVNULL, check=True)
        town = pathlib.Path(folder, "town", "scenario.json")
        subprocess.run([wom, "learn", "--quiet", "-o", str(written), str(town)], stdout=subprocess.DEVNULL, check=True)
        with h5py.File(written) as file:
            yield from describe_groups(file, [name for name in groups(file, h5py) if name.startswith("learn")], h5py)
        subprocess.run([wom, "interest", "--quiet", "-o", str(written), str(with_interests(folder))],
                       stdout=subprocess.DEVNULL, check=True)
        with h5py.File(written) as file:
            yield from describe_groups(file, [name for name in groups(file, h5py) if name.startswith("interest")],
                                       h5py)


MADE = {"scenario": scenario, "results": results}


def document(wom, name):
    return "\n".join(MADE[name](wom)).rstrip("\n") + "\n"


if __name__ == "__main__":
    sys.stdout.write(document(sys.argv[1], sys.argv[2]))
