/* data: real logs, with the counts and shares that are known of them. */
#include "files.h"
#include "test.h"

#include <wom/data.h>

/* A real set: two halves of a log become one file. */
typedef struct real_log {
    const char *ties; /* NULL: there is no graph */
    const char *first, *second;
    wom_data_files files;
} real_log;

static wom_data *
load(wom_job *job, const real_log *set)
{
    wom_data *data = NULL;
    path ties;
    const path log = path_of("log");
    FILE *joined = fopen(log.text, "wb");
    const bool is_there = append_data(joined, set->first) && (set->second == NULL || append_data(joined, set->second));
    fclose(joined);
    if (!is_there) return NULL;
    if (set->ties == NULL) {
        write_file("ties", "0,1\n");
        ties = path_of("ties");
    } else if (!path_of_data(&ties, set->ties)) {
        return NULL;
    }
    wom_data_files files = set->files;
    files.ties = ties.text;
    files.log = log.text;
    CHECK_OK(wom_data_load(&data, job, &files));
    return data;
}

static void
check_log(const real_log *set, uint32_t num_contents, uint64_t num_actions, uint32_t num_users)
{
    wom_job *job = test_job(1);
    wom_data *data = load(job, set);
    if (data != NULL) {
        CHECK_EQUAL(data->log->num_contents, num_contents);
        CHECK_EQUAL(data->log->num_actions, num_actions);
        CHECK_EQUAL(data->log->num_users, num_users);
    }
    wom_data_free(data);
    wom_job_free(job);
}

static const real_log android = { "stackexchange_android/edges.txt", "stackexchange_android/cascades_train.txt",
                                  "stackexchange_android/cascades_test.txt", { 0 } };
static const real_log twitter = { "twitter_topolstm/graph.txt", "twitter_topolstm/cascades_train.txt",
                                  "twitter_topolstm/cascades_test.txt", { 0 } };

static void
cascades_have_the_counts_of_their_sources(void)
{
    const real_log kuairand = { NULL, "kuairand_cascades/cascades_train.txt.zst",
                                "kuairand_cascades/cascades_test.txt.zst", { 0 } };
    check_log(&android, 679, 29022, 2927);
    check_log(&twitter, 569, 9697, 6126);
    check_log(&kuairand, 2576, 252494, 25213);
}

static void
the_same_actions_as_tables_are_as_many(void)
{
    const real_log tables[] = { { NULL, "kuairand_cascades/actions_train.tsv.zst", NULL, { 0 } },
                                { NULL, "stackexchange_android/actions_train.tsv.zst", NULL, { 0 } } };
    wom_job *job = test_job(1);
    for (int i = 0; i < 2; i++) {
        wom_data *data = load(job, &tables[i]);
        if (data != NULL) CHECK_EQUAL(data->log->num_actions, i == 0 ? 201995 : 23217);
        wom_data_free(data);
    }
    wom_job_free(job);
}

static void
adoptions_of_innovations_have_the_counts_of_their_sources(void)
{
    const real_log farmers = { "brfarmers/edges.csv", "brfarmers/adoptions.csv", NULL, { .log_unit = WOM_UNIT_YEARS } };
    const real_log doctors = { "med_innovations/edges.csv", "med_innovations/adoptions.csv", NULL,
                               { .log_unit = WOM_UNIT_MONTHS } };
    check_log(&farmers, 12, 3274, 647);
    check_log(&doctors, 1, 109, 109);
}

static void
ratings_without_times_are_a_log_too(void)
{
    const real_log ratings = { "filmtrust/trust.txt", "filmtrust/ratings.txt", NULL, { .log_layout.time = "none" } };
    wom_job *job = test_job(1);
    wom_data *data = load(job, &ratings);
    if (data == NULL) return;
    CHECK_EQUAL(data->log->counts.read, 35497);
    CHECK_EQUAL(data->log->counts.repeated, 3);
    CHECK_EQUAL(data->graph->num_nodes, 1642);
    wom_data_free(data);
    wom_job_free(job);
}

static void
first_tags_are_adoptions_of_artists(void)
{
    real_log tags = { "hetrec_lastfm2k/user_friends.dat", "hetrec_lastfm2k/user_taggedartists.dat.zst", NULL,
                      { .log_layout.content = "artistID" } };
    wom_job *job = test_job(1);
    wom_data *data = load(job, &tags);
    if (data == NULL) return;
    CHECK_EQUAL(data->log->counts.read, 186479);
    CHECK_EQUAL(data->log->counts.far_times, 5); /* 1956, 1957 and 1979 */
    wom_data_free(data);
    tags.files.log_since = "1990-01-01";
    data = load(job, &tags);
    if (data == NULL) return;
    uint64_t num_adoptions = 0;
    uint32_t num_shared = 0;
    const wom_log *log = data->log;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t length = log->first[c + 1] - log->first[c];
        num_shared += length >= 2;
        num_adoptions += length >= 2 ? length : 0;
    }
    CHECK_EQUAL(num_shared, 8388);
    CHECK_EQUAL(num_adoptions, 66927);
    CHECK_EQUAL(log->counts.out_of_range, 5);
    CHECK_EQUAL(log->counts.far_times, 0);
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(cascades_have_the_counts_of_their_sources), TEST(the_same_actions_as_tables_are_as_many),
          TEST(adoptions_of_innovations_have_the_counts_of_their_sources), TEST(ratings_without_times_are_a_log_too),
          TEST(first_tags_are_adoptions_of_artists))
