#!/usr/bin/env python3
"""example.py PROGRAM: what docs/example.c prints is believable."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "house"))
import house  # noqa: E402

status, printed = house.output_of(sys.argv[1])


def numbers(pattern):
    """What the groups of the pattern find, as numbers; NaN, which no comparison likes, where it finds nothing."""
    match = re.search(pattern, printed, re.MULTILINE)
    return [float(group) for group in match.groups()] if match else [float("nan")] * re.compile(pattern).groups


def it_ends_well():
    if status != 0:
        yield f"status {status}: {printed}"


def the_town_is_as_big_as_its_default():
    users, ties = numbers(r"^(\d+) users, (\d+) ties, content \w+")
    if not (users == 3000 and 9 * users < ties < 13 * users):
        yield printed


def ten_different_users_are_asked():
    seeds = re.findall(r"\bu\d{4}\b", printed)
    if len(seeds) != 10 or len(set(seeds)) != 10:
        yield printed


def the_spread_lies_within_a_narrow_interval():
    active, low, high = numbers(r"^active users: ([\d.]+), 95 % interval ([\d.]+) to ([\d.]+)$")
    if not (10 < low < active < high < 3000 and high - low < 0.05 * active):
        yield printed


def the_certificate_reaches_what_ris_promises():
    """1 - 1/e - epsilon of the best with epsilon 0.1, but for one time in the number of users."""
    ratio, failure = numbers(r"^certified: at least ([\d.]+) of .* probability ([\d.e-]+)$")
    if not (0.532 <= ratio <= 1 and 0 < failure < 1 / 2999):
        yield printed


sys.exit(house.run(it_ends_well, the_town_is_as_big_as_its_default, ten_different_users_are_asked,
                   the_spread_lies_within_a_narrow_interval, the_certificate_reaches_what_ris_promises))
