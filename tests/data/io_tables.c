/* The real edge lists, as packed and as quirky as they come, read row for row through wom_reader. */
#include <wom/io.h>

#include "test.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct real_table {
    const char *file;
    bool size_line;
    bool has_header;
    uint32_t num_columns;
    uint64_t num_rows, num_loops; /* as COUNTS.tsv has them */
    uint64_t num_comments;
} real_table;

static const real_table tables[] = {
    { "hetrec_lastfm2k/user_friends.dat", false, true, 2, 25434, 0, 0 },
    { "deezer_ro/RO_edges.csv.zst", false, true, 2, 125826, 0, 0 },
    { "filmtrust/trust.txt", false, false, 3, 1853, 0, 0 },
    { "twitch_engb/ENGB_edges.csv", false, true, 2, 35324, 0, 0 },
    { "stackexchange_android/edges.txt", false, false, 2, 48573, 0, 0 },
    { "twitter_topolstm/graph.txt", false, false, 2, 12045, 0, 0 },
    { "nethept/hep.txt", true, false, 2, 58891, 39, 0 },
    { "wiki_vote/wiki-Vote.txt", false, false, 2, 103689, 0, 4 },
    { "facebook_combined/facebook_combined.txt.gz", false, false, 2, 88234, 0, 0 },
    { "slashdot0902/soc-Slashdot0902.txt.gz", false, false, 2, 948464, 78303, 4 },
    { "cnr2000/cnr-2000.edges.tsv.zst", false, false, 2, 3216152, 87442, 0 },
};

static wom_status
count_rows(uint64_t *num_rows, uint64_t *num_loops, wom_reader *reader)
{
    bool has_row;
    *num_rows = *num_loops = 0;
    for (;;) {
        double from, to;
        WOM_TRY(wom_reader_next(reader, &has_row));
        if (!has_row) return WOM_OK;
        WOM_TRY(wom_reader_number(&from, reader, 0, 0, 1e9));
        WOM_TRY(wom_reader_number(&to, reader, 1, 0, 1e9));
        ++*num_rows;
        *num_loops += from == to;
    }
}

static void
check_table(const real_table *table)
{
    uint64_t num_rows = 0, num_loops = 0, num_nodes = 0, num_edges = 0;
    wom_reader *reader = NULL;
    const char *path = test_data(table->file);
    if (path == NULL) return;
    wom_job *job = test_job(1);
    wom_reader_options options = wom_reader_defaults();
    options.size_line = table->size_line;
    CHECK_OK(wom_reader_open(&reader, job, path, &options));
    if (reader != NULL) {
        CHECK_EQUAL(wom_reader_has_header(reader), table->has_header);
        CHECK_EQUAL(wom_reader_num_columns(reader), table->num_columns);
        CHECK_OK(count_rows(&num_rows, &num_loops, reader));
        CHECK_EQUAL(num_rows, table->num_rows);
        CHECK_EQUAL(num_loops, table->num_loops);
        CHECK_EQUAL(wom_reader_counts_of(reader).comments, table->num_comments);
        CHECK_EQUAL(wom_reader_counts_of(reader).converted, 0);
        if (wom_reader_size_line(reader, &num_nodes, &num_edges)) CHECK_EQUAL(num_edges, table->num_rows);
    }
    wom_reader_close(reader);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
every_edge_list_has_its_rows_and_self_loops(void)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) check_table(&tables[i]);
}

/* The published counts themselves, so that the table above is not a copy that has aged. */
static void
the_table_above_is_that_of_the_data(void)
{
    wom_reader *reader = NULL;
    bool has_row = true;
    size_t i = 0;
    const char *path = test_data("COUNTS.tsv");
    if (path == NULL) return;
    wom_job *job = test_job(1);
    CHECK_OK(wom_reader_open(&reader, job, path, NULL));
    while (reader != NULL && has_row) {
        double rows, loops;
        CHECK_OK(wom_reader_next(reader, &has_row));
        if (!has_row || i == sizeof tables / sizeof *tables) break;
        CHECK_OK(wom_reader_number(&rows, reader, 3, 0, 1e9));
        CHECK_OK(wom_reader_number(&loops, reader, 5, 0, 1e9));
        CHECK_EQUAL(rows, tables[i].num_rows);
        CHECK_EQUAL(loops, tables[i].num_loops);
        i++;
    }
    CHECK_EQUAL(i, sizeof tables / sizeof *tables);
    CHECK(!has_row);
    wom_reader_close(reader);
    wom_job_free(job);
}

static wom_reader *
open_data(wom_job *job, const char *name)
{
    wom_reader *reader = NULL;
    const char *path = test_data(name);
    if (path != NULL) CHECK_OK(wom_reader_open(&reader, job, path, NULL));
    return reader;
}

static void
hillstrom_has_3167_quoted_commas_in_64000_rows(void)
{
    wom_job *job = test_job(1);
    wom_reader *reader = open_data(job, "hillstrom/hillstrom_data.csv.zst");
    uint64_t num_commas = 0;
    uint32_t segment = 0, spend = 0;
    bool has_row = reader != NULL;
    double total = 0, value = 0;
    if (reader != NULL) {
        CHECK_OK(wom_reader_column(&segment, reader, "history_segment"));
        CHECK_OK(wom_reader_column(&spend, reader, "spend"));
    }
    while (has_row) {
        CHECK_OK(wom_reader_next(reader, &has_row));
        if (!has_row) break;
        const wom_text text = wom_reader_field(reader, segment);
        num_commas += memchr(text.start, ',', text.length) != NULL;
        CHECK_OK(wom_reader_number(&value, reader, spend, 0, INFINITY));
        total += value;
    }
    if (reader != NULL) {
        CHECK_EQUAL(wom_reader_counts_of(reader).rows, 64000);
        CHECK_EQUAL(num_commas, 3167);
        CHECK_NEAR(total, 67258.13, 0.005);
    }
    wom_reader_close(reader);
    wom_job_free(job);
}

/* Reads to the end and gives back the counts. */
static wom_reader_counts
read_all(const char *name, uint32_t num_columns, bool has_header)
{
    wom_reader_counts counts = { 0 };
    wom_job *job = test_job(1);
    wom_reader *reader = open_data(job, name);
    bool has_row = reader != NULL;
    while (has_row) {
        const wom_status status = wom_reader_next(reader, &has_row);
        CHECK_OK(status);
        if (status != WOM_OK) break;
    }
    if (reader != NULL) {
        counts = wom_reader_counts_of(reader);
        CHECK_EQUAL(wom_reader_num_columns(reader), num_columns);
        CHECK_EQUAL(wom_reader_has_header(reader), has_header);
    }
    wom_reader_close(reader);
    wom_job_free(job);
    return counts;
}

typedef struct other_table {
    const char *file;
    uint32_t num_columns;
    bool has_header;
    uint64_t num_rows;
} other_table;

static void
the_other_tables_are_understood_as_they_are(void)
{
    static const other_table others[] = {
        { "hetrec_lastfm2k/user_artists.dat.zst", 3, true, 92834 },
        { "hetrec_lastfm2k/user_taggedartists.dat.zst", 6, true, 186479 },
        { "hetrec_lastfm2k/artists.dat.zst", 4, true, 17632 }, /* "Weird Al" Yankovic, empty last fields */
        { "filmtrust/ratings.txt", 3, false, 35497 },
        { "twitch_engb/ENGB_target.csv", 6, true, 7126 },
        { "open_bandit_women/random/women.csv.zst", 56, true, 10000 }, /* the first column has no name */
        { "open_bandit_women/bts/item_context.csv", 6, true, 46 },
        { "brfarmers/edges.csv", 3, true, 2860 },
        { "brfarmers/adoptions.csv", 3, true, 3274 },
        { "stackexchange_android/actions_train.tsv.zst", 3, true, 23217 },
        { "kuairand_cascades/actions_test.tsv.zst", 3, true, 50499 },
        { "kuairand_cascades/cascades_test.txt.zst", 2, false, 516 }, /* number, tab, pairs with commas and blanks */
    };
    if (test_data("COUNTS.tsv") == NULL) return;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const wom_reader_counts counts = read_all(others[i].file, others[i].num_columns, others[i].has_header);
        CHECK_EQUAL(counts.rows, others[i].num_rows);
        CHECK_EQUAL(counts.converted, 0);
    }
}

static void
tags_in_latin_1_are_converted_and_counted(void)
{
    if (test_data("COUNTS.tsv") == NULL) return;
    const wom_reader_counts counts = read_all("hetrec_lastfm2k/tags.dat", 2, true);
    CHECK_EQUAL(counts.rows, 11946);
    CHECK(counts.converted > 0 && counts.converted < 1000);
}

TEST_MAIN(TEST(every_edge_list_has_its_rows_and_self_loops), TEST(the_table_above_is_that_of_the_data),
          TEST(hillstrom_has_3167_quoted_commas_in_64000_rows), TEST(the_other_tables_are_understood_as_they_are),
          TEST(tags_in_latin_1_are_converted_and_counted))
