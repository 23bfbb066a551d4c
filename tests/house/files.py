#!/usr/bin/env python3
"""The files themselves: built, short, clean."""

import re
import sys

import house

MOST_LINES = 450
LONG_FUNCTION, TOO_LONG_FUNCTION = 60, 80
CODE = (".c", ".h", ".py", ".sh", ".R")
# Data and pictures keep the bytes they came with.
NOT_OURS = (".csv", ".tsv", ".npy", ".gz", ".zst", ".h5", ".png", ".ipynb", ".bin")
# Split, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X")) + r")\b")
SOMEBODYS_MACHINE = re.compile(r"(?<![\w./~-])/(" + "|".join(("home", "root", "work", "Users", "mnt", "opt")) + r")/\w")


def texts():
    """(path, text) of every tracked file that is text of ours."""
    for path in house.tracked():
        content = path.read_bytes()
        if path.suffix not in NOT_OURS and b"\0" not in content[:8000]:
            yield path, content.decode("utf-8", errors="surrogateescape")


def lines_with(pattern, what):
    for path, text in texts():
        for number, line in enumerate(text.split("\n"), 1):
            if pattern.search(line):
                yield f"{house.name_of(path)}:{number}: {what}"


def named_beside(path):
    """Whether the meson.build of its folder names the file, with or without its ending."""
    build = path.parent / "meson.build"
    text = build.read_text(encoding="utf-8") if build.is_file() else ""
    return re.search(rf"'{re.escape(path.stem)}({re.escape(path.suffix)})?'", text) is not None


def every_source_is_listed_in_its_meson_build():
    for path in house.sources("src", endings=(".c",)):
        if not named_beside(path):
            yield f"{house.name_of(path)} is not built"


def every_test_is_listed_in_its_meson_build():
    for path in house.sources("tests", endings=(".c", ".py", ".sh", ".R")):
        program = path.suffix == ".c" or path.read_bytes().startswith(b"#!")
        if path.parent.name != "support" and program and not named_beside(path):
            yield f"{house.name_of(path)} is not run"


def every_file_has_fewer_lines_than_450():
    for path, text in texts():
        if (path.suffix in CODE or path.name == "dev") and text.count("\n") >= MOST_LINES:
            yield f"{house.name_of(path)} has {text.count(chr(10))} lines"


def functions():
    """(length, name, place) of every C function."""
    paths = [str(path) for path in house.sources("src", "tests", "bench", "docs")]
    if not paths:
        return []
    status, printed = house.output_of("ctags", "-x", "--c-kinds=f", "--fields=+ne", "--_xformat=%e %n %N %F", *paths)
    if status != 0:
        raise house.Skip("ctags is not the universal one")
    rows = [line.split(maxsplit=3) for line in printed.splitlines() if re.match(r"\d+ \d+ ", line)]
    return [(int(end) - int(first) + 1, name, f"{house.name_of(house.pathlib.Path(path))}:{first}")
            for end, first, name, path in rows]


def no_function_is_longer_than_80_lines():
    for length, name, place in sorted(functions(), reverse=True):
        if length > TOO_LONG_FUNCTION:
            yield f"{place}: {name} has {length} lines"
        elif length > LONG_FUNCTION:
            print(f"# long, {length} lines: {name}, {place}")


def no_line_ends_in_space_or_carriage_return():
    return lines_with(re.compile(r"[ \t\r]$"), "ends in white space")


def no_file_has_tabs():
    return lines_with(re.compile(r"\t"), "has a tab")


def no_code_line_is_longer_than_120_columns():
    return (problem for problem in lines_with(re.compile(r"^.{121}"), "is longer than 120 columns")
            if re.match(r"\S+\.([chR]|py|sh|build):", problem))


def nothing_says_that_it_is_unfinished():
    return lines_with(UNFINISHED, "says that something is unfinished")


def nothing_names_a_folder_of_somebodys_machine():
    return lines_with(SOMEBODYS_MACHINE, "names an absolute path")


def every_text_is_utf8_and_ends_with_a_newline():
    for path, text in texts():
        if text and not text.endswith("\n"):
            yield f"{house.name_of(path)} does not end with a newline"
        if any("\udc80" <= letter <= "\udcff" for letter in text):
            yield f"{house.name_of(path)} is not UTF-8"


def the_licence_is_there_and_is_what_the_build_says():
    licence = house.ROOT / "LICENSE"
    head = licence.read_text(encoding="utf-8")[:400] if licence.is_file() else ""
    if "GNU GENERAL PUBLIC LICENSE" not in head or "Version 3" not in head:
        yield "LICENSE is not the GNU General Public License, version 3"
    if "license: 'GPL-3.0-or-later'" not in (house.ROOT / "meson.build").read_text(encoding="utf-8"):
        yield "meson.build does not say GPL-3.0-or-later"


sys.exit(house.run(every_source_is_listed_in_its_meson_build, every_test_is_listed_in_its_meson_build,
                   every_file_has_fewer_lines_than_450, no_function_is_longer_than_80_lines,
                   no_line_ends_in_space_or_carriage_return, no_file_has_tabs,
                   no_code_line_is_longer_than_120_columns, nothing_says_that_it_is_unfinished,
                   nothing_names_a_folder_of_somebodys_machine, every_text_is_utf8_and_ends_with_a_newline,
                   the_licence_is_there_and_is_what_the_build_says))
