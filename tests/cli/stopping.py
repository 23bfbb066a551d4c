#!/usr/bin/env python3
"""Runs that end early: interrupted, out of time, out of disk, with nobody listening."""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

from command import FAILED, INTERRUPTED, LIMIT, OK, WOM, Call, Skip, folder, run, scenario

# Each world reaches most of a town, so the simulation takes half a minute; everything before it takes no time.
LONG = {"generate": {"type": "town", "users": 1500, "contents": 1}, "ties": None, "users": None, "contents": None,
        "campaign": None, "what_if": None,
        "propagation": {"weighting": {"type": "constant", "p": 0.5}}, "goal": {"seeds": 3},
        "select": "degree", "simulate": {"replicates": 600000}}


def start(*arguments):
    return subprocess.Popen([WOM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def interrupted(path, results, number):
    """Interrupts a run once it has begun to write, and returns its exit code and what it said."""
    process = start("run", path, "-o", results)
    partial = pathlib.Path(f"{results}.partial")
    for _ in range(600):
        if partial.exists() or process.poll() is not None:
            break
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def an_interrupted_run_leaves_what_it_has_found():
    for number in (signal.SIGINT, signal.SIGTERM):
        with folder() as where:
            results = f"{where}/results.h5"
            code, out, err = interrupted(scenario(where, **LONG), results, number)
            if code != INTERRUPTED or err.count("\n") != 1 or "PARTIAL" not in out:
                yield f"exit code {code}: {err}{out}"
            info = Call("info", results, "--json")
            yield from info.succeeds()
            if info.json()["status"] != "interrupted":
                yield f"its status is {info.json()['status']}"
            if pathlib.Path(f"{results}.partial").exists():
                yield "a .partial file is left"


def a_time_limit_leaves_what_was_found():
    with folder() as where:
        results = f"{where}/results.h5"
        call = Call("run", scenario(where, **LONG), "-o", results, "--time-limit", "3")
        if call.code != LIMIT or "time limit" not in call.err or "PARTIAL" not in call.out:
            yield f"exit code {call.code}: {call.err}{call.out}"
        info = Call("info", results, "--json")
        yield from info.succeeds()
        if info.json()["status"] != "time limit":
            yield f"its status is {info.json()['status']}"
        names = {entry["name"] for entry in info.json()["holds"]}
        if not {"seeds", "summary"} <= names:
            yield f"it holds {names}"


def an_old_result_survives_a_run_that_fails():
    with folder() as where:
        path, results = scenario(where), pathlib.Path(where) / "small.h5"
        yield from Call("run", path, "-q").succeeds()
        before = results.read_bytes()
        small = (len(before) // 2, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
        call = Call("run", path, "--set", "/simulate/replicates=3000",
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, small))
        yield from call.fails(FAILED, "small.h5")
        if results.read_bytes() != before:
            yield "the old file was changed"


def output_that_cannot_be_written_is_a_failure():
    if not os.path.exists("/dev/full"):
        raise Skip("there is no /dev/full")
    for line in (("describe",), ("--help",), ("describe", "--json")):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([WOM, *line], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != FAILED or not done.stderr.startswith("wom: cannot write to standard output: No space"):
            yield f"{line}: exit code {done.returncode}, {done.stderr}"


def closed_streams_do_no_harm():
    with folder() as where:
        path, results = scenario(where), f"{where}/small.h5"
        shell = f"exec '{WOM}' run '{path}' <&- >&-"
        done = subprocess.run(["sh", "-c", shell], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != FAILED or "standard output" not in done.stderr:
            yield f"exit code {done.returncode}: {done.stderr}"
        yield from Call("info", results).succeeds()


def a_reader_that_leaves_is_no_reason_for_complaint():
    process = start("describe", "--json")
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    if process.wait() not in (-signal.SIGPIPE, OK) or err:
        yield f"exit code {process.returncode}, {err}"


sys.exit(run(an_interrupted_run_leaves_what_it_has_found, a_time_limit_leaves_what_was_found,
             an_old_result_survives_a_run_that_fails, output_that_cannot_be_written_is_a_failure,
             closed_streams_do_no_harm, a_reader_that_leaves_is_no_reason_for_complaint))
