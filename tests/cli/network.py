#!/usr/bin/env python3
"""The network as XML: what other programs read is what the run found; and graphs that are generated."""

import csv
import pathlib
import sys
import xml.etree.ElementTree

from command import BAD_INPUT, USAGE, Call, Skip, folder, run, scenario, write

SPACE = {"graphml": "{http://graphml.graphdrawing.org/xmlns}", "gexf": "{http://www.gexf.net/1.2draft}"}
GENERATORS = {"town": "/users=200", "barabasi-albert": "/users=200", "blocks": "/users=200",
              "configuration": "/users=200", "erdos-renyi": "/users=200", "forest-fire": "/users=200",
              "rmat": "/scale=7", "watts-strogatz": "/users=200"}


def read(path):
    """Attributes of nodes by user, and of ties by both users, from either format."""
    form = pathlib.Path(path).suffix[1:]
    space = SPACE[form]
    root = xml.etree.ElementTree.parse(path).getroot()
    values = (f"{space}data", "key") if form == "graphml" else (f"{space}attvalues/{space}attvalue", "for")

    def attributes(element):
        return {item.get(values[1]): item.text or "" if form == "graphml" else item.get("value")
                for item in element.findall(values[0])}

    nodes = {node.get("id"): attributes(node) for node in root.iter(f"{space}node")}
    ties = {(nodes[tie.get("source")]["user"], nodes[tie.get("target")]["user"]): attributes(tie)
            for tie in root.iter(f"{space}edge")}
    return {node["user"]: node for node in nodes.values()}, ties


def both_formats_say_what_the_run_found():
    with folder() as where:
        results = f"{where}/small.h5"
        yield from Call("run", scenario(where), "-q").succeeds()
        users = {row["user"]: row for row in csv.DictReader(Call("export", results, "users").out.splitlines())}
        seeds = [row["user"] for row in csv.DictReader(Call("export", results, "seeds").out.splitlines())]
        read_back = []
        for form in SPACE:
            path = f"{where}/network.{form}"
            yield from Call("export", results, "graph", "-o", path).succeeds()
            read_back.append(read(path))
        nodes, ties = read_back[0]
        if read_back[0] != read_back[1]:
            yield "the two formats differ"
        if set(nodes) != set(users) or len(ties) != sum(int(user["out_degree"]) for user in users.values()):
            yield f"{len(nodes)} users and {len(ties)} ties"
        for name, node in nodes.items():
            found = users[name]
            if abs(float(node["active"]) - float(found["active"])) > 1e-8 or node["community"] != found["community"]:
                yield f"{node} is not {found}"
            if int(node["seed_rank"]) != (seeds.index(name) + 1 if name in seeds else 0):
                yield f"{name} has rank {node['seed_rank']}"
        if not all(0 <= float(tie["probability"]) <= 1 and float(tie["strength"]) > 0 for tie in ties.values()):
            yield "a probability or strength is out of range"


def the_most_reached_and_the_ties_among_them_can_be_had():
    with folder() as where:
        results, some, all_of_it = f"{where}/small.h5", f"{where}/some.gexf", f"{where}/all.gexf"
        yield from Call("run", scenario(where), "-q").succeeds()
        yield from Call("export", results, "graph", "-o", some, "--top", 10).succeeds()
        yield from Call("export", results, "graph", "-o", all_of_it).succeeds()
        nodes, ties = read(all_of_it)
        few, among = read(some)
        least = min(float(node["active"]) for node in few.values())
        if len(few) != 10 or any(float(node["active"]) > least for name, node in nodes.items() if name not in few):
            yield f"not the most reached: {sorted(few)}"
        if among != {pair: tie for pair, tie in ties.items() if set(pair) <= set(few)}:
            yield "not the ties among them"


def a_trace_is_the_network_of_who_made_whom_active():
    with folder() as where:
        results = f"{where}/small.h5"
        yield from Call("run", scenario(where), "-q", "--set", "/simulate/traces=[3,1]").succeeds()
        rows = list(csv.DictReader(Call("export", results, "traces").out.splitlines()))
        for number, what in (("3", "trace"), ("1", "trace/1")):
            path = f"{where}/trace.graphml"
            yield from Call("export", results, what, "-o", path).succeeds()
            nodes, ties = read(path)
            of_world = {row["user"]: row for row in rows if row["replicate"] == number}
            passed_on = {(row["parent"], user) for user, row in of_world.items() if row["parent"]}
            if set(nodes) != set(of_world) or set(ties) != passed_on:
                yield f"{what}: {len(nodes)} users and {len(ties)} ties, not those of the table"
            elif any(nodes[user]["generation"] != row["generation"] for user, row in of_world.items()):
                yield f"{what}: generations differ"
        yield from Call("export", results, "trace/2", "--format", "gexf").fails(BAD_INPUT, "no trace of world \"2\"")


def names_of_any_kind_come_through():
    names = ["<&>\"'", "Zoë", "a]]>b", "x\ufffey"]
    with folder() as where:
        write(f"{where}/t.csv", "from\tto\n" + "".join(f"{names[i]}\t{names[i - 1]}\n" for i in range(len(names))))
        write(f"{where}/s.json", '{"ties": {"file": "t.csv"}, "propagation": {"weighting": "weighted-cascade"}}')
        for form in SPACE:
            path = f"{where}/network.{form}"
            yield from Call("export", f"{where}/s.json", "graph", "-o", path).succeeds()
            nodes, ties = read(path)
            if set(nodes) != {*names[:-1], "x?y"} or len(ties) != len(names):
                yield f"{form}: {sorted(nodes)}"
            if any(float(tie["probability"]) != 1 for tie in ties.values()):
                yield f"{form}: {ties}"


def exported(where):
    """A network in both formats, of ties of which each has one row, so that reading it back numbers the users alike."""
    source, ties = scenario(where), pathlib.Path(where) / "ties.csv"
    head, *rows = ties.read_text().splitlines()
    first = {tuple(row.split(",")[:2]): row for row in rows}
    write(ties, "\n".join([head, *(row for ends, row in first.items() if ends[0] != ends[1])]) + "\n")
    for form in SPACE:
        yield from Call("export", source, "graph", "-o", f"{where}/network.{form}").succeeds()


def wom_reads_the_graphml_that_it_writes():
    with folder() as where:
        yield from exported(where)
        graph, ties = f"{where}/network.graphml", f"{where}/ties.csv"
        first = Call("info", ties, "--strength", "messages", "--json").json()
        again = Call("info", graph, "--strength", "strength", "--json")
        yield from again.succeeds()
        for name in ("graph", "distributions", "communities"):
            if again.json()[name] != first[name]:
                yield f"{name} is {again.json()[name]}, not {first[name]}"
        for source, strength in ((graph, "strength"), (ties, "messages")):
            yield from Call("import", source, "--strength", strength, "-o", f"{source}.h5", "-q").succeeds()
        for array in ("users/user_text", "graph/out_head", "graph/strength"):
            read_back = [Call("export", f"{source}.h5", array).out for source in (graph, ties)]
            if read_back[0] != read_back[1]:
                yield f"{array} differs"


def as_read_by(where, nodes, ties):
    """The network as another program has read it: {user: attributes}, {(user, user): attributes}."""
    own_nodes, own_ties = read(f"{where}/network.graphml")
    for own, other, name in ((own_nodes, nodes, "users"), (own_ties, ties, "ties")):
        if set(own) != set(other):
            yield f"{len(other)} {name}, not {len(own)}"
            continue
        for key, attributes in own.items():
            for attribute, value in attributes.items():
                found = other[key][attribute]
                if found != value and abs(float(found) - float(value)) > 1e-9:
                    yield f"{attribute} of {key} is {found}, not {value}"


def networkx_reads_both_forms():
    try:
        import networkx
    except ImportError as missing:
        raise Skip("NetworkX is not installed") from missing
    with folder() as where:
        yield from exported(where)
        for graph in (networkx.read_graphml(f"{where}/network.graphml"), networkx.read_gexf(f"{where}/network.gexf")):
            name = dict(graph.nodes(data="user"))
            yield from as_read_by(where, {name[node]: data for node, data in graph.nodes(data=True)},
                                  {(name[tail], name[head]): data for tail, head, data in graph.edges(data=True)})


def igraph_reads_the_graphml():
    try:
        import igraph
    except ImportError as missing:
        raise Skip("python-igraph is not installed") from missing
    with folder() as where:
        yield from exported(where)
        graph = igraph.Graph.Read_GraphML(f"{where}/network.graphml")
        name = graph.vs["user"]
        yield from as_read_by(where, {node["user"]: node.attributes() for node in graph.vs},
                              {(name[tie.source], name[tie.target]): tie.attributes() for tie in graph.es})


def what_cannot_be_exported_is_said():
    with folder() as where:
        results = f"{where}/small.h5"
        yield from Call("run", scenario(where), "-q").succeeds()
        yield from Call("export", results, "seeds", "--format", "gexf").fails(USAGE, "name \"graph\"")
        yield from Call("export", results, "graph", "--top", 5).fails(USAGE, "--top")
        yield from Call("export", results, "graph", "--format", "pdf").fails(USAGE, "is not csv, json, graphml or gexf")
        ties = pathlib.Path(where) / "ties.csv"
        write(ties, ties.read_text(encoding="utf-8") + "somebody,new,1\n")
        yield from Call("export", results, "graph", "--format", "gexf").fails(BAD_INPUT, "not those of the results")


def every_graph_can_be_generated_and_used():
    with folder() as where:
        for name, size in GENERATORS.items():
            made = f"{where}/{name}"
            yield from Call("generate", name, "-o", made, "--set", size, "--set", "/contents=2").succeeds()
            yield from Call("check", f"{made}/scenario.json").succeeds()
            direct = f"{where}/{name}.json"
            key, value = size[1:].split("=")
            write(direct, f'{{"generate": {{"type": "{name}", "{key}": {value}, "contents": 2}}}}')
            of_files, of_scenario = (Call("info", path, "--json").json() for path in (f"{made}/scenario.json", direct))
            if of_files["graph"] != of_scenario["graph"]:
                yield f"{name}: the files are another graph than the scenario's"


def a_description_is_written_as_it_is_told():
    with folder() as where:
        path, results = scenario(where), f"{where}/description.h5"
        told = Call("info", path, "-o", results, "--json")
        yield from told.succeeds()
        rows = csv.DictReader(Call("export", results, "graph").out.splitlines())
        table = {row["figure"]: row["value"] for row in rows}
        told = told.json()
        figures = {"reciprocity": told["graph"]["reciprocity"], "strength_p95": told["graph"]["strength_p95"],
                   "in_degree_median": told["graph"]["in_degree_median"],
                   "modularity": told["communities"]["modularity"],
                   "second_component": told["graph"]["second_component"]}
        for name, value in figures.items():
            if abs(float(table[name]) - value) > 1e-12:
                yield f"{name} is {table[name]} in the file, {value} as told"


def an_invented_log_follows_friends():
    with folder() as where:
        for name in ("one", "two"):
            yield from Call("generate", "town", "-o", f"{where}/{name}", "--set", "/users=400", "--log", 60).succeeds()
        one, two = (pathlib.Path(f"{where}/{name}/log.csv").read_bytes() for name in ("one", "two"))
        if one != two:
            yield "the same seed gives another log"
        log = Call("info", f"{where}/one/scenario.json", "--json").json()["log"]
        if log["contents"] != 60 or not log["exposed"] > 2 * log["null_exposed"]:
            yield f"{log}"


sys.exit(run(both_formats_say_what_the_run_found, the_most_reached_and_the_ties_among_them_can_be_had,
             a_trace_is_the_network_of_who_made_whom_active, names_of_any_kind_come_through,
             wom_reads_the_graphml_that_it_writes, networkx_reads_both_forms, igraph_reads_the_graphml,
             what_cannot_be_exported_is_said, every_graph_can_be_generated_and_used,
             a_description_is_written_as_it_is_told, an_invented_log_follows_friends))
