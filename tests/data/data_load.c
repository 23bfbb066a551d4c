/* data: real sets as they are, counted as shared COUNTS.tsv says. */
#include "files.h"
#include "test.h"

#include <wom/data.h>

#include <stdio.h>

/* A row of COUNTS.tsv. */
typedef struct real_set {
    unsigned nodes, rows, duplicate_rows, self_loops, distinct_pairs;
} real_set;

/* What its files are called when packed. */
static const struct {
    const char *file, *packed;
} packed_files[] = {
    { "deezer_ro/RO_edges.csv", "deezer_ro/RO_edges.csv.zst" },
    { "facebook_combined/facebook_combined.txt", "facebook_combined/facebook_combined.txt.gz" },
    { "slashdot0902/soc-Slashdot0902.txt", "slashdot0902/soc-Slashdot0902.txt.gz" },
    { "cnr2000/cnr-2000.edges.tsv", "cnr2000/cnr-2000.edges.tsv.zst" },
};

static const char *
packed_name(const char *file)
{
    for (size_t i = 0; i < sizeof packed_files / sizeof *packed_files; ++i)
        if (strcmp(packed_files[i].file, file) == 0) return packed_files[i].packed;
    return file;
}

static void
check_counts(const char *set, const char *file, const real_set *expected)
{
    char name[256];
    path ties;
    snprintf(name, sizeof name, "%s/%s", set, file);
    if (!path_of_data(&ties, packed_name(name))) return;
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text, .size_line = strcmp(set, "nethept") == 0 };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data != NULL) {
        const wom_graph_counts *counts = &data->report.ties;
        const bool agrees = data->graph->num_nodes == expected->nodes && counts->rows == expected->rows &&
                            counts->duplicate_rows == expected->duplicate_rows &&
                            counts->self_loops == expected->self_loops &&
                            counts->distinct_pairs == expected->distinct_pairs;
        if (!agrees)
            test_failed(__FILE__, __LINE__, "%s: %u users, %llu rows, %llu repeated, %llu loops, %llu pairs", set,
                        data->graph->num_nodes, (unsigned long long)counts->rows,
                        (unsigned long long)counts->duplicate_rows, (unsigned long long)counts->self_loops,
                        (unsigned long long)counts->distinct_pairs);
    }
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
every_listed_set_has_the_counts_of_the_list(void)
{
    const char *list = test_data("COUNTS.tsv");
    char set[64], file[64], line[512];
    unsigned num_sets = 0;
    if (list == NULL) return;
    FILE *stream = fopen(list, "r");
    CHECK(stream != NULL && fgets(line, sizeof line, stream) != NULL);
    while (stream != NULL && fgets(line, sizeof line, stream) != NULL) {
        real_set expected = { 0 };
        if (sscanf(line, "%63s %63s %u %u %u %u %u", set, file, &expected.nodes, &expected.rows,
                   &expected.duplicate_rows, &expected.self_loops, &expected.distinct_pairs) != 7)
            continue;
        check_counts(set, file, &expected);
        ++num_sets;
    }
    if (stream != NULL) fclose(stream);
    CHECK_EQUAL(num_sets, 11);
}

static void
deezer_has_genres_for_everybody(void)
{
    path ties, genres;
    if (!path_of_data(&ties, "deezer_ro/RO_edges.csv.zst")) return;
    if (!path_of_data(&genres, "deezer_ro/RO_genres.json.zst")) return;
    wom_job *job = test_job(2);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text, .from = "node_1", .to = "node_2",
                                   .direction = WOM_DIRECTION_MUTUAL, .user_interests = genres.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 41773);
    CHECK_EQUAL(data->graph->num_ties, 251652);
    CHECK_EQUAL(data->user_interests->num_dimensions, 84);
    CHECK_EQUAL(data->report.users_without_interests, 0);
    CHECK_EQUAL(data->report.users_without_ties, 0);
    CHECK_EQUAL(data->report.repeated_labels, 0);
    bool has_norteno = false;
    for (int d = 0; d < 84; ++d) has_norteno |= strcmp(data->dimension_name[d], "Norte\xc3\xb1o") == 0;
    CHECK(has_norteno);
    wom_data_free(data);
    wom_job_free(job);
}

static void
twitch_counts_repeated_features_once(void)
{
    path ties, features;
    if (!path_of_data(&ties, "twitch_engb/ENGB_edges.csv") || !path_of_data(&features, "twitch_engb/ENGB.json")) return;
    wom_job *job = test_job(2);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text, .direction = WOM_DIRECTION_MUTUAL,
                                   .user_interests = features.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 7126);
    CHECK_EQUAL(data->user_interests->num_dimensions, 2545);
    CHECK(data->report.repeated_labels >= 535);
    for (uint64_t i = 0; i < data->user_interests->first[7126]; ++i)
        if (data->user_interests->value[i] != 1) test_failed(__FILE__, __LINE__, "a label counts more than once");
    wom_data_free(data);
    wom_job_free(job);
}

static void
hetrec_listens_give_weighted_interests(void)
{
    path ties, listens;
    if (!path_of_data(&ties, "hetrec_lastfm2k/user_friends.dat")) return;
    if (!path_of_data(&listens, "hetrec_lastfm2k/user_artists.dat.zst")) return;
    wom_job *job = test_job(2);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text, .from = "userID", .to = "friendID",
                                   .user_interests = listens.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 1892);
    CHECK_EQUAL(data->graph->num_ties, 25434);
    CHECK_EQUAL(data->user_interests->num_dimensions, 17632);
    CHECK_EQUAL(data->user_interests->first[1892], 92834);
    float largest = 0;
    for (uint64_t i = 0; i < 92834; ++i) largest = fmaxf(largest, data->user_interests->value[i]);
    CHECK_NEAR((double)largest, 352698, 0);
    wom_data_free(data);
    wom_job_free(job);
}

static void
raters_without_trust_become_users_without_ties(void)
{
    path ties, ratings;
    if (!path_of_data(&ties, "filmtrust/trust.txt") || !path_of_data(&ratings, "filmtrust/ratings.txt")) return;
    wom_job *job = test_job(2);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text, .direction = WOM_DIRECTION_FOLLOWS,
                                   .user_interests = ratings.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 1642);
    CHECK_EQUAL(data->report.users_without_ties, 1642 - 874);
    CHECK_EQUAL(data->report.users_without_interests, 1642 - 1508);
    CHECK_EQUAL(data->user_interests->num_dimensions, 2071);
    CHECK_EQUAL(data->report.repeated_labels, 3);
    wom_data_free(data);
    wom_job_free(job);
}

static void
repeated_nominations_of_farmers_are_one_tie(void)
{
    path ties;
    if (!path_of_data(&ties, "brfarmers/edges.csv")) return;
    wom_job *job = test_job(2);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text, .from = "ego", .to = "alter",
                                   .direction = WOM_DIRECTION_FOLLOWS, .parallel = WOM_PARALLEL_DROP };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_ties, 1854);
    CHECK_EQUAL(data->report.ties.rows, 2860);
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(every_listed_set_has_the_counts_of_the_list), TEST(deezer_has_genres_for_everybody),
          TEST(twitch_counts_repeated_features_once), TEST(hetrec_listens_give_weighted_interests),
          TEST(raters_without_trust_become_users_without_ties),
          TEST(repeated_nominations_of_farmers_are_one_tie))
