/* The certificate in a results file: one row, enough to re-check it. */
#include "results.h"
#include "results_columns.h"

#include <stdio.h>
#include <string.h>

static const char *const path = "/certificate";

wom_status
wom_results_write_certificate(wom_store *store, const wom_certificate *c)
{
    const double rounds = c->num_rounds, stops = c->num_stops, contents = c->num_contents;
    const wom_column columns[] = {
        { "seed", WOM_TYPE_UINT64, &c->seed, "1", "of the streams of RR sets" },
        { "sets", WOM_TYPE_UINT64, &c->num_sets, "sets", "in each of the two collections" },
        { "rounds", WOM_TYPE_DOUBLE, &rounds, "1", "predeclared rounds in the union bound" },
        { "stops", WOM_TYPE_DOUBLE, &stops, "users", "at whom walks for choosing end early" },
        { "contents", WOM_TYPE_DOUBLE, &contents, "1", "that a seed could carry" },
        { "failure", WOM_TYPE_DOUBLE, &c->failure, "probability", "that a statement here is wrong" },
        { "total_weight", WOM_TYPE_DOUBLE, &c->total_weight, "1", "sum of the users' weights" },
        { "choosing_coverage", WOM_TYPE_UINT64, &c->choosing_coverage, "sets", "covered of those for choosing" },
        { "best_coverage", WOM_TYPE_DOUBLE, &c->best_coverage, "sets", "bound on what any plan covers of them" },
        { "judging_coverage", WOM_TYPE_UINT64, &c->judging_coverage, "sets", "covered of those for judging" },
        { "lower", WOM_TYPE_DOUBLE, &c->lower, "1", "the plan's value is at least this" },
        { "upper", WOM_TYPE_DOUBLE, &c->upper, "1", "no plan's value is above this" },
        { "ratio", WOM_TYPE_DOUBLE, &c->ratio, "1", "lower / upper" },
    };
    return wom_store_write_table(store, path, columns, LENGTH(columns), 1, NULL);
}

static wom_status
read_number(void *value, size_t size, wom_archive *archive, const char *name, wom_type type)
{
    char full[64];
    void *data = NULL;
    uint64_t num_rows = 0;
    snprintf(full, sizeof full, "%s/%s", path, name);
    WOM_TRY(wom_archive_read_column(&data, &num_rows, archive, full, type));
    if (num_rows == 1) memcpy(value, data, size);
    wom_free(data);
    return num_rows == 1 ? WOM_OK
                         : wom_fail(WOM_INVALID, "%s has %llu rows, must have 1", full, (unsigned long long)num_rows);
}

wom_status
wom_results_read_certificate(wom_certificate *c, wom_archive *archive)
{
    double rounds = 0, stops = 0, contents = 1;
    if (!wom_archive_has(archive, path))
        return wom_fail(WOM_INVALID,
                        "there is no certificate in these results; the first algorithm of \"select\" must be "
                        "one that certifies, such as \"ris\"");
#define NUMBER(name, member, type) WOM_TRY(read_number(&c->member, sizeof c->member, archive, name, type))
    NUMBER("seed", seed, WOM_TYPE_UINT64);
    NUMBER("sets", num_sets, WOM_TYPE_UINT64);
    NUMBER("failure", failure, WOM_TYPE_DOUBLE);
    NUMBER("total_weight", total_weight, WOM_TYPE_DOUBLE);
    NUMBER("choosing_coverage", choosing_coverage, WOM_TYPE_UINT64);
    NUMBER("best_coverage", best_coverage, WOM_TYPE_DOUBLE);
    NUMBER("judging_coverage", judging_coverage, WOM_TYPE_UINT64);
    NUMBER("lower", lower, WOM_TYPE_DOUBLE);
    NUMBER("upper", upper, WOM_TYPE_DOUBLE);
    NUMBER("ratio", ratio, WOM_TYPE_DOUBLE);
#undef NUMBER
    WOM_TRY(read_number(&rounds, sizeof rounds, archive, "rounds", WOM_TYPE_DOUBLE));
    WOM_TRY(read_number(&stops, sizeof stops, archive, "stops", WOM_TYPE_DOUBLE));
    if (wom_archive_has(archive, "/certificate/contents"))
        WOM_TRY(read_number(&contents, sizeof contents, archive, "contents", WOM_TYPE_DOUBLE));
    c->num_contents = (uint32_t)contents;
    c->num_rounds = (uint32_t)rounds;
    c->num_stops = (uint32_t)stops;
    return WOM_OK;
}
