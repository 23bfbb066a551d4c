#!/usr/bin/env python3
"""The page and the figures: they say what the results hold, whatever the names are, and a browser takes them."""

import csv
import html.parser
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree


from command import BAD_INPUT, USAGE, Call, Skip, folder, run, scenario, write

NASTY = ["</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "o'neil & \U0001f600",
         "\u05e9\u05dc\u05d5\u05dd \u202e"]


class Page(html.parser.HTMLParser):
    """Its tables by name, rows as texts (whole numbers where the page has them), its tags, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.tags, self.row, self.cell, self.text = {}, [], None, None, ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag == "table":
            self.rows = self.tables[attributes["data-name"]] = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell, self.number = "", attributes.get("data-v")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.number or self.cell)
            self.cell = None

    def handle_data(self, data):
        self.text += data
        if self.cell is not None:
            self.cell += data


def results(where):
    path = f"{where}/small.h5"
    yield from Call("run", scenario(where, campaign=None, what_if=None), "-q", "-o", path).succeeds()
    yield from Call("report", path).succeeds()


def page(where):
    return pathlib.Path(f"{where}/small.html").read_text(encoding="utf-8")


def the_figures_of_the_page_are_those_of_the_file():
    with folder() as where:
        yield from results(where)
        found = Page(page(where)).tables
        for table, key, column, at in (("summary", "metric", "value", 1), ("seeds", "user", "gain", 5)):
            rows = list(csv.DictReader(Call("export", f"{where}/small.h5", table).out.splitlines()))
            if len(found[table]) != len(rows) + 1:
                yield f"{table} has {len(found[table])} rows on the page"
            for stored, shown in zip(rows, found[table][1:]):
                if stored[key] not in shown or abs(float(stored[column]) - float(shown[at])) > 1e-6:
                    yield f"{shown} is not {stored}"


def cards_appear_with_their_data():
    with folder() as where:
        yield from results(where)
        cards = {attributes["id"] for tag, attributes in Page(page(where)).tags if tag == "section"}
        if not {"figures", "certificate", "seeds", "curve", "plans", "segments", "provenance"} <= cards:
            yield f"has {cards}"
        if "regret" in cards or "whatif" in cards:
            yield "has a card without data"


def the_page_asks_nothing_of_a_network_and_is_small():
    with folder() as where:
        yield from results(where)
        text = page(where)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
        if "default-src 'none'" not in policy or "unsafe" in policy:
            yield policy
        for tag, attributes in Page(text).tags:
            for name in ("src", "href", "action", "data"):
                if not attributes.get(name, "#").startswith("#"):
                    yield f"{tag} has {name} {attributes[name]}"
        if len(text) > 100_000 or len(re.search(r"<script>(.*)</script>", text, re.DOTALL).group(1)) > 15_000:
            yield f"{len(text)} characters"


def hostile(where):
    """A small scenario in which users and segments are called by what breaks pages."""
    path = scenario(where, ties={"file": "nasty.csv", "strength": "messages"}, users={"file": "nasty_users.csv"},
                    goal={"seeds": 3, "content": "sale"})
    quote = lambda name: '"' + name.replace('"', '""') + '"'  # noqa: E731
    names = [quote(NASTY[i % 4] + str(i)) for i in range(8)]
    write(f"{where}/nasty.csv", "from,to,messages\n" + "".join(f"{a},{b},1\n" for a in names for b in names if a != b))
    rows = [f"{name},1,{quote(NASTY[i % 4])}\n" for i, name in enumerate(names)]
    write(f"{where}/nasty_users.csv", "user,cost,segment\n" + "".join(rows))
    yield from Call("run", path, "-q", "-o", f"{where}/small.h5").succeeds()
    yield from Call("report", f"{where}/small.h5").succeeds()


def names_that_look_like_markup_stay_names():
    with folder() as where:
        yield from hostile(where)
        found = Page(page(where))
        if sum(tag == "script" for tag, _ in found.tags) != 1 or any(tag == "img" for tag, _ in found.tags):
            yield "a name became markup"
        users = [row["user"] for row in csv.DictReader(Call("export", f"{where}/small.h5", "seeds").out.splitlines())]
        if [row[1] for row in found.tables["seeds"][1:]] != users:
            yield f"{found.tables['seeds']} is not {users}"
        drawn = Call("plot", f"{where}/small.h5", "segments")
        yield from drawn.succeeds()
        texts = {element.text for element in xml.etree.ElementTree.fromstring(drawn.out).iter()}
        yield from (f"{name!r} is not in the figure" for name in NASTY if name not in texts)


def figures_are_svg_and_the_others_are_refused():
    with folder() as where:
        yield from results(where)
        for name in ("curve", "plans", "segments"):
            yield from Call("plot", f"{where}/small.h5", name, "-o", f"{where}/{name}.svg").succeeds()
            if not xml.etree.ElementTree.parse(f"{where}/{name}.svg").getroot().tag.endswith("svg"):
                yield f"{name} is no SVG"
        yield from Call("plot", f"{where}/small.h5", "regret").fails(BAD_INPUT, "no figure \"regret\"", "curve, c")
        yield from Call("plot", f"{where}/small.h5", "curve", "-o", f"{where}/a.png").fails(USAGE, "rsvg-convert")
        yield from Call("report", f"{where}/ties.csv").fails(BAD_INPUT, "ties.csv")
        yield from Call("report", f"{where}/small.h5", "-o", f"{where}/small.h5").fails(BAD_INPUT, "written over")


# What a reader does, in a copy of the page whose policy lets it: sorts by gain twice, and saves what is then there.
USE = """<script>
const table = document.querySelector("table[data-name=seeds]");
const heading = [...table.tHead.rows[0].cells].find((cell) => cell.textContent === "gain");
heading.firstChild.click(); heading.firstChild.click();
URL.createObjectURL = (blob) => { blob.text().then((text) => {
  const saved = document.createElement("pre"); saved.id = "saved"; saved.textContent = text;
  document.body.append(saved);
}); return "#"; };
table.parentElement.nextSibling.click();
</script></body>"""


def browse(path):
    """The page after its script ran, and what the console said."""
    browser = shutil.which("chromium")
    if browser is None:
        raise Skip("chromium is not installed")
    with folder() as home:
        done = subprocess.run([browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
                               f"--user-data-dir={home}", "--virtual-time-budget=3000", "--dump-dom",
                               pathlib.Path(path).as_uri()], capture_output=True, timeout=120, check=False)
    return (done.stdout.decode("utf-8", "replace"),
            [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line])


def a_browser_shows_the_page_without_complaint():
    with folder() as where:
        yield from hostile(where)
        text, complaints = browse(f"{where}/small.html")
        yield from complaints
        if text.count("Save as CSV") < 2 or "alert(1)" not in text:
            yield "the script did not run"
        if sum(tag == "script" for tag, _ in Page(text).tags) != 1:
            yield "a name became markup"


def tables_sort_and_are_saved_in_a_browser():
    with folder() as where:
        yield from results(where)
        open_page = re.sub(r"<meta http-equiv=[^>]*>", "", page(where)).replace("</body>", USE)
        text, complaints = browse(write(f"{where}/used.html", open_page))
        yield from complaints
        rows = list(csv.DictReader(Call("export", f"{where}/small.h5", "seeds").out.splitlines()))
        rows.sort(key=lambda row: -float(row["gain"]))
        saved = re.search(r'<pre id="saved">(.*?)</pre>', text, re.DOTALL)
        found = list(csv.DictReader(saved.group(1).splitlines())) if saved else []
        shown = [row[1] for row in Page(text).tables["seeds"][1:]]
        if not [row["user"] for row in rows] == [row["user"] for row in found] == shown:
            yield f"sorted {rows}, shown {shown}, saved {found}"


sys.exit(run(the_figures_of_the_page_are_those_of_the_file, cards_appear_with_their_data,
             the_page_asks_nothing_of_a_network_and_is_small, names_that_look_like_markup_stay_names,
             figures_are_svg_and_the_others_are_refused, a_browser_shows_the_page_without_complaint,
             tables_sort_and_are_saved_in_a_browser))
