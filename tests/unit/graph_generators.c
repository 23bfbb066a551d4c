/* graph: generators at the ends of their ranges are what can be told by hand, and parameters that do not go together
 * are refused. */
#include "graphs.h"
#include "test.h"

static wom_tie_list
list_of(wom_job *job, const char *text, uint64_t seed)
{
    wom_tie_list list;
    wom_choice choice = graph_choice(job, &wom_generators, text);
    CHECK_OK(wom_tie_list_generate(&list, job, &choice, seed));
    wom_choice_free(&choice);
    return list;
}

static wom_graph_counts
check_graph(const char *text, wom_node num_nodes, wom_tie num_ties)
{
    wom_job *job = test_job(1);
    wom_graph *graph = NULL;
    wom_graph_counts counts = { 0 };
    wom_choice choice = graph_choice(job, &wom_generators, text);
    CHECK_OK(wom_graph_generate(&graph, &counts, job, &choice, 1));
    if (graph != NULL) {
        CHECK_EQUAL(graph->num_nodes, num_nodes);
        CHECK_EQUAL(graph->num_ties, num_ties);
    }
    wom_graph_free(graph);
    wom_choice_free(&choice);
    wom_job_free(job);
    return counts;
}

static void
certain_pairs_are_all_there(void)
{
    check_graph("{\"type\":\"erdos-renyi\",\"users\":9,\"mean_friends\":8}", 9, 72);
    check_graph("{\"type\":\"erdos-renyi\",\"users\":9,\"mean_friends\":0}", 9, 0);
    check_graph("{\"type\":\"blocks\",\"users\":9,\"communities\":3,\"inside\":1,\"outside\":0}", 9, 18);
    check_graph("{\"type\":\"blocks\",\"users\":9,\"communities\":3,\"inside\":0,\"outside\":1}", 9, 54);
    check_graph("{\"type\":\"blocks\",\"users\":2000,\"communities\":1,\"inside\":1}", 2000, 2000 * 1999);
}

static void
sizes_of_communities_may_be_given(void)
{
    wom_job *job = test_job(1);
    static const char text[] = "{\"type\":\"blocks\",\"sizes\":\"4, 1 2\",\"inside\":1,\"outside\":0}";
    wom_json *json = NULL; /* the choice borrows the text of sizes */
    wom_choice choice;
    wom_tie_list list = { .num_nodes = 0 };
    CHECK_OK(wom_json_parse(&json, job, text, sizeof text - 1, "test"));
    CHECK_OK(wom_choice_read(&choice, job, &wom_generators, json));
    CHECK_OK(wom_tie_list_generate(&list, job, &choice, 1));
    static const uint32_t expected[] = { 0, 0, 0, 0, 1, 2, 2 };
    CHECK_EQUAL(list.num_nodes, 7);
    CHECK_EQUAL(list.num_rows, 7);
    CHECK(list.community != NULL && memcmp(list.community, expected, sizeof expected) == 0);
    wom_choice_free(&choice);
    wom_json_free(json);
    wom_tie_list_clear(&list);
    wom_job_free(job);
}

static void
a_ring_without_rewiring_is_a_ring(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = NULL;
    wom_graph_summary summary;
    wom_choice choice =
        graph_choice(job, &wom_generators, "{\"type\":\"watts-strogatz\",\"users\":50,\"friends\":6,\"rewiring\":0}");
    CHECK_OK(wom_graph_generate(&graph, NULL, job, &choice, 1));
    CHECK_OK(wom_graph_summarise(&summary, job, graph));
    CHECK_EQUAL(graph->num_ties, 300);
    CHECK_EQUAL(summary.max_out_degree, 6);
    CHECK_NEAR(summary.clustering, 3 * 4 / (4.0 * 5), 1e-12); /* 3 (k - 2) / 4 (k - 1) */
    wom_graph_free(graph);
    wom_choice_free(&choice);
    wom_job_free(job);
}

static void
a_single_friend_each_makes_a_tree(void)
{
    const wom_graph_counts counts = check_graph("{\"type\":\"barabasi-albert\",\"users\":500,\"friends\":1}", 500, 998);
    CHECK_EQUAL(counts.merged_ties, 0);
    check_graph("{\"type\":\"barabasi-albert\",\"users\":5,\"friends\":4}", 5, 20); /* all are there at the start */
    check_graph("{\"type\":\"forest-fire\",\"users\":500,\"forward\":0}", 500, 499);
}

static void
a_matrix_of_one_quarter_is_one_pair(void)
{
    wom_job *job = test_job(1);
    wom_tie_list list =
        list_of(job, "{\"type\":\"rmat\",\"scale\":5,\"mean_ties\":2,\"a\":0,\"b\":1,\"c\":0,\"d\":0}", 1);
    CHECK_EQUAL(list.num_nodes, 32);
    CHECK_EQUAL(list.num_rows, 64);
    for (uint64_t row = 0; row < list.num_rows; row++) CHECK(list.from[row] == 0 && list.to[row] == 31);
    wom_tie_list_clear(&list);
    wom_job_free(job);
}

static void
neighbours_share_communities_and_loners_have_their_own(void)
{
    wom_job *job = test_job(1);
    /* a ring of 100 users: two centres, each with those around it */
    wom_tie_list list =
        list_of(job, "{\"type\":\"watts-strogatz\",\"users\":100,\"friends\":2,\"rewiring\":0}", 1);
    CHECK_OK(wom_tie_list_complete(&list, job, 1));
    uint32_t changes = 0;
    for (wom_node node = 0; node < 100; node++) changes += list.community[node] != list.community[(node + 1) % 100];
    CHECK_EQUAL(list.num_communities, 2);
    CHECK_EQUAL(changes, 2);
    wom_tie_list_clear(&list);
    list = list_of(job, "{\"type\":\"erdos-renyi\",\"users\":4,\"mean_friends\":0}", 1);
    CHECK_OK(wom_tie_list_complete(&list, job, 1));
    CHECK_EQUAL(list.num_communities, 4);
    CHECK_EQUAL(list.num_rows, 0);
    wom_tie_list_clear(&list);
    wom_job_free(job);
}

static void
what_does_not_go_together_is_refused(void)
{
    static const struct {
        const char *text, *part;
    } refused[] = {
        { "{\"type\":\"town\",\"users\":20}", "town: mean_friends is 12, must be at most half of the 20 users" },
        { "{\"type\":\"barabasi-albert\",\"users\":5}", "barabasi-albert: friends is 5, must be below" },
        { "{\"type\":\"blocks\",\"users\":5,\"communities\":6}", "communities is 6, must be at most" },
        { "{\"type\":\"blocks\",\"sizes\":\"5 x\"}", "sizes: must be whole numbers" },
        { "{\"type\":\"blocks\",\"sizes\":\"5 0\"}", "sizes: must be whole numbers" },
        { "{\"type\":\"blocks\",\"sizes\":\"5 -2\"}", "sizes: must be whole numbers" },
        { "{\"type\":\"blocks\",\"sizes\":\" , \"}", "sizes: is empty" },
        { "{\"type\":\"blocks\",\"sizes\":\"3000000000 3000000000\"}", "sum to at most" },
        { "{\"type\":\"blocks\",\"users\":4000000,\"inside\":1}", "friendships, must be at most" },
        { "{\"type\":\"configuration\",\"users\":100,\"mean_friends\":200}", "configuration: mean_friends is 200" },
        { "{\"type\":\"erdos-renyi\",\"users\":5,\"mean_friends\":5}", "must be below the number of users" },
        { "{\"type\":\"rmat\",\"a\":0.6}", "rmat: a + b + c + d is 1.03, must be 1" },
        { "{\"type\":\"rmat\",\"scale\":31,\"mean_ties\":1000}", "ties, must be at most" },
        { "{\"type\":\"watts-strogatz\",\"friends\":5}", "friends is 5, must be even" },
        { "{\"type\":\"watts-strogatz\",\"users\":10}", "must be below the number of users" },
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        wom_tie_list list;
        wom_json *json = NULL; /* outlives the choice, which borrows texts */
        wom_choice choice;
        CHECK_OK(wom_json_parse(&json, job, refused[i].text, strlen(refused[i].text), "test"));
        CHECK_OK(wom_choice_read(&choice, job, &wom_generators, json));
        CHECK_FAILS(wom_tie_list_generate(&list, job, &choice, 1), WOM_INVALID, refused[i].part);
        CHECK(list.from == NULL && list.community == NULL);
        wom_choice_free(&choice);
        wom_json_free(json);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(certain_pairs_are_all_there), TEST(sizes_of_communities_may_be_given),
          TEST(a_ring_without_rewiring_is_a_ring), TEST(a_single_friend_each_makes_a_tree),
          TEST(a_matrix_of_one_quarter_is_one_pair), TEST(neighbours_share_communities_and_loners_have_their_own),
          TEST(what_does_not_go_together_is_refused))
