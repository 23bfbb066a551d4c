#!/usr/bin/env python3
"""Ties in layers: what is told of them, what a layer is worth, and that one layer is no layer."""

import json
import random
import sys
import xml.etree.ElementTree

from command import BAD_INPUT, Call, folder, run, write

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def scenario(where, weighting, layer, **more):
    draw = random.Random(4)
    rows = [(draw.randrange(60), draw.randrange(60), draw.randrange(1, 9), draw.choice(layer)) for _ in range(500)]
    write(f"{where}/ties.csv", "from,to,messages,platform\n" + "".join("{},{},{},{}\n".format(*row) for row in rows))
    write(f"{where}/s.json", json.dumps({
        "name": "s", "ties": {"file": "ties.csv", "strength": "messages", **({"layer": "platform"} if layer else {})},
        "propagation": {"weighting": weighting}, "goal": {"seeds": 3}, "simulate": {"replicates": 500}, **more}))
    return f"{where}/s.json"


def info_and_export_tell_the_layers():
    with folder() as where:
        path = scenario(where, {"type": "layers", "other": "weighted-cascade"}, ["chat", "mail"])
        told = Call("info", path, "--json").json()
        ties = Call("info", f"{where}/ties.csv", "--layer", "platform", "--strength", "messages", "--json").json()
        layers = told["layers"]
        if [layer["layer"] for layer in layers] != ["chat", "mail"] or layers != ties["layers"]:
            yield f"{layers}"
        if sum(layer["ties"] for layer in layers) != told["graph"]["ties"]:
            yield f"{told['graph']['ties']} ties are not those of {layers}"
        for part in ("Layers", "chat", "mail"):
            if part not in Call("info", path).out:
                yield f"info does not tell {part}"
        yield from Call("export", path, "graph", "-o", f"{where}/n.graphml").succeeds()
        network = xml.etree.ElementTree.parse(f"{where}/n.graphml").getroot()
        found = [data.text for data in network.iter(f"{GRAPHML}data") if data.get("key") == "layer"]
        if [found.count(layer["layer"]) for layer in layers] != [layer["ties"] for layer in layers]:
            yield "the layers of GraphML are others"


def a_run_on_one_layer_is_the_run_without_layers():
    outcomes = []
    for weighting, layer in (("trivalency", False), ({"type": "layers", "layers": {"all": "trivalency"}}, True)):
        with folder() as where:
            path = scenario(where, weighting, ["all"])
            if not layer:
                text = json.loads(open(path, encoding="utf-8").read())
                del text["ties"]["layer"]
                write(path, json.dumps(text))
            found = Call("run", path, "-o", f"{where}/r.h5", "--json").json()
            outcomes.append((found["plan"]["seeds"], found["outcome"]))
    if outcomes[0] != outcomes[1]:
        yield f"{outcomes[0]} is not {outcomes[1]}"


def a_layer_can_be_masked():
    with folder() as where:
        path = scenario(where, "layers", ["chat", "mail"], what_if=[
            {"name": "no mail", "mask_layer": "mail"}, {"name": "no chat", "mask_layer": "chat"},
            {"name": "more chat", "set": {"/propagation/weighting/layers/chat": {"type": "constant", "p": 1}}}])
        settings = ["--set", "/propagation/weighting={\"type\": \"layers\", \"other\": {\"type\": \"constant\"}}"]
        answers = Call("run", path, "-o", f"{where}/r.h5", "--json", *settings).json()["what_if"]
        gains = [answer["this_minus_plan"]["incremental"]["value"] for answer in answers]
        if not (gains[0] < 0 and gains[1] < 0 and gains[2] > 0):
            yield f"{gains}"
        yield from Call("check", path, *settings, "--set", "/what_if/0/mask_layer=mial").fails(
            BAD_INPUT, "/what_if/0/mask_layer: there is no layer \"mial\"; did you mean \"mail\"?")


def a_prepared_file_runs_like_the_ties_it_was_made_of():
    with folder() as where:
        path = scenario(where, {"type": "layers", "layers": {"mail": "uniform"}, "other": "weighted-cascade"},
                        ["chat", "mail"])
        yield from Call("import", path, "-o", f"{where}/p.h5", "-q").succeeds()
        yield from Call("import", "--verify", f"{where}/p.h5", "-q").succeeds()
        prepared = json.loads(open(path, encoding="utf-8").read())
        del prepared["ties"]
        write(f"{where}/p.json", json.dumps({**prepared, "data": {"file": "p.h5"}}))
        one, two = (Call("run", f"{where}/{name}.json", "-o", f"{where}/{name}-r.h5", "--json").json()
                    for name in ("s", "p"))
        if one["outcome"] != two["outcome"] or one["plan"]["seeds"] != two["plan"]["seeds"]:
            yield "the prepared file gives another run"


sys.exit(run(info_and_export_tell_the_layers, a_run_on_one_layer_is_the_run_without_layers, a_layer_can_be_masked,
             a_prepared_file_runs_like_the_ties_it_was_made_of))
