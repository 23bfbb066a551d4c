/* data: the generated town lies within the bands of real towns; its figures are printed beside theirs. */
#include "files.h"
#include "test.h"
#include "town.h"

#include <wom/data.h>

typedef struct figures {
    wom_graph_summary graph;
    double alike; /* mean cosine of interests over ties less that over random pairs; NaN without interests */
} figures;

static figures
measure(const char *name, wom_job *job, const wom_data *data)
{
    figures found = { .alike = NAN };
    CHECK_OK(wom_graph_summarise(&found.graph, job, data->graph));
    const wom_interest_assortativity interests = wom_data_interest_assortativity(data, 1);
    found.alike = interests.over_ties - interests.over_random_pairs;
    printf("# %-17s %6u users, %5.1f ties a user, most %4u, tail %4.2f, clustering %.3f local %.3f global, "
           "reciprocity %.2f, in the largest component %.3f, interests of friends alike by %+.3f\n",
           name, found.graph.num_nodes, found.graph.mean_degree, found.graph.max_out_degree, found.graph.tail_exponent,
           found.graph.local_clustering, found.graph.clustering, found.graph.reciprocity,
           (double)found.graph.largest_component / found.graph.num_nodes, found.alike);
    return found;
}

static void
check_band(const char *name, double x, double low, double high)
{
    if (!(x >= low && x <= high)) test_failed(__FILE__, __LINE__, "%s is %g, not from %g to %g", name, x, low, high);
}

/* Degrees fall like those of most online networks (exponents of 2 to 4; slashdot0902 2.3, twitch_engb 2.7, deezer_ro
 * 4.2), friends of friends are friends more often than on Twitch and less often than on Facebook, and friends are more
 * alike than Deezer's (+.02), about as those of Last.fm (+.18). */
static void
a_town_of_any_size_lies_within_the_bands_of_real_ones(void)
{
    static const uint32_t sizes[] = { 3000, 40000 };
    wom_job *job = test_job(2);
    for (int i = 0; i < 2; ++i) {
        town made = town_defaults();
        wom_data *data = NULL;
        made.graph.users = sizes[i];
        CHECK_OK(town_create(&data, job, &made));
        if (data == NULL) continue;
        const figures found = measure("town", job, data);
        check_band("tail exponent", found.graph.tail_exponent, 2.3, 4.3);
        check_band("local clustering", found.graph.local_clustering, 0.15, 0.6);
        check_band("global clustering", found.graph.clustering, 0.04, 0.5);
        check_band("reciprocity", found.graph.reciprocity, 0.58, 1);
        check_band("degree assortativity", found.graph.degree_assortativity, -0.13, 0.15);
        check_band("largest component", (double)found.graph.largest_component / sizes[i], 0.97, 1);
        check_band("median of degrees", found.graph.out_degree_quantiles[2], 3, 8);
        check_band("friends alike", found.alike, 0.02, 0.3);
        wom_data_free(data);
    }
    wom_job_free(job);
}

static void
real_towns_are_measured_by_the_same_functions(void)
{
    static const struct {
        const char *name, *ties, *interests;
    } sets[] = {
        { "deezer_ro", "deezer_ro/RO_edges.csv.zst", "deezer_ro/RO_genres.json.zst" },
        { "facebook_combined", "facebook_combined/facebook_combined.txt.gz", NULL },
        { "twitch_engb", "twitch_engb/ENGB_edges.csv", "twitch_engb/ENGB.json" },
        { "hetrec_lastfm2k", "hetrec_lastfm2k/user_friends.dat", "hetrec_lastfm2k/user_artists.dat.zst" },
    };
    wom_job *job = test_job(2);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; ++i) {
        path ties, interests = { "" };
        wom_data *data = NULL;
        if (!path_of_data(&ties, sets[i].ties)) break;
        if (sets[i].interests != NULL && !path_of_data(&interests, sets[i].interests)) break;
        const wom_data_files files = { .ties = ties.text, .direction = WOM_DIRECTION_MUTUAL,
                                       .parallel = WOM_PARALLEL_DROP, .user_interests = interests.text };
        CHECK_OK(wom_data_load(&data, job, &files));
        if (data == NULL) continue;
        const figures found = measure(sets[i].name, job, data);
        if (sets[i].interests != NULL) check_band("friends alike", found.alike, 0.01, 0.3);
        wom_data_free(data);
    }
    wom_job_free(job);
}

TEST_MAIN(TEST(a_town_of_any_size_lies_within_the_bands_of_real_ones),
          TEST(real_towns_are_measured_by_the_same_functions))
