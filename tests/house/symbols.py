#!/usr/bin/env python3
"""symbols.py SHARED STATIC: what the library exports, keeps and calls, as its object files tell it."""

import re
import sys

import house

shared, static = sys.argv[1:3]

# Data that may be written, and why.
WRITABLE = {}
# Thread-local data: the object file that may keep it.
THREAD_LOCAL = "base_"

PRINTS = "printf vprintf puts putchar perror stdout stderr"
ENDS = "exit _exit _Exit abort quick_exit atexit signal sigaction raise kill system popen fork execv execvp execve"
CHANCE = "rand srand rand_r random srandom drand48 lrand48 srand48 arc4random getrandom gsl_rng_env_setup"
MEMORY = "malloc calloc realloc aligned_alloc posix_memalign memalign strdup strndup asprintf vasprintf"


def objects():
    """(object file, symbol, section or *UND*) of every object of the static library."""
    status, printed = house.output_of("objdump", "-t", static)
    if status != 0:
        raise house.Skip("objdump does not read this library")
    rows, member = [], ""
    for line in printed.splitlines():
        if match := re.match(r"(\S+):\s+file format", line):
            member = match.group(1).rsplit("/", 1)[-1]
        elif match := re.match(r"[0-9a-f]+ .{7} (\S+)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$", line):
            rows.append((member, match.group(2), match.group(1)))
    return rows


def calls(names):
    """Also under the names of _FORTIFY_SOURCE, __printf_chk, and with a version, malloc@GLIBC."""
    unwanted = set(names.split())
    for member, symbol, section in objects():
        plain = re.sub(r"^__(\w+)_chk$", r"\1", symbol.split("@")[0])
        if section == "*UND*" and plain in unwanted:
            yield member, plain


def exported():
    underscore = "_" if sys.platform == "darwin" else ""
    options = ["-gU"] if sys.platform == "darwin" else ["-D", "--defined-only"]
    status, printed = house.output_of("nm", *options, shared)
    if status != 0:
        raise house.Skip("nm does not read this library")
    names = (line.split()[-1].split("@")[0] for line in printed.splitlines() if line.strip())
    return {name.removeprefix(underscore) for name in names}


def declared():
    """Functions and objects of the public headers, but those that are inline."""
    names = set()
    for path in house.sources("include"):
        text = re.sub(r"/\*.*?\*/", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"^[ \t]*#(.*\\\n)*.*$", " ", text, flags=re.MULTILINE)
        text = re.sub(r'extern "C" {|__attribute__\(\(.*\)\)', " ", text)
        while (shorter := re.sub(r"{[^{}]*}", ";", text)) != text:
            text = shorter
        for statement in map(str.strip, text.split(";")):
            if not re.match(r"typedef\b|static\b", statement):
                match = re.search(r"(\w+)\s*\(", statement) or re.match(r"extern\b.*?(\w+)(\[\w*\])*$", statement)
                names.update(match.groups()[:1] if match else ())
    return names


def what_the_public_headers_declare_is_exported_and_nothing_else():
    exports, declarations = exported(), declared()
    if not declarations:
        yield "nothing is declared"
    yield from (f"{name} is declared but not exported" for name in sorted(declarations - exports))
    yield from (f"{name} is exported but in no public header" for name in sorted(exports - declarations))


def every_exported_name_begins_with_wom():
    return (f"{name} is exported" for name in sorted(exported()) if not name.startswith("wom_"))


def nothing_of_the_library_can_be_written_by_two_threads():
    for member, symbol, section in objects():
        if re.match(r"\.(data|bss)\b(?!\.rel\.ro)|\*COM\*", section) and not symbol.startswith("."):
            if symbol.split(".")[0] not in WRITABLE:
                yield f"{member}: {symbol} lies in {section}; make it const or part of an object"


def only_the_error_text_is_thread_local():
    for member, symbol, section in objects():
        if re.match(r"\.t(data|bss)", section) and not symbol.startswith(".") and not member.startswith(THREAD_LOCAL):
            yield f"{member}: {symbol} is thread-local"


def the_library_never_prints():
    return (f"{member} uses {name}" for member, name in calls(PRINTS))


def the_library_never_ends_the_program_nor_touches_signals():
    return (f"{member} calls {name}" for member, name in calls(ENDS))


def the_library_has_no_chance_but_its_own():
    return (f"{member} calls {name}" for member, name in calls(CHANCE))


def memory_comes_only_through_the_ledger():
    return (f"{member} calls {name}" for member, name in calls(MEMORY) if not member.startswith("base_"))


sys.exit(house.run(what_the_public_headers_declare_is_exported_and_nothing_else,
                   every_exported_name_begins_with_wom, nothing_of_the_library_can_be_written_by_two_threads,
                   only_the_error_text_is_thread_local, the_library_never_prints,
                   the_library_never_ends_the_program_nor_touches_signals, the_library_has_no_chance_but_its_own,
                   memory_comes_only_through_the_ledger))
