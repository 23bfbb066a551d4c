#!/usr/bin/env python3
"""documents.py WOM: the documents say what the program says."""

import difflib
import importlib.util
import pathlib
import re
import sys
import tempfile

import house

wom = sys.argv[1]
MAKER = house.ROOT / "docs/generate.py"
# Outside code, where brackets and parentheses mean something else.
CODE = re.compile(r"```.*?```|`[^`\n]*`|^    .*?$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def maker():
    spec = importlib.util.spec_from_file_location("generate", MAKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def differences(name):
    try:
        made = maker().document(wom, name)
    except ModuleNotFoundError as reason:
        raise house.Skip(str(reason)) from None
    written = (house.ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    yield from difflib.unified_diff(written.splitlines(), made.splitlines(), f"docs/{name}.md", "as the program tells",
                                    lineterm="", n=0)
    if written != made:
        yield f"make it anew: /usr/bin/python3 docs/generate.py build/wom {name} > docs/{name}.md"


def the_page_of_scenarios_is_what_describe_tells():
    return differences("scenario")


def the_page_of_results_is_what_a_run_writes():
    return differences("results")


def pages():
    return [path for path in house.tracked() if path.suffix == ".md"]


def anchors(path):
    """As web pages make them of headings."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = re.findall(r"^#+ +(.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def every_link_leads_somewhere():
    for page in pages():
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            path = (page.parent / name).resolve() if name else page
            if not path.exists():
                yield f"{house.name_of(page)}: {target} is not there"
            elif anchor and anchor not in anchors(path):
                yield f"{house.name_of(page)}: {name} has no heading #{anchor}"


def every_file_that_the_readme_names_is_there():
    text = (house.ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src|tests|docs|include|scenarios|bench)/[\w./-]*\w)`", text):
        if "NAME" not in name and not (house.ROOT / name).exists():
            yield f"README.md: {name} is not there"


def the_scenario_of_the_readme_is_sound():
    """With the files of a generated town in place of the reader's."""
    text = (house.ROOT / "README.md").read_text(encoding="utf-8")
    scenario = re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1)
    with tempfile.TemporaryDirectory() as folder:
        town, given = pathlib.Path(folder, "town"), pathlib.Path(folder, "town/spring.json")
        status, printed = house.output_of(wom, "generate", "town", "-o", str(town), "--set", "/users=200")
        if status == 0:
            given.write_text(scenario.replace('"messages"', '"strength"'), encoding="utf-8")
            status, printed = house.output_of(wom, "check", str(given))
        if status != 0:
            yield printed


def every_page_names_one_version():
    build = (house.ROOT / "meson.build").read_text(encoding="utf-8")
    version = re.search(r"version: '([\d.]+)'", build).group(1)
    for name, pattern in (("CHANGELOG.md", r"^## ([\d.]+)"), ("CITATION.cff", r"^version: (\S+)")):
        found = re.search(pattern, (house.ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        if found is None or found.group(1) != version:
            yield f"{name} is not of version {version}"


sys.exit(house.run(the_page_of_scenarios_is_what_describe_tells, the_page_of_results_is_what_a_run_writes,
                   every_link_leads_somewhere, every_file_that_the_readme_names_is_there,
                   the_scenario_of_the_readme_is_sound, every_page_names_one_version))
