/* What is true of every generator: the same bits for any number of threads, other seeds other ties, only nodes there
 * are, and no allocation failing leaks. */
#include "graphs.h"
#include "test.h"

#include <stdio.h>

/* Small and quick; every generator has the fields of one of these, or none. */
static wom_choice
small(wom_job *job, const char *name)
{
    char text[128];
    const bool by_scale = strcmp(name, "rmat") == 0;
    snprintf(text, sizeof text, "{\"type\":\"%s\",\"%s\":%d}", name, by_scale ? "scale" : "users",
             by_scale ? 11 : 2100);
    return graph_choice(job, &wom_generators, text);
}

static wom_tie_list
list_of(wom_job *job, const char *name, uint64_t seed)
{
    wom_tie_list list;
    wom_choice choice = small(job, name);
    CHECK_OK(wom_tie_list_generate(&list, job, &choice, seed));
    wom_choice_free(&choice);
    return list;
}

static bool
are_equal(const wom_tie_list *a, const wom_tie_list *b)
{
    if (a->num_nodes != b->num_nodes || a->num_rows != b->num_rows || a->direction != b->direction) return false;
    if (a->num_communities != b->num_communities || (a->community == NULL) != (b->community == NULL)) return false;
    const size_t nodes = a->num_nodes * sizeof(uint32_t), rows = a->num_rows * sizeof(wom_node);
    if (a->community != NULL && memcmp(a->community, b->community, nodes) != 0) return false;
    if (a->strength != NULL && memcmp(a->strength, b->strength, a->num_rows * sizeof *a->strength) != 0) return false;
    return memcmp(a->from, b->from, rows) == 0 && memcmp(a->to, b->to, rows) == 0;
}

#define FOR_EACH_NAME(name)                                                                                            \
    for (const wom_variant *const *variant = wom_generators.variants; *variant != NULL; variant++)                     \
        for (const char *name = (*variant)->name; name != NULL; name = NULL)

static void
any_number_of_threads_makes_the_same_rows_and_another_seed_others(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    wom_job *job = test_job(1);
    FOR_EACH_NAME(name)
    {
        wom_tie_list first = list_of(job, name, 5), other = list_of(job, name, 6);
        if (are_equal(&first, &other)) test_failed(__FILE__, __LINE__, "%s: seeds 5 and 6 are the same", name);
        for (int i = 0; i < 3; i++) {
            wom_job *many = test_job(threads[i]);
            wom_tie_list again = list_of(many, name, 5);
            if (!are_equal(&first, &again)) test_failed(__FILE__, __LINE__, "%s: %u threads differ", name, threads[i]);
            wom_tie_list_clear(&again);
            wom_job_free(many);
        }
        wom_tie_list_clear(&first);
        wom_tie_list_clear(&other);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
rows_lead_to_nodes_there_are_and_few_are_dropped(void)
{
    wom_job *job = test_job(2);
    FOR_EACH_NAME(name)
    {
        wom_graph *graph = NULL;
        wom_graph_counts counts;
        wom_choice choice = small(job, name);
        CHECK_OK(wom_graph_generate(&graph, &counts, job, &choice, 1));
        const bool is_simple = strcmp(name, "town") == 0 || strcmp(name, "forest-fire") == 0 ||
                               strcmp(name, "erdos-renyi") == 0 || strcmp(name, "blocks") == 0;
        const double dropped = (double)(counts.self_loops + counts.merged_ties) / (double)counts.rows;
        if (graph != NULL && graph->num_ties < graph->num_nodes / 2)
            test_failed(__FILE__, __LINE__, "%s: %u ties", name, graph->num_ties);
        /* R-MAT repeats many in so small a graph, the others a few */
        if (dropped > (is_simple ? 0 : strcmp(name, "rmat") == 0 ? 0.5 : 0.05))
            test_failed(__FILE__, __LINE__, "%s: %g of the rows are dropped", name, dropped);
        wom_graph_free(graph);
        wom_choice_free(&choice);
    }
    wom_job_free(job);
}

static void
what_a_model_lacks_is_added_and_its_ties_stay(void)
{
    wom_job *job = test_job(2);
    FOR_EACH_NAME(name)
    {
        wom_graph *graph = NULL;
        wom_choice choice = small(job, name);
        wom_tie_list list = list_of(job, name, 3);
        CHECK_OK(wom_graph_generate(&graph, NULL, job, &choice, 3));
        CHECK_OK(wom_tie_list_complete(&list, job, 3));
        CHECK_EQUAL(list.num_rows, graph->num_ties);
        CHECK_EQUAL(list.direction, WOM_DIRECTION_INFLUENCE);
        CHECK(list.strength != NULL && list.activity != NULL && list.community != NULL);
        for (uint64_t row = 0; row < list.num_rows; row++) CHECK(list.strength[row] >= 1);
        for (wom_node node = 0; node < list.num_nodes; node++)
            CHECK(list.activity[node] > 0 && list.community[node] < list.num_communities);
        wom_tie_list_clear(&list);
        wom_graph_free(graph);
        wom_choice_free(&choice);
    }
    wom_job_free(job);
}

/* ---- Memory ---- */

static const char *failing_name;

static wom_status
generate_and_complete(wom_job *job)
{
    wom_tie_list list = { .num_nodes = 0 };
    wom_choice choice;
    /* by hand: choices of tests end the program without memory */
    wom_status status = wom_choice_default(&choice, job, &wom_generators, failing_name);
    if (status == WOM_OK) {
        uint32_t *size = choice.params; /* "users" or "scale" is the first parameter of all */
        *size = strcmp(failing_name, "rmat") == 0 ? 5 : 40;
        double *mean = strcmp(failing_name, "town") == 0 ? &((double *)choice.params)[1] : NULL;
        if (mean != NULL) *mean = 4;
        status = wom_tie_list_generate(&list, job, &choice, 1);
    }
    if (status == WOM_OK) status = wom_tie_list_complete(&list, job, 1);
    wom_tie_list_clear(&list);
    wom_choice_free(&choice);
    return status;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    FOR_EACH_NAME(name)
    {
        failing_name = name;
        test_each_allocation_failing(generate_and_complete);
    }
}

TEST_MAIN(TEST(any_number_of_threads_makes_the_same_rows_and_another_seed_others),
          TEST(rows_lead_to_nodes_there_are_and_few_are_dropped), TEST(what_a_model_lacks_is_added_and_its_ties_stay),
          TEST(each_allocation_failing_leaks_nothing))
