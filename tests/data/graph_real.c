/* Real graphs: what an importer must count, and measures that others have published. */
#include <wom/graph.h>
#include <wom/io.h>

#include "test.h"

enum { MAX_ID = 400000 };

typedef struct ties {
    wom_node *from, *to;
    uint64_t num_rows, from_capacity, to_capacity;
    wom_node num_nodes;
    wom_node *node_of_id; /* [MAX_ID] 1 + node; 0: not met yet */
} ties;

static wom_status
node_in_column(wom_node *node, ties *t, const wom_reader *reader, uint32_t column)
{
    double id = 0;
    WOM_TRY(wom_reader_number(&id, reader, column, 0, MAX_ID - 1));
    wom_node *known = &t->node_of_id[(uint32_t)id];
    if (*known == 0) *known = ++t->num_nodes;
    *node = *known - 1;
    return WOM_OK;
}

static wom_status
read_rows(ties *t, wom_job *job, wom_reader *reader)
{
    bool has_row = false;
    for (;;) {
        WOM_TRY(wom_reader_next(reader, &has_row));
        if (!has_row) return WOM_OK;
        WOM_TRY(wom_reserve(&t->from, &t->from_capacity, job, t->num_rows + 1, sizeof *t->from, "rows"));
        WOM_TRY(wom_reserve(&t->to, &t->to_capacity, job, t->num_rows + 1, sizeof *t->to, "rows"));
        WOM_TRY(node_in_column(&t->from[t->num_rows], t, reader, 0));
        WOM_TRY(node_in_column(&t->to[t->num_rows], t, reader, 1));
        t->num_rows++;
    }
}

static wom_status
read_ties(ties *t, wom_job *job, const char *path, int header)
{
    wom_status status = WOM_OK;
    wom_reader *reader = NULL;
    wom_reader_options options = wom_reader_defaults();
    options.header = header;
    WOM_TRY_GOTO(wom_allocate(&t->node_of_id, job, MAX_ID, sizeof *t->node_of_id, "ids"));
    WOM_TRY_GOTO(wom_reader_open(&reader, job, path, &options));
    WOM_TRY_GOTO(read_rows(t, job, reader));
done:
    wom_reader_close(reader);
    wom_free(t->node_of_id);
    return status;
}

/* The graph in a file of the shared data; NULL after a skip or a failure. */
static wom_graph *
load(wom_graph_counts *counts, wom_job *job, const char *name, int header, wom_direction direction)
{
    ties t = { 0 };
    wom_graph *graph = NULL;
    const char *path = test_data(name);
    if (path == NULL) return NULL;
    CHECK_OK(read_ties(&t, job, path, header));
    const wom_graph_rows rows = { t.num_rows, t.from, t.to, NULL, direction, WOM_PARALLEL_SUM };
    CHECK_OK(wom_graph_create(&graph, counts, job, t.num_nodes, &rows));
    wom_free(t.from);
    wom_free(t.to);
    return graph;
}

typedef struct counted_set {
    const char *name;
    int header;
    uint64_t rows, duplicate_rows, self_loops, distinct_pairs;
} counted_set;

static void
check_counts(const counted_set *set)
{
    wom_job *job = test_job(1);
    wom_graph_counts counts = { 0 };
    wom_graph *graph = load(&counts, job, set->name, set->header, WOM_DIRECTION_INFLUENCE);
    if (graph != NULL) {
        const bool as_expected = counts.rows == set->rows && counts.duplicate_rows == set->duplicate_rows &&
                                 counts.self_loops == set->self_loops && counts.distinct_pairs == set->distinct_pairs;
        if (!as_expected) test_failed(__FILE__, __LINE__, "%s", set->name);
        CHECK_EQUAL(counts.rows, set->rows);
        CHECK_EQUAL(counts.duplicate_rows, set->duplicate_rows);
        CHECK_EQUAL(counts.self_loops, set->self_loops);
        CHECK_EQUAL(counts.distinct_pairs, set->distinct_pairs);
        CHECK_EQUAL(graph->num_ties + counts.merged_ties, counts.rows - counts.self_loops);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
rows_are_counted_as_the_importer_must(void)
{
    static const counted_set sets[] = {
        { "hetrec_lastfm2k/user_friends.dat", -1, 25434, 0, 0, 12717 },
        { "deezer_ro/RO_edges.csv.zst", -1, 125826, 0, 0, 125826 },
        { "filmtrust/trust.txt", -1, 1853, 0, 0, 1309 },
        { "twitch_engb/ENGB_edges.csv", -1, 35324, 0, 0, 35324 },
        { "stackexchange_android/edges.txt", -1, 48573, 0, 0, 42915 },
        { "twitter_topolstm/graph.txt", -1, 12045, 0, 0, 8529 },
        { "nethept/hep.txt", 1, 58891, 26656, 39, 31376 },
        { "wiki_vote/wiki-Vote.txt", -1, 103689, 0, 0, 100762 },
        { "facebook_combined/facebook_combined.txt.gz", -1, 88234, 0, 0, 88234 },
        { "slashdot0902/soc-Slashdot0902.txt.gz", -1, 948464, 0, 78303, 504230 },
        { "cnr2000/cnr-2000.edges.tsv.zst", -1, 3216152, 0, 87442, 2738969 },
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) check_counts(&sets[i]);
}

static wom_node
nodes_with_two_neighbours(const wom_graph *mutual)
{
    wom_node count = 0;
    for (wom_node node = 0; node < mutual->num_nodes; node++)
        if (wom_graph_out_degree(mutual, node) >= 2) count++;
    return count;
}

typedef struct published_set {
    const char *name;
    wom_node num_nodes, largest_component;
    double average_clustering; /* over all nodes, those with fewer than two neighbours counting as 0 */
    double closed_share;       /* triangles / (triangles + open triples) */
} published_set;

/* Leskovec and Krevl, SNAP Datasets (2014), tables of statistics. */
static void
measures_agree_with_published_ones(void)
{
    static const published_set sets[] = {
        { "facebook_combined/facebook_combined.txt.gz", 4039, 4039, 0.6055, 0.2647 },
        { "wiki_vote/wiki-Vote.txt", 7115, 7066, 0.1409, 0.04564 },
        { "slashdot0902/soc-Slashdot0902.txt.gz", 82168, 82168, 0.0603, 0.008192 },
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        wom_job *job = test_job(2);
        wom_graph_summary s = { 0 };
        wom_graph *graph = load(NULL, job, sets[i].name, -1, WOM_DIRECTION_MUTUAL);
        if (graph != NULL) {
            CHECK_OK(wom_graph_summarise(&s, job, graph));
            CHECK_EQUAL(s.num_nodes, sets[i].num_nodes);
            CHECK_EQUAL(s.largest_component, sets[i].largest_component);
            const double share = (double)nodes_with_two_neighbours(graph) / graph->num_nodes;
            CHECK_NEAR(s.local_clustering * share, sets[i].average_clustering, 1e-4);
            CHECK_NEAR(s.clustering / (3 - 2 * s.clustering), sets[i].closed_share, 5e-5);
            CHECK_NEAR(s.reciprocity, 1, 0);
        }
        wom_graph_free(graph);
        wom_job_free(job);
    }
}

static double
modularity(const wom_graph *mutual, const uint32_t *community, uint32_t num_communities)
{
    double within = 0, expected = 0;
    for (uint32_t c = 0; c < num_communities; c++) {
        uint64_t degrees = 0;
        for (wom_node node = 0; node < mutual->num_nodes; node++) {
            if (community[node] != c) continue;
            degrees += wom_graph_out_degree(mutual, node);
            for (uint64_t tie = mutual->out_first[node]; tie < mutual->out_first[node + 1]; tie++)
                if (community[mutual->out_head[tie]] == c) within++;
        }
        expected += pow((double)degrees / mutual->num_ties, 2);
    }
    return within / mutual->num_ties - expected;
}

/* The best known modularity of this graph is .8358. */
static void
communities_of_facebook_reach_the_known_modularity(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = load(NULL, job, "facebook_combined/facebook_combined.txt.gz", -1, WOM_DIRECTION_MUTUAL);
    if (graph != NULL) {
        static uint32_t community[4039];
        uint32_t num_communities = 0;
        CHECK_OK(wom_graph_communities(community, &num_communities, job, graph, 1, 1));
        CHECK(num_communities >= 13 && num_communities <= 20);
        CHECK_NEAR(modularity(graph, community, num_communities), 0.8355, 0.0005);
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

TEST_MAIN(TEST(rows_are_counted_as_the_importer_must), TEST(measures_agree_with_published_ones),
          TEST(communities_of_facebook_reach_the_known_modularity))
