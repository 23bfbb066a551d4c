"""llvm-cov export -summary-only | coverage.py: a table of the readers' files with the lines and branches that ran."""

import json
import re
import sys

READERS = re.compile(
    r"src/("
    r"io/(?!text_file).*"
    r"|data/(load|open|verify|prepared|ids|entries|attributes|ties_header).*"
    r"|survey/.*"
    r"|graph/(files|igraph_bridge).*"
    r"|store/(store_read|dataset|attributes|mapped|seal|digest|hdf5_door).*"
    r"|settings/(json|fields|text|catalogue).*"
    r"|scenario/(load|read|run_seeds).*"
    r")\.c$")


def share(counts):
    return f"{counts['covered']} of {counts['count']}, {counts['percent']:.0f} %" if counts["count"] else "none"


files = {}
for part in json.load(sys.stdin)["data"]:
    for found in part["files"]:
        name = found["filename"].split("/../")[-1]
        name = name[name.index("src/"):] if "src/" in name else name
        if READERS.match(name):
            files[name] = found["summary"]

print("| file | lines | branches |")
print("| --- | ---: | ---: |")
for name in sorted(files):
    print(f"| {name} | {share(files[name]['lines'])} | {share(files[name]['branches'])} |")
total = {kind: {key: sum(summary[kind][key] for summary in files.values()) for key in ("count", "covered")}
         for kind in ("lines", "branches")}
for counts in total.values():
    counts["percent"] = 100 * counts["covered"] / max(counts["count"], 1)
print(f"| all | {share(total['lines'])} | {share(total['branches'])} |")
