/* Any bytes as a graph file of another program, whatever they look like: the first byte of the input chooses the format
 * and the attribute that is the strength. What is handed on is in order and in range. */
#include "fuzz.h"

#include <wom/graph.h>

#include "io/text.h"

#include <math.h>

typedef struct handed {
    uint64_t num_nodes, num_ties;
} handed;

static wom_status
take_node(void *context, wom_text name)
{
    handed *found = context;
    PROMISE(wom_text_is_utf8(name) && found->num_ties == 0);
    return ++found->num_nodes == 1009 ? wom_fail(WOM_INVALID, "refused") : WOM_OK;
}

static wom_status
take_tie(void *context, wom_node from, wom_node to, double strength)
{
    handed *found = context;
    PROMISE(from < found->num_nodes && to < found->num_nodes && strength >= 0 && isfinite(strength));
    return ++found->num_ties == 1009 ? wom_fail(WOM_INVALID, "refused") : WOM_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const strengths[] = { NULL, "", "weight", "value" };
    if (size == 0) return 0;
    const wom_graph_format format =
        (data[0] & 16) != 0 ? WOM_GRAPH_NCOL : (wom_graph_format)(WOM_GRAPH_GRAPHML + data[0] % 4);
    handed found = { 0, 0 };
    const wom_graph_sink sink = { &found, take_node, take_tie };
    wom_graph_file_facts facts;
    wom_source *source = NULL;
    wom_job *job = fuzz_job();
    wom_status status = wom_source_open(&source, job, fuzz_file(data + 1, size - 1));
    if (status == WOM_OK)
        status = wom_graph_file_read(&facts, job, source, format, strengths[data[0] >> 2 & 3], &sink);
    fuzz_check_status(status);
    PROMISE(status != WOM_OK || facts.has_strength || strengths[data[0] >> 2 & 3] == NULL || (data[0] >> 2 & 3) == 1);
    wom_source_close(source);
    fuzz_end(job);
    return 0;
}
