#include "same_data.h"

#include "test.h"

static void
check_reals(const double *a, const double *b, uint64_t num, const char *what)
{
    if ((a == NULL) != (b == NULL)) test_failed(__FILE__, __LINE__, "only one has %s", what);
    else if (a != NULL && memcmp(a, b, num * sizeof *a) != 0) test_failed(__FILE__, __LINE__, "%s differs", what);
}

static void
check_names(char *const *a, char *const *b, uint32_t num)
{
    CHECK((a == NULL) == (b == NULL));
    for (uint32_t i = 0; a != NULL && b != NULL && i < num; ++i) CHECK_TEXT(a[i], b[i]);
}

void
check_same_vectors(const wom_vectors *a, const wom_vectors *b)
{
    CHECK((a == NULL) == (b == NULL));
    if (a == NULL || b == NULL) return;
    CHECK_EQUAL(a->num_rows, b->num_rows);
    CHECK_EQUAL(a->num_dimensions, b->num_dimensions);
    CHECK(memcmp(a->first, b->first, (a->num_rows + 1) * sizeof *a->first) == 0);
    CHECK(memcmp(a->dimension, b->dimension, a->first[a->num_rows] * sizeof *a->dimension) == 0);
    CHECK(memcmp(a->value, b->value, a->first[a->num_rows] * sizeof *a->value) == 0);
    CHECK(memcmp(a->norm, b->norm, a->num_rows * sizeof *a->norm) == 0);
    CHECK_EQUAL(a->num_missing, b->num_missing);
}

static void
check_graphs(const wom_graph *a, const wom_graph *b)
{
    CHECK_EQUAL(a->num_nodes, b->num_nodes);
    CHECK_EQUAL(a->num_ties, b->num_ties);
    if (a->num_nodes != b->num_nodes || a->num_ties != b->num_ties) return;
    CHECK(memcmp(a->out_first, b->out_first, (a->num_nodes + 1) * sizeof *a->out_first) == 0);
    CHECK(memcmp(a->out_head, b->out_head, a->num_ties * sizeof *a->out_head) == 0);
    CHECK(memcmp(a->in_first, b->in_first, (a->num_nodes + 1) * sizeof *a->in_first) == 0);
    CHECK(memcmp(a->in_tail, b->in_tail, a->num_ties * sizeof *a->in_tail) == 0);
    CHECK(memcmp(a->in_tie, b->in_tie, a->num_ties * sizeof *a->in_tie) == 0);
    CHECK((a->strength == NULL) == (b->strength == NULL));
    if (a->strength != NULL && b->strength != NULL)
        CHECK(memcmp(a->strength, b->strength, a->num_ties * sizeof *a->strength) == 0);
    CHECK((a->layer == NULL) == (b->layer == NULL));
    if (a->layer != NULL && b->layer != NULL)
        CHECK(memcmp(a->layer, b->layer, a->num_ties * sizeof *a->layer) == 0);
}

void
check_same_data(const wom_data *a, const wom_data *b)
{
    const uint32_t num = a->graph->num_nodes;
    check_graphs(a->graph, b->graph);
    if (num != b->graph->num_nodes) return;
    for (wom_node user = 0; user < num; ++user) CHECK_TEXT(wom_data_user_id(a, user), wom_data_user_id(b, user));
    check_reals(a->cost, b->cost, num, "cost");
    check_reals(a->value, b->value, num, "value");
    check_reals(a->accept, b->accept, num, "accept");
    check_reals(a->activity, b->activity, num, "activity");
    check_reals(a->circle, b->circle, num, "circle");
    check_reals(a->friends, b->friends, num, "friends");
    check_reals(a->purchase, b->purchase, num, "purchase");
    CHECK((a->segment == NULL) == (b->segment == NULL));
    if (a->segment != NULL && b->segment != NULL)
        CHECK(memcmp(a->segment, b->segment, num * sizeof *a->segment) == 0);
    CHECK_EQUAL(a->num_segments, b->num_segments);
    check_names(a->segment_name, b->segment_name, a->num_segments);
    CHECK_EQUAL(a->num_layers, b->num_layers);
    check_names(a->layer_name, b->layer_name, a->num_layers);
    CHECK_EQUAL(a->num_contents, b->num_contents);
    check_names(a->content_id, b->content_id, a->num_contents);
    check_reals(a->content_value, b->content_value, a->num_contents, "content value");
    check_reals(a->content_cost, b->content_cost, a->num_contents, "content cost");
    check_same_vectors(a->user_interests, b->user_interests);
    check_same_vectors(a->content_interests, b->content_interests);
    if (a->user_interests != NULL)
        check_names(a->dimension_name, b->dimension_name, a->user_interests->num_dimensions);
}
