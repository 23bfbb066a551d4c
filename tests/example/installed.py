#!/usr/bin/env python3
"""installed.py BUILD COMMAND COMPILER...: installs the build into a temporary folder and uses what is found there.

COMMAND is the name of the command that the build has, "" if it has none.
"""

import os
import pathlib
import re
import shlex
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "house"))
import house  # noqa: E402

build, command, compiler = sys.argv[1], sys.argv[2], sys.argv[3:]
temporary = tempfile.TemporaryDirectory(prefix="wom-installed-")
stage = pathlib.Path(temporary.name)


def found(name):
    return next(iter(sorted(stage.rglob(name))), None)


def install():
    """Installs with DESTDIR; then moves the prefix of wom.pc there, on which all its paths should stand."""
    status, printed = house.output_of("meson", "install", "-C", build, "--no-rebuild", "--destdir", str(stage))
    package = found("wom.pc")
    if status != 0 or package is None:
        return printed
    text = package.read_text(encoding="utf-8")
    package.write_text(re.sub(r"^prefix=(.*)$", rf"prefix={stage}\1", text, flags=re.MULTILINE), encoding="utf-8")
    os.environ["PKG_CONFIG_PATH"] = os.pathsep.join([str(package.parent), os.environ.get("PKG_CONFIG_PATH", "")])
    return ""


def pkg_config(*options):
    if found("wom.pc") is None:
        raise house.Skip("nothing was installed")
    status, printed = house.output_of("pkg-config", *options, "wom")
    return printed.strip() if status == 0 else f"pkg-config: {printed}"


def compile_example(program, options):
    return house.output_of(*compiler, "-std=c17", "-Wall", "-Wextra", "-Werror", str(found("example.c")), "-o", program,
                           *options)


def outcome_of(program):
    """Nothing when the program prints what an example should."""
    status, printed = house.output_of(program)
    if status != 0 or "certified: at least 0." not in printed:
        yield f"status {status}: {printed}"


def everything_is_installed():
    """Both libraries, the headers, the command, the licence and the example."""
    if problem := install():
        yield problem
    headers = {path.relative_to(house.ROOT / "include").as_posix() for path in house.sources("include")}
    top = found("wom.h")
    installed = {path.relative_to(top.parent).as_posix() for path in top.parent.rglob("*.h")} if top else set()
    yield from (f"{header} is installed and should not be" for header in sorted(installed - headers))
    yield from (f"{header} is not installed" for header in sorted(headers - installed))
    for name in ("libwom.a", "libwom.*so*" if sys.platform != "darwin" else "libwom.dylib", "wom.pc", "LICENSE",
                 "example.c"):
        if found(name) is None:
            yield f"{name} is not installed"


def the_installed_command_runs():
    if not command:
        raise house.Skip("this build has no command")
    program = next((path for path in stage.rglob(command) if path.parent.name == "bin"), None)
    status, printed = house.output_of(str(program), "--version") if program else (1, "it is not there")
    if status != 0 or not re.search(r"\d+\.\d+\.\d+", printed):
        yield printed


def wom_pc_names_the_version_of_the_build():
    version = re.search(r"version: '(.*?)'", (house.ROOT / "meson.build").read_text(encoding="utf-8")).group(1)
    if (said := pkg_config("--modversion")) != version:
        yield f"{said} instead of {version}"


def the_example_is_built_by_pkg_config_and_runs_with_the_shared_library():
    program = str(stage / "shared")
    status, printed = compile_example(program, shlex.split(pkg_config("--cflags", "--libs")))
    if status != 0:
        yield printed
        return
    for variable in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        os.environ[variable] = str(found("libwom.a").parent)
    yield from outcome_of(program)
    for variable in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        del os.environ[variable]


def the_example_runs_with_the_static_library_and_no_other_of_wom():
    """The libraries of others may be shared ones. igraph names for the linker what only a static igraph needs: what of
    that is not installed is left out, and so is gcc's OpenMP, which beside clang's ends the program."""
    for library in stage.rglob("libwom.*"):
        if library.suffix != ".a":
            library.unlink()
    program, options = str(stage / "static"), shlex.split(pkg_config("--static", "--cflags", "--libs"))
    options = [option for option in options if option != "-lgomp"]
    status, printed = compile_example(program, options)
    missing = set(re.findall(r"(?:cannot find|unable to find library) (-l\w+)", printed))
    if missing:
        status, printed = compile_example(program, [option for option in options if option not in missing])
    if status != 0:
        yield printed
        return
    yield from outcome_of(program)


with temporary:
    sys.exit(house.run(everything_is_installed, the_installed_command_runs, wom_pc_names_the_version_of_the_build,
                       the_example_is_built_by_pkg_config_and_runs_with_the_shared_library,
                       the_example_runs_with_the_static_library_and_no_other_of_wom))
