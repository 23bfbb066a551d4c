#!/usr/bin/env python3
"""headers.py LIBRARY COMPILER...: the public headers stand by themselves, in C and in C++."""

import pathlib
import re
import shutil
import sys
import tempfile

import house

STRICT = ("-Wall", "-Wextra", "-Werror", "-pedantic", f"-I{house.ROOT / 'include'}")
library, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]


def public():
    return [path.relative_to(house.ROOT / "include").as_posix() for path in house.sources("include")]


def compiled_alone(command):
    for header in public():
        # Twice, for the guard; the typedef because an empty translation unit is not C.
        text = f"#include <{header}>\n#include <{header}>\ntypedef int not_empty;\n"
        status, printed = house.output_of(*command, *STRICT, "-fsyntax-only", "-", given=text)
        if status != 0:
            yield f"{header}: {printed}"


def cxx():
    """The C++ compiler of the same family, or any."""
    preferred = ["clang++", "c++", "g++"] if any("clang" in word for word in compiler) else ["c++", "g++", "clang++"]
    for name in preferred:
        if shutil.which(name):
            return name
    raise house.Skip("no C++ compiler is installed")


def every_public_header_compiles_by_itself_as_c17():
    return compiled_alone([*compiler, "-x", "c", "-std=c17"])


def every_public_header_compiles_by_itself_as_cxx():
    return compiled_alone([cxx(), "-x", "c++", "-std=c++17"])


def a_cxx_program_links_against_the_library():
    text = "#include <wom.h>\nint main() { return wom_status_name(WOM_OK) == nullptr; }\n"
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/program"
        status, printed = house.output_of(cxx(), "-x", "c++", "-std=c++17", *STRICT, "-", "-o", program, "-x", "none",
                                          str(library), f"-Wl,-rpath,{library.parent}", given=text)
        if status == 0:
            status, printed = house.output_of(program)
        if status != 0:
            yield printed or f"the program left with status {status}"


def wom_h_includes_every_public_header():
    included = set(house.includes(house.ROOT / "include/wom.h"))
    for header in public():
        if header != "wom.h" and header not in included:
            yield f"include/wom.h lacks <{header}>"


def every_public_header_has_a_guard_of_its_name():
    for header in public():
        guard = re.sub(r"\W", "_", header).upper()
        text = (house.ROOT / "include" / header).read_text(encoding="utf-8")
        if f"#ifndef {guard}\n#define {guard}\n" not in text:
            yield f"{header} is not guarded by {guard}"


sys.exit(house.run(every_public_header_compiles_by_itself_as_c17, every_public_header_compiles_by_itself_as_cxx,
                   a_cxx_program_links_against_the_library, wom_h_includes_every_public_header,
                   every_public_header_has_a_guard_of_its_name))
