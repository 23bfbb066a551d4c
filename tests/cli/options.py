#!/usr/bin/env python3
"""The command line itself: help, names, values of options, exit codes."""

import json
import sys

from command import BAD_INPUT, COMMANDS, OK, USAGE, Call, folder, run, scenario


def every_command_explains_itself():
    for command in COMMANDS:
        for line in ((command, "--help"), ("help", command)):
            call = Call(*line)
            yield from call.succeeds()
            if f"usage: wom {command}" not in call.out or "--help" not in call.out:
                yield f"{call.line} prints {call.out[:200]}"


def help_and_version_are_there():
    call = Call("--help")
    yield from call.succeeds()
    yield from (f"{name} is not in wom --help" for name in COMMANDS if f"\n  {name} " not in call.out)
    yield from (f"exit code {code} is not told" for code in ("  2  ", "130  ") if code not in call.out)
    yield from Call("--version").succeeds()
    if json.loads(Call("--version", "--json").out)["version"] not in Call("--version").out:
        yield "the two versions differ"


def unknown_names_are_refused_with_the_nearest():
    lines = [
        ((), "no command given"),
        (("rnu",), "unknown command \"rnu\", did you mean \"run\"?"),
        (("--jsn",), "unknown option"),
        (("help", "chekc"), "did you mean \"check\"?"),
        (("run", "--thread", "2", "x"), "unknown option \"--thread\", did you mean \"--threads\"?"),
        (("run", "-z", "x"), "unknown option \"-z\""),
        (("describe", "--seed=1"), "unknown option \"--seed\""),
        (("describe", "goals"), "did you mean \"goal\"?"),
        (("describe", "dynamics", "icc"), "did you mean \"ic\"?"),
        (("generate", "city", "-o", "x"), "unknown generator"),
    ]
    for line, message in lines:
        yield from Call(*line).fails(USAGE, message)


def values_that_make_no_sense_are_refused():
    values = {
        "--threads": ["0", "-1", "two", "1025", "4294967297", ""],
        "--memory": ["0", "lots", "4X", "-1G", "1e9", "0x10"],
        "--time-limit": ["0", "soon", "-5", "5 weeks", "inf", "nan"],
        "--seed": ["-1", "1.5", "x", "18446744073709551616"],
        "--precision": ["0", "1", "-0.1", "fine", "5%"],
    }
    for option, texts in values.items():
        for text in texts:
            yield from Call("run", f"{option}={text}", "x.json").fails(USAGE, option)
    yield from Call("run", "x.json", "--threads").fails(USAGE, "needs a number")
    yield from Call("run", "x.json", "--quiet=yes").fails(USAGE, "takes no value")
    yield from Call("run").fails(USAGE, "usage: wom run")
    yield from Call("run", "a.json", "b.json").fails(USAGE, "b.json")
    yield from Call("export", "a.h5", "t", "--format", "xml").fails(USAGE, "is not csv, json")
    yield from Call("info", __file__, "--direction", "folows").fails(USAGE, "did you mean \"follows\"?")


def values_may_be_written_in_several_ways():
    with folder() as where:
        path = scenario(where)
        for option in (["--threads=2"], ["--threads", "2"], ["-t2"], ["-t", "2"], ["-qt2"], ["--memory", "2G"],
                       ["--memory=500MiB"], ["--memory=1.5GB"], ["--time-limit", "90s"], ["--time-limit=2h"],
                       ["--seed", "18446744073709551615"]):
            yield from Call("check", *option, path).succeeds()
        yield from Call("check", "--", path).succeeds()
        yield from Call("check", "--", "--json").fails(BAD_INPUT, "--json: there is no such file")


def everything_there_is_can_be_described():
    told = json.loads(Call("describe", "--json").out)
    names = [section["name"] or "scenario" for section in told["sections"]]
    names += [catalogue["name"] for catalogue in told["catalogues"]]
    for catalogue in told["catalogues"]:
        for variant in catalogue["variants"]:
            call = Call("describe", catalogue["name"], variant["name"])
            yield from call.succeeds()
            for field in variant["fields"]:
                if field["name"] not in call.out:
                    yield f"{call.line} does not tell of {field['name']}"
            names.append(variant["name"])
    for name in names:
        yield from Call("describe", name).succeeds()


def settings_reach_the_scenario():
    with folder() as where:
        path = scenario(where)
        call = Call("select", path, "--set", "/goal/seeds=2", "--set=/select=degree", "--json")
        yield from call.succeeds()
        plan = call.json()["plan"]
        if len(plan["seeds"]) != 2 or plan["by"] != "degree":
            yield f"the plan is {plan}"
        yield from Call("check", path, "--set", "/goal/sedes=2").fails(BAD_INPUT, "--set /goal", "did you mean")
        yield from Call("check", path, "--set", "goal").fails(BAD_INPUT, "/pointer=value")
        yield from Call("check", path, "--set", "/goal/seeds=many").fails(BAD_INPUT, "/goal/seeds")


def a_precision_saves_worlds():
    with folder() as where:
        path = scenario(where)
        all_worlds, fewer = (Call("simulate", path, "--set", "/simulate/replicates=4000", "--json", *option)
                             for option in ([], ["--precision", "0.2"]))
        yield from all_worlds.succeeds()
        yield from fewer.succeeds()
        worlds = [call.json()["outcome"]["active"]["n"] for call in (all_worlds, fewer)]
        if worlds[0] != 4000 or worlds[1] >= 4000:
            yield f"{worlds[1]} worlds instead of {worlds[0]}"


def a_dry_run_writes_nothing():
    with folder() as where:
        call = Call("run", scenario(where), "--dry-run", "-o", f"{where}/dry.h5")
        yield from call.succeeds()
        if "Nothing was run" not in call.out:
            yield call.out
        yield from Call("generate", "town", "-o", f"{where}/town", "-n").succeeds()
        yield from Call("export", f"{where}/dry.h5").fails(BAD_INPUT, "dry.h5")
        yield from Call("info", f"{where}/town").fails(BAD_INPUT, "no such file")


def no_colours_where_there_is_no_terminal():
    for line in (("--help",), ("describe",)):
        call = Call(*line)
        if "\033" in call.out or call.code != OK:
            yield f"{call.line} prints an escape sequence"


sys.exit(run(every_command_explains_itself, help_and_version_are_there, unknown_names_are_refused_with_the_nearest,
             values_that_make_no_sense_are_refused, values_may_be_written_in_several_ways,
             everything_there_is_can_be_described, settings_reach_the_scenario, a_precision_saves_worlds,
             a_dry_run_writes_nothing, no_colours_where_there_is_no_terminal))
