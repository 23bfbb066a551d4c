/* Ties from a graph file of another program: its nodes are users, its edges the rows. */
#include "data/loading.h"

/* Nodes are handed on first, each with another name, so that a node's place is its number. */
static wom_status
take_node(void *context, wom_text name)
{
    wom_loading *loading = context;
    uint32_t number = 0;
    if (loading->names->users.num >= WOM_SMALL_ID - 1) return wom_fail(WOM_INVALID, "more than 2^31 - 1 nodes");
    return wom_ids_add(&number, &loading->names->users, name);
}

static wom_status
take_tie(void *context, wom_node from, wom_node to, double strength)
{
    wom_loading *loading = context;
    const uint64_t row = loading->num_rows;
    WOM_TRY(wom_reserve_ties(loading, 1, true, false));
    loading->from[row] = WOM_SMALL_ID + from; /* of a user that has a number */
    loading->to[row] = WOM_SMALL_ID + to;
    loading->strength[row] = strength;
    ++loading->num_rows;
    return WOM_OK;
}

static wom_status
check_options(const wom_data_files *files, const char *format)
{
    if (wom_is_given(files->from) || wom_is_given(files->to))
        return wom_fail(WOM_INVALID, "%s: is a %s file, which has no columns; leave \"from\" and \"to\" out",
                        files->ties, format);
    if (wom_is_given(files->layer))
        return wom_fail(WOM_INVALID, "%s: is a %s file, of whose ties layers are not read; give \"layer\" with a table",
                        files->ties, format);
    if (files->size_line)
        return wom_fail(WOM_INVALID, "%s: is a %s file, which has no size line", files->ties, format);
    return WOM_OK;
}

wom_status
wom_load_ties_file(wom_loading *loading, wom_source *source, wom_ties_header *header)
{
    wom_graph_file_facts facts = { 0 };
    const wom_graph_sink sink = { loading, take_node, take_tie };
    WOM_TRY(check_options(loading->files, header->format));
    const wom_status status =
        wom_graph_file_read(&facts, loading->job, source, header->file, loading->files->strength, &sink);
    if (status == WOM_INVALID && loading->files->max_errors > 0)
        return wom_fail_in(status, "%s files are read whole or not at all, without skipping errors", header->format);
    WOM_TRY(status);
    if (loading->num_rows == 0) return wom_fail(WOM_INVALID, "%s: there is no tie in it", loading->files->ties);
    header->is_undirected = !facts.is_directed;
    if (!facts.has_strength) {
        wom_free(loading->strength);
        loading->strength = NULL;
    }
    return wom_settle_codes(loading);
}
