/* graph: generators against what their papers derive. */
#include "graphs.h"
#include "test.h"

#include <stdio.h>

static wom_graph *
graph_by(wom_job *job, const char *text, uint64_t seed)
{
    wom_graph *graph = NULL;
    wom_choice choice = graph_choice(job, &wom_generators, text);
    CHECK_OK(wom_graph_generate(&graph, NULL, job, &choice, seed));
    wom_choice_free(&choice);
    return graph;
}

/* Within 5 standard errors of a binomial count. */
static void
check_count(const char *what, double count, double trials, double p)
{
    const double expected = trials * p, error = sqrt(trials * p * (1 - p));
    if (!(fabs(count - expected) <= 5 * error))
        test_failed(__FILE__, __LINE__, "%s: %g, not %g +- %g", what, count, expected, error);
}

static void
pairs_are_friends_as_often_as_said(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = graph_by(job, "{\"type\":\"erdos-renyi\",\"users\":20000,\"mean_friends\":15}", 1);
    check_count("pairs", graph->num_ties / 2.0, 20000.0 * 19999 / 2, 15.0 / 19999);
    double none = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++) none += wom_graph_out_degree(graph, node) == 15;
    const double poisson = exp(15 * log(15) - 15 - lgamma(16));
    check_count("users with 15 friends", none, 20000, poisson);
    wom_graph_free(graph);
    wom_job_free(job);
}

static void
blocks_have_their_densities(void)
{
    wom_job *job = test_job(2);
    wom_choice choice = graph_choice(
        job, &wom_generators,
        "{\"type\":\"blocks\",\"users\":3000,\"communities\":3,\"inside\":0.02,\"outside\":0.003}");
    wom_tie_list list;
    double found[3][3] = { { 0 } };
    CHECK_OK(wom_tie_list_generate(&list, job, &choice, 1));
    for (uint64_t row = 0; row < list.num_rows; row++)
        found[list.community[list.from[row]]][list.community[list.to[row]]]++;
    for (int a = 0; a < 3; a++)
        for (int b = a; b < 3; b++)
            check_count("a block", found[a][b], a == b ? 1000.0 * 999 / 2 : 1e6, a == b ? 0.02 : 0.003);
    wom_tie_list_clear(&list);
    wom_choice_free(&choice);
    wom_job_free(job);
}

/* Independent rows: each falls by itself, at every level alike. */
static void
quarters_of_the_matrix_have_their_shares(void)
{
    static const double share[2][2] = { { 0.57, 0.19 }, { 0.19, 0.05 } };
    wom_job *job = test_job(2);
    wom_choice choice = graph_choice(job, &wom_generators, "{\"type\":\"rmat\",\"scale\":9,\"mean_ties\":400}");
    wom_tie_list list;
    CHECK_OK(wom_tie_list_generate(&list, job, &choice, 1));
    for (uint32_t level = 0; level < 9; level++) {
        double found[2][2] = { { 0 } };
        for (uint64_t row = 0; row < list.num_rows; row++)
            found[list.from[row] >> level & 1][list.to[row] >> level & 1]++;
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++) check_count("a quarter", found[i][j], (double)list.num_rows, share[i][j]);
    }
    wom_tie_list_clear(&list);
    wom_choice_free(&choice);
    wom_job_free(job);
}

/* Bollobas, Riordan, Spencer and Tusnady, RSA 2001: a share 2 m (m + 1) / (d (d + 1) (d + 2)) of users has d friends.
 * With one friend a newcomer none is drawn twice, so it holds up to terms of order 1 / n. */
static void
degrees_under_preferential_attachment_have_their_law(void)
{
    wom_job *job = test_job(2);
    wom_graph *graph = graph_by(job, "{\"type\":\"barabasi-albert\",\"users\":200000,\"friends\":1}", 1);
    double found[6] = { 0 };
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        const uint32_t degree = wom_graph_out_degree(graph, node);
        if (degree < 6) found[degree]++;
    }
    for (int d = 1; d < 6; d++) check_count("users of a degree", found[d], 200000, 4.0 / (d * (d + 1) * (d + 2)));
    wom_graph_free(graph);
    graph = graph_by(job, "{\"type\":\"barabasi-albert\",\"users\":100000,\"friends\":8}", 2);
    wom_graph_summary summary;
    CHECK_OK(wom_graph_summarise(&summary, job, graph));
    CHECK_NEAR(summary.tail_exponent, 3, 0.15); /* Hill's error is (a - 1) / sqrt(5000) = 0.03; degrees are whole */
    CHECK_NEAR(summary.mean_degree, 16, 0.05);
    wom_graph_free(graph);
    wom_job_free(job);
}

static double
triangles_of(const wom_graph *graph, const wom_graph_summary *summary)
{
    double triples = 0;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        const double degree = wom_graph_out_degree(graph, node);
        triples += degree * (degree - 1) / 2;
    }
    return summary->clustering * triples / 3;
}

/* Barrat and Weigt, EPJ B 2000: of the n k (k - 2) / 8 triangles of the ring a share (1 - p)^3 stays. */
static void
small_worlds_lose_their_triangles_as_the_cube(void)
{
    static const double rewiring[] = { 0, 0.01, 0.1, 0.4 };
    wom_job *job = test_job(2);
    for (int i = 0; i < 4; i++) {
        char text[128];
        wom_graph_summary summary;
        snprintf(text, sizeof text, "{\"type\":\"watts-strogatz\",\"users\":20000,\"friends\":10,\"rewiring\":%g}",
                 rewiring[i]);
        wom_graph *graph = graph_by(job, text, 1);
        CHECK_OK(wom_graph_summarise(&summary, job, graph));
        const double stays = 1 - rewiring[i];
        /* The share of ties that stay is known to .15 %, its cube to .5 %; a few hundred triangles come by chance. */
        CHECK_NEAR(triangles_of(graph, &summary) / (20000.0 * 10 * 8 / 8 * stays * stays * stays), 1, 0.02);
        CHECK_NEAR(summary.mean_degree, 10, 0.01);
        wom_graph_free(graph);
    }
    wom_job_free(job);
}

static void
configured_degrees_have_their_mean_and_tail(void)
{
    static const double exponents[] = { 2.3, 3, 5 };
    wom_job *job = test_job(2);
    for (int i = 0; i < 3; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"type\":\"configuration\",\"users\":50000,\"mean_friends\":40,\"exponent\":%g}",
                 exponents[i]);
        wom_choice choice = graph_choice(job, &wom_generators, text);
        wom_tie_list list;
        wom_graph *graph = graph_by(job, text, 1);
        wom_graph_summary summary;
        CHECK_OK(wom_tie_list_generate(&list, job, &choice, 1));
        CHECK_OK(wom_graph_summarise(&summary, job, graph));
        /* Cut at sqrt(40 * 50,000) = 1414 the standard deviation is 90 at most. */
        CHECK_NEAR(2 * (double)list.num_rows / 50000, 40, 5 * 90 / sqrt(50000));
        if (exponents[i] >= 3) CHECK_NEAR(summary.tail_exponent, exponents[i], 0.1 * exponents[i]);
        CHECK(summary.mean_degree > 0.9 * 2 * (double)list.num_rows / 50000);
        wom_tie_list_clear(&list);
        wom_graph_free(graph);
        wom_choice_free(&choice);
    }
    wom_job_free(job);
}

/* The third user follows one of the first two; the second follows the first, so the fire goes on to her with
 * probability p where it began at the second, and r p where it began at the first: (p + r p) / 2 more links. */
static void
the_first_fires_spread_as_often_as_said(void)
{
    enum { FIRES = 20000 };
    wom_job *job = test_job(1);
    wom_choice choice = graph_choice(job, &wom_generators,
                                     "{\"type\":\"forest-fire\",\"users\":3,\"forward\":0.6,\"backward\":0.5}");
    double more = 0;
    for (uint64_t seed = 0; seed < FIRES; seed++) {
        wom_tie_list list;
        CHECK_OK(wom_tie_list_generate(&list, job, &choice, seed));
        more += (double)list.num_rows - 2;
        wom_tie_list_clear(&list);
    }
    check_count("fires that go on", more, FIRES, (0.6 + 0.3) / 2);
    wom_choice_free(&choice);
    wom_job_free(job);
}

/* Without fire it is a random recursive tree: a share 2^-(d + 1) of users has d followers (Na and Rapoport, Math.
 * Biosci. 1970). */
static void
without_fire_followers_halve_from_number_to_number(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = graph_by(job, "{\"type\":\"forest-fire\",\"users\":100000,\"forward\":0}", 1);
    double found[5] = { 0 };
    for (wom_node node = 0; node < graph->num_nodes; node++)
        if (wom_graph_out_degree(graph, node) < 5) found[wom_graph_out_degree(graph, node)]++;
    for (int d = 0; d < 5; d++) check_count("users with so many followers", found[d], 1e5, ldexp(1, -d - 1));
    wom_graph_free(graph);
    wom_job_free(job);
}

/* Leskovec, Kleinberg and Faloutsos: ties grow faster than users. */
static void
burning_forests_grow_denser(void)
{
    wom_job *job = test_job(1);
    wom_graph *few = graph_by(job, "{\"type\":\"forest-fire\",\"users\":1000,\"forward\":0.37,\"backward\":1}", 1);
    wom_graph *many = graph_by(job, "{\"type\":\"forest-fire\",\"users\":20000,\"forward\":0.37,\"backward\":1}", 1);
    CHECK((double)many->num_ties / many->num_nodes > 1.3 * few->num_ties / few->num_nodes);
    wom_graph_free(few);
    wom_graph_free(many);
    wom_job_free(job);
}

TEST_MAIN(TEST(pairs_are_friends_as_often_as_said), TEST(blocks_have_their_densities),
          TEST(quarters_of_the_matrix_have_their_shares), TEST(degrees_under_preferential_attachment_have_their_law),
          TEST(small_worlds_lose_their_triangles_as_the_cube), TEST(configured_degrees_have_their_mean_and_tail),
          TEST(the_first_fires_spread_as_often_as_said), TEST(without_fire_followers_halve_from_number_to_number),
          TEST(burning_forests_grow_denser))
