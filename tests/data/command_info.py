#!/usr/bin/env python3
"""wom info and wom import of the real sets, straight from the packed files: every figure that their sources tell."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from command import Call, Skip, folder, run  # noqa: E402

DATA = pathlib.Path(os.environ.get("WOM_DATA", "../shared/data"))


def path_of(name):
    if not (DATA / name).exists():
        raise Skip("the shared real data is not beside this checkout")
    return DATA / name


def told(name, *arguments):
    return Call("info", path_of(name), *arguments, "--json").json()


def differences(name, found, **expected):
    for key, value in expected.items():
        if found.get(key) != value:
            yield f"{name}: {key} is {found.get(key)}, must be {value}"


def near(name, found, expected, error):
    if not abs(found - expected) <= error:
        yield f"{name} is {found}, must be {expected}"


def reads_ties(name, users, rows, duplicates, loops, pairs, *arguments, reciprocity=None):
    found = told(name, *arguments)
    yield from differences(name, found["data"], users=users)
    yield from differences(name, found["reading"], rows=rows, duplicate_rows=duplicates, self_loops=loops,
                           distinct_pairs=pairs)
    if reciprocity is not None:
        yield from near(f"reciprocity of {name}", found["graph"]["reciprocity"], reciprocity, 0.006)


def reads_log(name, *arguments, size=None, **expected):
    found = told(name, *arguments)
    yield from differences(name, found["data"], ties=0)
    yield from differences(name, found["log"], repeated=0, **expected)
    if size is not None:
        yield from differences(name, found["log"]["actions_of_a_content"], **dict(zip(("min", "median", "max"), size)))


def columns_of(name, rows, repeated, names, *arguments):
    """The columns of a table by name, and what is wrong with it as a whole."""
    found = told(name, *arguments)
    columns = {column["name"]: column for column in found["columns"]}
    problems = list(differences(name, found, kind="table", rows=rows, repeated_rows=repeated))
    if names is not None and list(columns) != names.split():
        problems.append(f"{name}: the columns are {list(columns)}")
    return columns, problems


def rows_with(column):
    return {one["value"]: one["rows"] for one in column["frequent"]}


# ---- Ties ----


def friends_of_lastfm_are_mutual():
    yield from reads_ties("hetrec_lastfm2k/user_friends.dat", 1892, 25434, 0, 0, 12717, reciprocity=1)


def ties_of_deezer_and_twitch_stand_once():
    sets = (("deezer_ro/RO_edges.csv.zst", 41773, 125826), ("twitch_engb/ENGB_edges.csv", 7126, 35324))
    for name, users, rows in sets:
        found = told(name, "--direction", "mutual")
        yield from differences(name, found["data"], users=users, ties=2 * rows)
        yield from differences(name, found["reading"], rows=rows, duplicate_rows=0, self_loops=0, distinct_pairs=rows)


def trust_of_filmtrust_is_reciprocated_in_part():
    yield from reads_ties("filmtrust/trust.txt", 874, 1853, 0, 0, 1309, reciprocity=0.587)


def interactions_of_stackexchange_go_one_way_mostly():
    yield from reads_ties("stackexchange_android/edges.txt", 9940, 48573, 0, 0, 42915, reciprocity=0.23)


def followers_on_twitter_follow_back_in_part():
    yield from reads_ties("twitter_topolstm/graph.txt", 3140, 12045, 0, 0, 8529, reciprocity=0.58)


def nethept_is_a_multigraph_with_a_size_line():
    yield from reads_ties("nethept/hep.txt", 15233, 58891, 26656, 39, 31376, "--size-line")


def votes_and_facebook_have_no_quirks():
    yield from reads_ties("wiki_vote/wiki-Vote.txt", 7115, 103689, 0, 0, 100762)
    yield from reads_ties("facebook_combined/facebook_combined.txt.gz", 4039, 88234, 0, 0, 88234)


def large_graphs_are_imported_with_their_loops_counted():
    sets = (("slashdot0902/soc-Slashdot0902.txt.gz", 82168, 948464, 78303, 504230),
            ("cnr2000/cnr-2000.edges.tsv.zst", 325557, 3216152, 87442, 2738969))
    for name, users, rows, loops, pairs in sets:
        with folder() as where:
            found = Call("import", path_of(name), "-o", f"{where}/data.h5", "--json").json()
        yield from differences(name, found, users=users, ties=rows - loops)
        yield from differences(name, found["reading"], rows=rows, duplicate_rows=0, self_loops=loops,
                               distinct_pairs=pairs)


def nominations_are_parallel_ties():
    for name, rows, ties in (("brfarmers", 2860, 1854), ("med_innovations", 450, 294)):
        found = told(f"{name}/edges.csv", "--direction", "follows")
        yield from differences(name, found["data"], ties=ties)
        yield from differences(name, found["reading"], rows=rows, merged_ties=rows - ties, self_loops=0)


# ---- Logs ----


def cascades_without_a_graph_are_a_log_without_ties():
    name = "kuairand_cascades"
    yield from reads_log(f"{name}/cascades_train.txt.zst", contents=2060, format="cascades")
    yield from reads_log(f"{name}/cascades_test.txt.zst", contents=516, format="cascades")
    yield from reads_log(f"{name}/actions_train.tsv.zst", actions=201995, format="table")
    yield from reads_log(f"{name}/actions_test.tsv.zst", actions=50499, format="table", first_time=1650550010)
    with folder() as where:
        whole = pathlib.Path(f"{where}/whole")
        whole.write_bytes(b"".join(path_of(f"{name}/cascades_{part}.txt.zst").read_bytes()
                                   for part in ("train", "test")))
        yield from reads_log(whole, contents=2576, actions=252494, users=25213, size=(3, 26, 5933))
        words = Call("info", whole)
        yield from words.succeeds()
        if "from 2022-04-09 to 2022-05-08" not in words.out or "25,213 users without ties" not in words.out:
            yield words.out
        imported = Call("import", whole, "-o", f"{where}/data.h5", "--json").json()
        yield from differences(name, imported, users=25213, ties=0)
        again = Call("info", f"{where}/data.h5", "--json").json()
        yield from differences(name, again["log"], contents=2576, actions=252494, users=25213)


def cascades_beside_graphs_are_logs_too():
    sets = (("stackexchange_android", 543, 136, 23217, 5805, 127725358, 14394301, 679, 29022, 2927),
            ("twitter_topolstm", 455, 114, 7757, 1940, 91982371, 91806411, 569, 9697, 6126))
    for name, train, test, before, since, cut, first, contents, actions, users in sets:
        yield from reads_log(f"{name}/cascades_train.txt", contents=train, format="cascades")
        yield from reads_log(f"{name}/cascades_test.txt", contents=test, format="cascades", first_time=first)
        yield from reads_log(f"{name}/actions_train.tsv.zst", actions=before, format="table")
        yield from reads_log(f"{name}/actions_test.tsv.zst", actions=since, format="table", first_time=cut)
        with folder() as where:
            whole = pathlib.Path(f"{where}/whole")
            whole.write_bytes(b"".join(path_of(f"{name}/cascades_{part}.txt").read_bytes()
                                       for part in ("train", "test")))
            yield from reads_log(whole, contents=contents, actions=actions, users=users)


def adoptions_are_logs_and_people_tables():
    years = 365.25 * 86400
    yield from reads_log("brfarmers/adoptions.csv", "--set", "/log/unit=years", actions=3274, contents=12,
                         times="years", format="table")
    yield from reads_log("med_innovations/adoptions.csv", "--set", "/log/unit=months", actions=109, contents=1,
                         users=109, first_time=years / 12, last_time=17 * years / 12)
    for name, people, villages in (("brfarmers", 692, 11), ("med_innovations", 125, 4)):
        columns, problems = columns_of(f"{name}/users.csv", people, 0, "user village")
        yield from problems
        yield from differences(name, columns["user"], distinct=people, missing=0)
        yield from differences(name, columns["village"], distinct=villages, missing=0)


def ratings_are_a_log_without_times_or_a_table():
    name = "filmtrust/ratings.txt"
    found = told(name, "--as", "log", "--set", "/log/time=none")["log"]
    yield from differences(name, found, read=35497, repeated=3, actions=35494, users=1508, contents=2071, times="none")
    if "8 steps from 0.5 to 4" not in told(name)["doubt"]:
        yield f"{told(name)['doubt']}"
    described = told(name, "--as", "table")
    yield from differences(name, described, rows=35497, repeated_rows=1, header=False)
    raters, items, ratings = described["columns"]
    yield from differences(name, raters, distinct=1508, kind="whole numbers")
    yield from differences(name, items, distinct=2071)
    yield from differences(name, ratings, distinct=8, min=0.5, max=4, kind="numbers")


# ---- Other tables ----


def hillstrom_is_described_and_not_taken_for_ties():
    name = "hillstrom/hillstrom_data.csv.zst"
    columns, problems = columns_of(name, 64000, 6562, None)
    yield from problems
    arms = rows_with(columns["segment"])
    yield from differences(name, arms, **{"Womens E-Mail": 21387, "Mens E-Mail": 21307, "No E-Mail": 21306})
    yield from differences("visit", columns["visit"], sum=9394, min=0, max=1, kind="whole numbers")
    yield from differences("conversion", columns["conversion"], sum=578)
    yield from near("spend", columns["spend"]["sum"], 67258.13, 0.005)
    history = rows_with(columns["history_segment"])
    if sum(count for value, count in history.items() if "," in value) != 3167:
        yield f"history_segment: {history}"
    if "Surburban" not in rows_with(columns["zip_code"]) or len(columns) != 12:
        yield f"{columns['zip_code']}, {len(columns)} columns"
    groups = {group["value"]: {column["name"]: column["mean"] for column in group["columns"]}
              for group in told(name, "--by", "segment")["groups"]}
    for arm, visit, spend in (("Womens E-Mail", .151, 1.077), ("Mens E-Mail", .183, 1.423), ("No E-Mail", .106, .653)):
        yield from near(f"visits of {arm}", groups[arm]["visit"], visit, .0005)
        yield from near(f"spend of {arm}", groups[arm]["spend"], spend, .0005)
    words = Call("info", path_of(name))
    yield from words.succeeds()
    if "does not look like ties" not in words.out or "6562 rows repeat an earlier one" not in words.out:
        yield words.out
    with folder() as where:
        refused = Call("import", path_of(name), "-o", f"{where}/data.h5")
        yield from refused.fails(3, "does not look like ties", "--from and --to")


def logged_bandits_have_their_clicks_and_propensities():
    for policy, least, most, distinct in (("random", 1 / 46, 1 / 46, 1), ("bts", 1e-6, 0.9628, None)):
        name = f"open_bandit_women/{policy}/women.csv.zst"
        columns, problems = columns_of(name, 10000, 0, None)
        yield from problems
        yield from differences(name, columns["click"], sum=46, distinct=2)
        yield from differences(name, columns["item_id"], distinct=46)
        yield from differences(name, columns["position"], distinct=3, min=1, max=3)
        yield from differences(name, columns["timestamp"], kind="dates", missing=0)
        propensity = columns["propensity_score"]
        yield from near("least propensity", propensity["min"], least, 1e-6)
        yield from near("largest propensity", propensity["max"], most, 5e-5)
        if distinct is not None:
            yield from differences(name, propensity, distinct=distinct)
        days = [round(columns["timestamp"][end] // 86400) for end in ("min", "max")]
        if days != [18224, 18230]:  # 2019-11-24 and 2019-11-30
            yield f"{name}: days {days} since 1970"
        if not {f"user_feature_{i}" for i in range(4)} | {f"user-item_affinity_{i}" for i in range(46)} <= set(columns):
            yield f"{list(columns)}"
        context, problems = columns_of(f"open_bandit_women/{policy}/item_context.csv", 46, 0, None)
        yield from problems
        yield from differences(name, context["item_id"], distinct=46)
        yield from differences(name, context["item_feature_0"], kind="numbers")
        yield from differences(name, context["item_feature_1"], kind="texts")


def listens_and_tags_of_lastfm_are_counted():
    name = "hetrec_lastfm2k"
    columns, problems = columns_of(f"{name}/user_artists.dat.zst", 92834, 0, "userID artistID weight")
    yield from problems
    yield from differences(name, columns["userID"], distinct=1892, min=2, max=2100)
    yield from differences(name, columns["artistID"], distinct=17632)
    yield from differences(name, columns["weight"], min=1, max=352698)
    _, problems = columns_of(f"{name}/tags.dat", 11946, 0, "tagID tagValue")
    yield from problems
    columns, problems = columns_of(f"{name}/artists.dat.zst", 17632, 0, "id name url pictureURL")
    yield from problems
    yield from differences(name, columns["id"], distinct=17632)
    for part, rows in (("", 186479), (".train", 148088), (".test", 38391)):
        columns, problems = columns_of(f"{name}/user_taggedartists{part}.dat.zst", rows, 0,
                                       "userID artistID tagID day month year")
        yield from problems
        if part == "":
            yield from differences(name, columns["year"], min=1956)
    found = told(f"{name}/user_taggedartists.dat.zst", "--as", "log", "--set", "/log/content=artistID")["log"]
    yield from differences(name, found, read=186479, times="dates", far_times=5)


def accounts_on_twitch_have_truth_values():
    columns, problems = columns_of("twitch_engb/ENGB_target.csv", 7126, 0, "id days mature views partner new_id")
    yield from problems
    yield from differences("new_id", columns["new_id"], distinct=7126, min=0, max=7125)
    for name in ("mature", "partner"):
        yield from differences(name, columns[name], kind="truth values", distinct=2)


def interests_are_counted_by_themselves():
    found = told("deezer_ro/RO_genres.json.zst")
    yield from differences("genres", found, form="label lists", rows=41773, dimensions=84, values_a_row_max=52,
                           repeated_labels=0)
    yield from near("genres a user", found["values_a_row"], 6.04, .005)
    yield from differences("features", told("twitch_engb/ENGB.json"), rows=7126, dimensions=2545, repeated_labels=535)


sys.exit(run(interests_are_counted_by_themselves, friends_of_lastfm_are_mutual, ties_of_deezer_and_twitch_stand_once,
             trust_of_filmtrust_is_reciprocated_in_part, interactions_of_stackexchange_go_one_way_mostly,
             followers_on_twitter_follow_back_in_part, nethept_is_a_multigraph_with_a_size_line,
             votes_and_facebook_have_no_quirks, large_graphs_are_imported_with_their_loops_counted,
             nominations_are_parallel_ties, cascades_without_a_graph_are_a_log_without_ties,
             cascades_beside_graphs_are_logs_too, adoptions_are_logs_and_people_tables,
             ratings_are_a_log_without_times_or_a_table, hillstrom_is_described_and_not_taken_for_ties,
             logged_bandits_have_their_clicks_and_propensities, listens_and_tags_of_lastfm_are_counted,
             accounts_on_twitch_have_truth_values))
