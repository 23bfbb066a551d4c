/* The users' and the contents' own columns: read under the numbers of first sight, placed under the final ones. */
#include "data/loading.h"

#include <math.h>

enum { COST, VALUE, ACCEPT, ACTIVITY, CIRCLE, FRIENDS, PURCHASE, NUM_USER_COLUMNS };

static const wom_attribute user_columns[NUM_USER_COLUMNS] = {
    [COST] = { "cost", 0, INFINITY, false, false },    [VALUE] = { "value", 0, INFINITY, false, true },
    [ACCEPT] = { "accept", 0, 1, false, true },        [ACTIVITY] = { "activity", 0, INFINITY, false, true },
    [CIRCLE] = { "circle", 0, INFINITY, true, false }, [FRIENDS] = { "friends", 0, INFINITY, true, false },
    [PURCHASE] = { "purchase", 0, 1, false, true },
};

enum { CONTENT_VALUE, CONTENT_COST, NUM_CONTENT_COLUMNS };

static const wom_attribute content_columns[NUM_CONTENT_COLUMNS] = {
    [CONTENT_VALUE] = { "value", 0, INFINITY, false, true },
    [CONTENT_COST] = { "cost", 0, INFINITY, false, false },
};

wom_status
wom_load_users(wom_loading *loading)
{
    loading->users = (wom_attributes){ .job = loading->job, .columns = user_columns, .num_columns = NUM_USER_COLUMNS };
    loading->users.skipping = wom_skipping_of(loading, WOM_INPUT_USERS);
    if (!wom_is_given(loading->files->users)) return WOM_OK;
    const wom_attributes_names names = { "user", &loading->names->users, "segment", &loading->names->segments };
    WOM_TRY(wom_attributes_read(&loading->users, loading->files->users, &names));
    loading->data->report.empty_fields += loading->users.num_empty;
    loading->data->report.truth_values += loading->users.num_truths;
    loading->data->report.converted_rows += loading->users.num_converted;
    return WOM_OK;
}

wom_status
wom_load_contents(wom_loading *loading)
{
    loading->contents =
        (wom_attributes){ .job = loading->job, .columns = content_columns, .num_columns = NUM_CONTENT_COLUMNS };
    loading->contents.skipping = wom_skipping_of(loading, WOM_INPUT_CONTENTS);
    if (!wom_is_given(loading->files->contents)) return WOM_OK;
    const wom_attributes_names names = { "content", &loading->names->contents, NULL, NULL };
    WOM_TRY(wom_attributes_read(&loading->contents, loading->files->contents, &names));
    if (loading->contents.num_rows == 0)
        return wom_fail(WOM_INVALID, "%s: there is no content in it", loading->files->contents);
    loading->data->report.empty_fields += loading->contents.num_empty;
    loading->data->report.truth_values += loading->contents.num_truths;
    loading->data->report.converted_rows += loading->contents.num_converted;
    return WOM_OK;
}

/* ---- Placing ---- */

static double
incoming_strength(const wom_graph *graph, wom_node user)
{
    double sum = 0;
    for (uint64_t i = graph->in_first[user]; i < graph->in_first[user + 1]; ++i)
        sum += graph->strength == NULL ? 1 : (double)graph->strength[graph->in_tie[i]];
    return sum;
}

/* What holds for a user of whom the users file says nothing. */
static double
default_of(const wom_loading *loading, uint32_t column, wom_node user)
{
    const wom_graph *graph = loading->data->graph;
    double natural = 0;
    switch (column) {
    case COST: return loading->files->fee_base + loading->files->fee_per_friend * wom_graph_out_degree(graph, user);
    case VALUE:
    case ACCEPT: return 1;
    case CIRCLE: natural = incoming_strength(graph, user); return natural > 0 ? natural : 1;
    case FRIENDS: natural = wom_graph_in_degree(graph, user); return natural > 0 ? natural : 1;
    default: return 0;
    }
}

static wom_status
place_column(double **placed, const wom_loading *loading, uint32_t column)
{
    const double *given = loading->users.value[column];
    const wom_node num_users = loading->names->users.num;
    const bool has_fee = loading->files->fee_base > 0 || loading->files->fee_per_friend > 0;
    if (given == NULL && !(column == COST && has_fee)) return WOM_OK;
    WOM_TRY(wom_allocate(placed, loading->job, num_users, sizeof **placed, user_columns[column].name));
    for (wom_node user = 0; user < num_users; ++user) (*placed)[user] = default_of(loading, column, user);
    for (uint64_t row = 0; given != NULL && row < loading->users.num_rows; ++row)
        if (!isnan(given[row])) (*placed)[loading->node_of[loading->users.id_of_row[row]]] = given[row];
    return WOM_OK;
}

/* Users without a segment are in the one called "", which exists only if there are such users. */
static wom_status
place_segments(wom_loading *loading)
{
    wom_data *data = loading->data;
    const uint32_t *text_of_row = loading->users.text_of_row;
    const wom_node num_users = loading->names->users.num;
    uint32_t *new_of = NULL, num_with = 0;
    if (text_of_row == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(&data->segment, loading->job, num_users, sizeof *data->segment, "segments"));
    for (wom_node user = 0; user < num_users; ++user) data->segment[user] = WOM_NO_NODE;
    for (uint64_t row = 0; row < loading->users.num_rows; ++row) {
        data->segment[loading->node_of[loading->users.id_of_row[row]]] = text_of_row[row];
        num_with += text_of_row[row] != WOM_NO_NODE;
    }
    uint32_t none = WOM_NO_NODE;
    if (num_with < num_users) WOM_TRY(wom_ids_add(&none, &loading->names->segments, (wom_text){ "", 0 }));
    WOM_TRY(wom_ids_renumber(&new_of, &loading->names->segments, WOM_IDS_BYTES, NULL));
    for (wom_node user = 0; user < num_users; ++user)
        data->segment[user] = new_of[data->segment[user] == WOM_NO_NODE ? none : data->segment[user]];
    wom_free(new_of);
    return WOM_OK;
}

wom_status
wom_place_users(wom_loading *loading)
{
    wom_data *data = loading->data;
    double **const placed[NUM_USER_COLUMNS] = {
        [COST] = &data->cost,         [VALUE] = &data->value,   [ACCEPT] = &data->accept,
        [ACTIVITY] = &data->activity, [CIRCLE] = &data->circle, [FRIENDS] = &data->friends,
        [PURCHASE] = &data->purchase,
    };
    if (wom_is_given(loading->files->users))
        data->report.users_without_row = loading->names->users.num - loading->users.num_rows;
    for (uint32_t column = 0; column < NUM_USER_COLUMNS; ++column)
        WOM_TRY(place_column(placed[column], loading, column));
    return place_segments(loading);
}

/* A column of the contents, in file order, which is theirs. */
static wom_status
take_content_column(double **placed, wom_loading *loading, uint32_t column, double otherwise)
{
    const double *given = loading->contents.value[column];
    if (given == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(placed, loading->job, loading->contents.num_rows, sizeof **placed, "contents"));
    for (uint64_t row = 0; row < loading->contents.num_rows; ++row)
        (*placed)[row] = isnan(given[row]) ? otherwise : given[row];
    return WOM_OK;
}

/* Contents that are known from their interests only have no order but their names'. */
wom_status
wom_place_contents(wom_loading *loading)
{
    static const char only[] = "content";
    wom_ids *contents = &loading->names->contents;
    uint32_t number = 0;
    WOM_TRY(take_content_column(&loading->data->content_value, loading, CONTENT_VALUE, 1));
    WOM_TRY(take_content_column(&loading->data->content_cost, loading, CONTENT_COST, 0));
    if (contents->num == 0) return wom_ids_add(&number, contents, (wom_text){ only, sizeof only - 1 });
    if (wom_is_given(loading->files->contents)) return WOM_OK;
    return wom_ids_renumber(&loading->content_of, contents, WOM_IDS_NATURE, NULL);
}
