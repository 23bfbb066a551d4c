/* The real label lists: one line of JSON each, with escapes, or tables. */
#include <wom/io.h>

#include "test.h"

enum { MOST_LABELS = 256 };

typedef struct tally {
    uint64_t num_ids, num_labels, longest, of_this_id;
    char id[32];
    char seen[MOST_LABELS][64]; /* distinct labels, until there are too many */
    uint32_t num_seen;
    double weight;
} tally;

static void
note_label(tally *t, wom_text label)
{
    for (uint32_t i = 0; i < t->num_seen; i++)
        if (strlen(t->seen[i]) == label.length && memcmp(t->seen[i], label.start, label.length) == 0) return;
    if (t->num_seen == MOST_LABELS || label.length >= sizeof t->seen[0]) return;
    memcpy(t->seen[t->num_seen++], label.start, label.length);
}

static wom_status
count_label(void *context, wom_text id, wom_text label, double weight)
{
    tally *t = context;
    if (strlen(t->id) != id.length || memcmp(t->id, id.start, id.length) != 0) {
        memset(t->id, 0, sizeof t->id);
        memcpy(t->id, id.start, id.length);
        t->num_ids++;
        t->of_this_id = 0;
    }
    t->num_labels++;
    t->weight += weight;
    if (++t->of_this_id > t->longest) t->longest = t->of_this_id;
    note_label(t, label);
    return WOM_OK;
}

static bool
read_labels(tally *counted, const char *name)
{
    const char *path = test_data(name);
    if (path == NULL) return false;
    wom_job *job = test_job(1);
    memset(counted, 0, sizeof *counted);
    CHECK_OK(wom_labels_read(job, path, NULL, count_label, counted));
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    return true;
}

static tally counted;

static void
deezer_has_84_genres_of_41773_users(void)
{
    bool has_escaped = false;
    if (!read_labels(&counted, "deezer_ro/RO_genres.json.zst")) return;
    CHECK_EQUAL(counted.num_ids, 41773);
    CHECK_EQUAL(counted.num_seen, 84);
    CHECK_EQUAL(counted.longest, 52);
    CHECK_NEAR((double)counted.num_labels / 41773, 6.04, 0.005);
    for (uint32_t i = 0; i < counted.num_seen; i++)
        has_escaped = has_escaped || strcmp(counted.seen[i], "Norte\xc3\xb1o") == 0;
    CHECK(has_escaped);
}

static void
twitch_has_features_of_7126_nodes(void)
{
    if (!read_labels(&counted, "twitch_engb/ENGB.json")) return;
    CHECK_EQUAL(counted.num_ids, 7126);
    CHECK_TEXT(counted.seen[0], "2605");
}

static void
play_counts_are_weights(void)
{
    if (!read_labels(&counted, "hetrec_lastfm2k/user_artists.dat.zst")) return;
    CHECK_EQUAL(counted.num_labels, 92834);
    CHECK_EQUAL(counted.num_ids, 1892);
    CHECK(counted.weight > 352698);
}

TEST_MAIN(TEST(deezer_has_84_genres_of_41773_users), TEST(twitch_has_features_of_7126_nodes),
          TEST(play_counts_are_weights))
