#!/usr/bin/env python3
"""Every way of writing data that wom reads, plain, packed by gzip and by zstd, from a file of any name and from
standard input: what is told of it is the same each time."""

import gzip
import pathlib
import shutil
import struct
import subprocess
import sys

from command import Call, folder, run, write

# Each is the ties anna -> bob, bob -> carl, carl -> anna, perhaps with strengths; what has no direction has them twice.
TABLES = {
    "commas": "from,to\nanna,bob\nbob,carl\ncarl,anna\n",
    "tabs, no header": "anna\tbob\nbob\tcarl\ncarl\tanna\n",
    "blanks, numbers": "1 2\n2 3\n3 1\n",
    "semicolons": "source;target\nanna;bob\nbob;carl\ncarl;anna\n",
    "bars": "from|to|weight\nanna|bob|1\nbob|carl|2\ncarl|anna|1\n",
    "quotes and CRLF": '"from","to"\r\n"anna, ""a""","bob"\r\n"bob","carl"\r\n"carl","anna, ""a"""\r\n',
    "a byte order mark": "\ufefffrom,to\nanna,bob\nbob,carl\ncarl,anna\n",
    "comments": "# one\n% two\n// three\n\n1 2\n2 3\n3 1\n",
    "an id of 10^12": "1000000000000 2\n2 3\n3 1000000000000\n",
    "ISO-8859-1": "from,to\nJos\u00e9,bob\nbob,carl\ncarl,Jos\u00e9\n".encode("latin-1"),
    "KONECT": "% asym weighted\n% 3 3 3\n1 2 1\n2 3 4\n3 1 1\n",
    "SNAP": "# Directed graph: x\n# FromNodeId\tToNodeId\n1\t2\n2\t3\n3\t1\n",
    "Matrix Market": "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 2 1.5\n2 3 1\n3 1 1\n",
    "GraphML": '<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
               '<graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/>\n'
               '<edge source="a" target="b"/><edge source="b" target="c"/><edge source="c" target="a"/>\n'
               '</graph></graphml>\n',
    "GML": "graph [ directed 1 node [ id 1 ] node [ id 2 ] node [ id 3 ] edge [ source 1 target 2 ]\n"
           " edge [ source 2 target 3 ] edge [ source 3 target 1 ] ]\n",
    "Pajek": '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs\n1 2 1\n2 3 2\n3 1 1\n',
}
BOTH_WAYS = {
    "LGL": "# anna\nbob\ncarl\n# bob\ncarl\n",
    "SNAP without directions": "# Undirected graph: x\n1\t2\n2\t3\n3\t1\n",
    "KONECT without directions": "% sym unweighted\n1 2\n2 3\n3 1\n",
    "a symmetric matrix": "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 3\n2 1\n3 2\n3 1\n",
}

# Each is two actions on x, of anna and bob, an hour apart.
LOGS = {
    "dates": "user,item,time\nanna,x,2020-01-01T00:00:00Z\nbob,x,2020-01-01T02:00:00+01:00\n",
    "seconds": "user,item,time\nanna,x,1577836800\nbob,x,1577840400\n",
    "milliseconds": "user\titem\ttimestamp\nanna\tx\t1577836800000\nbob\tx\t1577840400000\n",
    "cascades with names": "x\tanna,1577836800 bob,1577840400\n",
    "a table without header": "anna x 1577836800\nbob x 1577840400\n",
}

# Each is two rows over two labels or dimensions, (1, 0) and (0, 1).
LISTS = {
    "lists in one line": '{"anna": ["rock"], "bob": ["pop"]}',
    "weights": '{"anna": {"rock": 1}, "bob": {"pop": 1}}\n',
    "a table": "user,label\nanna,rock\nbob,pop\n",
}
VECTORS = {"word2vec": "2 3\nanna 1 0 0\nbob 0 1 0\n", "GloVe": "anna 1.0 0.0 0.0\nbob 0.0 1.0 0.0\n"}


def npy(version, kind, fortran):
    """A file of NumPy's, made by hand: the header's length is two bytes in version 1, else four."""
    code = {"f2": "e", "f4": "f", "f8": "d"}[kind[1:]]
    header = f"{{'descr': '{kind}', 'fortran_order': {fortran}, 'shape': (2, 3), }}\n".encode()
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    values = (1, 0, 0, 1, 0, 0) if fortran else (1, 0, 0, 0, 1, 0)
    return b"\x93NUMPY" + bytes((version, 0)) + length + header + struct.pack(f"{kind[0]}6{code}", *values)


MATRICES = {f"version {version} {kind} {'Fortran' if fortran else 'C'}": npy(version, kind, fortran)
            for version, kind, fortran in ((1, "<f2", True), (1, "<f4", False), (1, ">f8", True), (2, ">f2", False),
                                           (2, "<f8", False), (3, ">f4", True), (3, "<f8", True))}


def packed(content):
    content = content if isinstance(content, bytes) else content.encode()
    yield "plain", content
    yield "gzip", gzip.compress(content)
    if shutil.which("zstd"):
        yield "zstd", subprocess.run(["zstd", "-qc"], input=content, capture_output=True, check=True).stdout


def told(where, content, kind, *options):
    """What is told of a content in every packing, from a file and from standard input, whose kind must be said."""
    path = pathlib.Path(where) / "of.any.name"
    as_kind = () if "--as" in options else ("--as", kind)
    for packing, data in packed(content):
        path.write_bytes(data)
        yield packing, Call("info", path, "--json", *options)
        yield f"{packing} from standard input", Call("info", "-", "--json", *as_kind, *options, given=data)


def differences(contents, kind, expected, *options):
    with folder() as where:
        for name, content in contents.items():
            for how, call in told(where, content, kind, *options):
                if call.code != 0 or call.err:
                    yield f"{name}, {how}: {call.err.strip()}"
                    continue
                found = call.json()
                for keys, value in expected.items():
                    part = found
                    for key in keys.split("/"):
                        part = part[key]
                    if part != value:
                        yield f"{name}, {how}: {keys} is {part}, not {value}"


def ties_are_read_in_every_form():
    yield from differences(TABLES, "ties", {"data/users": 3, "data/ties": 3, "graph/reciprocity": 0})


def ties_without_directions_go_both_ways():
    expected = {"data/users": 3, "data/ties": 6, "graph/reciprocity": 1}
    yield from differences(BOTH_WAYS, "ties", expected)
    yield from differences({"NCOL": "anna bob 1.5\nbob carl\ncarl anna 2\n"}, "ties",
                           expected | {"graph/strength_mean": 1.5}, "--set", "/ties/format=NCOL")


def logs_are_read_in_every_form():
    yield from differences(LOGS, "log", {"log/actions": 2, "log/contents": 1, "log/first_time": 1577836800,
                                         "log/last_time": 1577840400}, "--as", "log")
    yield from differences({"days": "user,item,day,month,year\nanna,x,1,1,2020\nbob,x,2,1,2020\n"}, "log",
                           {"log/actions": 2, "log/first_time": 1577836800, "log/last_time": 1577923200})
    yield from differences({"cascades": "0 1 10,2 20,\n1 2 5,0 7,\n", "between blanks": "0 1 10 2 20\n1 2 5 0 7\n"},
                           "log", {"log/actions": 6, "log/contents": 2}, "--as", "log", "--set", "/log/format=cascades")


def interests_are_read_in_every_form():
    expected = {"kind": "interests", "rows": 2, "values": 2, "rows_without": 0, "mean": 1}
    yield from differences(LISTS, "interests", expected | {"form": "label lists", "dimensions": 2}, "--as", "interests")
    yield from differences(VECTORS, "interests", expected | {"form": "vectors", "dimensions": 3})
    yield from differences(MATRICES, "interests", expected | {"form": "a matrix", "dimensions": 3})


def everything_together_comes_from_packed_files():
    with folder() as where:
        for name, text in (("ties", TABLES["commas"]), ("log", LOGS["seconds"]),
                           ("likes", LISTS["lists in one line"])):
            pathlib.Path(f"{where}/{name}").write_bytes(list(packed(text))[-1][1])
        contents = write(f"{where}/contents", "content,label\nsong,rock\n")
        made = ["--set", "/log/file=log", "--set", "/interests/users=likes", "--set", f"/interests/contents={contents}"]
        yield from Call("import", "ties", *made, "-o", "data.h5", folder=where).succeeds()
        found = Call("info", "data.h5", "--json", folder=where).json()
        if (found["data"]["users"], found["log"]["actions"], found["reading"]["users_without_interests"]) != (3, 2, 1):
            yield f"{found}"


sys.exit(run(ties_are_read_in_every_form, ties_without_directions_go_both_ways, logs_are_read_in_every_form,
             interests_are_read_in_every_form, everything_together_comes_from_packed_files))
