#!/usr/bin/env python3
"""The order of the folders, and one door for each outside library."""

import re
import sys

import house

# A folder that stands aside: it may use itself and what stands up to the folder named here.
ASIDE = {"bandit": "store"}

DOORS = {
    "igraph": (r"igraph(/|\.h)", "src/graph/igraph_bridge.c"),
    "HDF5": (r"(hdf5|H5)\w*\.h", "src/store/"),
    "cJSON": (r"(cjson/)?cJSON\w*\.h", "src/settings/"),
    "threads": (r"(omp|pthread|threads)\.h", "src/base/parallel.c"),
    "zlib and zstd": (r"(zlib|zstd)\w*\.h", "src/io/"),
    "libsodium": (r"sodium(/|\.h)", "src/base/ src/store/"),
    "GSL": (r"gsl/", "src/"),
}


def order():
    """As src/meson.build builds them, with the command last."""
    text = (house.ROOT / "src/meson.build").read_text(encoding="utf-8")
    return re.findall(r"'(\w+)'", re.search(r"folders = \[(.*?)\]", text, re.DOTALL).group(1)) + ["cli"]


def allowed(folder, folders):
    before = folders[: folders.index(ASIDE.get(folder, folder)) + 1]
    return {folder, *before}


def folder_of(path):
    if path.parts[0] == "src":
        return path.parts[1] if len(path.parts) > 2 else None
    return path.stem


def included_folder(path, header):
    """The folder an include reaches into; None for headers that are not the project's."""
    local = (house.ROOT / path).parent / header
    if local.is_file():
        return folder_of(local.resolve().relative_to(house.ROOT.resolve()))
    for top in ("include", "src"):
        if (house.ROOT / top / header).is_file():
            return folder_of((house.ROOT / top / header).relative_to(house.ROOT))
    return None


def a_folder_includes_only_itself_and_what_stands_before_it():
    folders = order()
    for path in house.sources("src", "include"):
        own = path.relative_to(house.ROOT)
        folder = folder_of(own)
        if own.as_posix() == "include/wom.h":
            continue
        if folder not in folders:
            yield f"{own} belongs to no folder of src/meson.build"
            continue
        for header in house.includes(path):
            other = included_folder(own, header)
            if other is not None and other not in allowed(folder, folders):
                yield f"{own} includes {header}: {folder} stands before or aside of {other}"


def a_public_header_includes_no_inner_header():
    for path in house.sources("include"):
        for header in house.includes(path):
            if (house.ROOT / "src" / header).is_file() or header.startswith("."):
                yield f"{house.name_of(path)} includes {header}"


def every_outside_library_has_one_door():
    for path in house.sources("src", "include"):
        for header in house.includes(path):
            for library, (pattern, doors) in DOORS.items():
                if re.match(pattern, header) and not house.name_of(path).startswith(tuple(doors.split())):
                    yield f"{house.name_of(path)} includes {header}: {library} is for {doors}"


def openmp_is_spoken_only_by_the_parallel_loop():
    for path in house.sources("src", "include"):
        if house.name_of(path) != "src/base/parallel.c":
            if re.search(r"^\s*#\s*pragma\s+omp\b|\b_Pragma\(\"omp", path.read_text(encoding="utf-8"), re.MULTILINE):
                yield f"{house.name_of(path)} has an OpenMP pragma"


sys.exit(house.run(a_folder_includes_only_itself_and_what_stands_before_it, a_public_header_includes_no_inner_header,
                   every_outside_library_has_one_door, openmp_is_spoken_only_by_the_parallel_loop))
