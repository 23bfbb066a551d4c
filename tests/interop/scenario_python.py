"""A run's results, read by h5py, pandas, anndata and xarray. Speaks TAP; a missing package is a skip."""

import json
import sys

import tap

WRITER = sys.argv[1]
WORLDS, SEGMENTS, CONTENTS, ROUNDS = 300, 3, 6, 12


def read_table(path, name, h5py):
    from anndata.experimental import read_elem
    with h5py.File(path) as file:
        return read_elem(file[name])


def the_summary_is_a_data_frame_of_metrics(path, h5py, anndata):
    summary = read_table(path, "summary", h5py)
    assert {"active", "incremental", "buyers", "revenue", "cost", "profit", "roi"} <= set(summary.index)
    assert (summary.lo95 <= summary.value).all() and (summary.value <= summary.hi95).all()
    assert (summary.n == WORLDS).all()
    assert summary.unit["active"] == "users" and summary.unit["profit"] == "money"
    value = summary.value
    assert abs(value["profit"] - (value["revenue"] - value["cost"])) < 1e-9 * abs(value["revenue"])
    assert abs(value["incremental"] - (value["active"] - value["baseline"])) < 1e-9 * value["active"]


def the_summary_is_the_mean_of_the_replicates(path, h5py, anndata):
    summary, replicates = read_table(path, "summary", h5py), read_table(path, "replicates", h5py)
    assert len(replicates) == WORLDS
    for metric in replicates.columns:
        error = replicates[metric].std() / WORLDS**0.5
        assert abs(replicates[metric].mean() - summary.value[metric]) < 1e-9 * (1 + abs(summary.value[metric])), metric
        assert abs(error - summary.se[metric]) < 1e-9 * (1 + error), metric


def the_seeds_are_within_the_budget(path, h5py, anndata):
    seeds = read_table(path, "seeds", h5py)
    assert list(seeds["rank"]) == list(range(1, len(seeds) + 1))
    assert seeds.index.is_unique and seeds.index.str.startswith("u").all() and seeds.content.nunique() == 1
    assert seeds.cost.sum() <= 400 and abs(seeds.cum_cost.iloc[-1] - seeds.cost.sum()) < 1e-9
    assert not seeds.pinned.any() and (seeds.gain >= 0).all()


def users_segments_and_communities_add_up(path, h5py, anndata):
    users, segments = read_table(path, "users", h5py), read_table(path, "segments", h5py)
    active = read_table(path, "summary", h5py).value["active"]
    assert len(users) == 3000 and len(segments) == SEGMENTS
    assert abs(users.active.sum() - active) < 1e-6 * active
    for name in ("segments", "communities"):
        table = read_table(path, name, h5py)
        assert table["size"].sum() == 3000 and abs(table.value.sum() - active) < 1e-6 * active


def distributions_count_every_user_and_tie(path, h5py, anndata):
    figures = read_table(path, "graph", h5py).value
    for name, total in {"out_degree": "users", "in_degree": "users", "strength": "ties", "component": "components",
                        "community": "communities"}.items():
        table = read_table(path, f"distributions/{name}", h5py)
        assert table["count"].sum() == figures[total] and table.value.is_monotonic_increasing, name
    degrees = read_table(path, "distributions/out_degree", h5py)
    assert (degrees.value * degrees["count"]).sum() == figures["ties"]
    assert degrees.value.max() == figures["max_out_degree"]


def curves_open_in_xarray_by_step_and_quantile(path, xarray, netCDF4):
    with xarray.open_dataset(path, group="curves", engine="netcdf4") as curves:
        assert curves.active.dims == ("step", "quantile")
        assert list(curves["quantile"].values) == [0.05, 0.5, 0.95]
        median, mean = curves.active.sel(quantile=0.5), curves.active_mean
        assert (median.diff("step") >= 0).all() and (mean.diff("step") >= -1e-9).all()
        assert (curves.active.sel(quantile=0.05) <= curves.active.sel(quantile=0.95)).all()
        assert abs(float(curves.newly_active.sum() - mean[-1])) < 1e-6
        assert curves.active.attrs["units"] == "users"


def campaign_arrays_open_in_xarray_by_round_and_arm(path, xarray, netCDF4):
    with xarray.open_dataset(path, group="campaign", engine="netcdf4") as campaign:
        assert campaign.pulls.dims == ("round", "arm") and campaign.pulls.shape == (ROUNDS, CONTENTS)
        assert (abs(campaign.pulls.sum("arm") - 1) < 1e-9).all()
        assert campaign.regret_mean.dims == ("round",)
        assert (campaign.regret_q05 <= campaign.regret_q95).all()


def answers_to_what_ifs_are_a_row_for_each_question_and_metric(path, h5py, anndata):
    answers = read_table(path, "what_if", h5py)
    table = answers.pivot(index="question", columns="metric", values="difference")
    assert len(table) == 4 and table.loc["half the budget", "cost"] < 0
    assert table.loc["the best seed refuses", "incremental"] <= 0


def the_effective_scenario_is_json_with_every_default(path, h5py):
    with h5py.File(path) as file:
        effective = json.loads(file["effective_json"].asstr()[()])
        assert file.attrs["status"] == "complete" and file.attrs["format"] == "wom-results"
    assert effective["seed"] == 42 and effective["simulate"]["replicates"] == WORLDS
    assert effective["propagation"]["weighting"]["D"] and effective["select"][0]["epsilon"] > 0


TESTS = [
    the_summary_is_a_data_frame_of_metrics,
    the_summary_is_the_mean_of_the_replicates,
    the_seeds_are_within_the_budget,
    users_segments_and_communities_add_up,
    distributions_count_every_user_and_tie,
    curves_open_in_xarray_by_step_and_quantile,
    campaign_arrays_open_in_xarray_by_round_and_arm,
    answers_to_what_ifs_are_a_row_for_each_question_and_metric,
    the_effective_scenario_is_json_with_every_default,
]

sys.exit(tap.main(TESTS, WRITER))
