#!/usr/bin/env python3
"""What a person at a terminal sees: progress that goes away, colours where they are welcome."""

import os
import subprocess
import sys

from command import OK, WOM, Skip, folder, run, scenario

try:
    import pty
except ImportError:
    pty = None


def seen(*arguments, **environment):
    """What a terminal gets from standard output and error together."""
    if pty is None:
        raise Skip("no pseudo-terminals here")
    try:
        parent, child = pty.openpty()
    except OSError as error:
        raise Skip(f"no pseudo-terminal can be had here: {error}") from error
    process = subprocess.Popen([WOM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=child, stderr=child,
                               env={**os.environ, "TERM": "xterm", **environment})
    os.close(child)
    text = b""
    try:
        while piece := os.read(parent, 65536):
            text += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(parent)
    return process.wait(), text.decode("utf-8", "replace")


def slow(where):
    """Takes about a second."""
    return scenario(where, generate={"type": "town", "users": 5000, "contents": 1}, ties=None, users=None,
                    contents=None, campaign=None, what_if=None,
                    propagation={"weighting": {"type": "constant", "p": 0.5}},
                    goal={"seeds": 3}, select="degree", simulate={"replicates": 5000})


def progress_is_one_line_that_is_taken_away():
    with folder() as where:
        code, text = seen("run", slow(where))
        if code != OK or "\r" not in text or " %" not in text:
            yield f"exit code {code}, {text!r}"
        progress = text[:text.index("Key figures")]
        if "\r\033[K" not in progress:
            yield f"the line is not taken away: {progress!r}"


def quiet_shows_no_progress():
    with folder() as where:
        code, text = seen("run", slow(where), "--quiet")
        if code != OK or "\033[K" in text:
            yield f"exit code {code}, {text!r}"


def colours_can_be_refused():
    if "\033[1m" not in seen("describe")[1]:
        yield "no colours on a terminal"
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        if "\033" in seen("describe", **environment)[1]:
            yield f"colours in spite of {environment}"


sys.exit(run(progress_is_one_line_that_is_taken_away, quiet_shows_no_progress, colours_can_be_refused))
