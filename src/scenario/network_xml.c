/* GraphML (Brandes, Eiglsperger, Herman, Himsolt and Marshall, GD 2001) and GEXF 1.3: the same facts in two
 * dialects. */
#include "network.h"

#include <stdio.h>
#include <string.h>

/* ---- Text ---- */

/* U+FFFE and U+FFFF are the only characters beyond ASCII that valid UTF-8 has and XML has not. */
static bool
is_no_character(const char *at)
{
    return memcmp(at, "\xef\xbf\xbe", 3) == 0 || memcmp(at, "\xef\xbf\xbf", 3) == 0;
}

static const char *
entity_of(char letter)
{
    switch (letter) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return NULL;
    }
}

static wom_status
put_text(wom_text_file *file, const char *text)
{
    while (*text != '\0') {
        size_t plain = 0;
        while ((unsigned char)text[plain] >= ' ' && text[plain] != 0x7f && entity_of(text[plain]) == NULL &&
               !(text[plain] == '\xef' && is_no_character(text + plain)))
            plain++;
        if (plain > 0) WOM_TRY(wom_text_file_print(file, "%.*s", (int)plain, text));
        text += plain;
        if (*text == '\0') break;
        const char *entity = entity_of(*text);
        WOM_TRY(wom_text_file_print(file, "%s", entity != NULL ? entity : "?"));
        text += *text == '\xef' ? 3 : 1;
    }
    return WOM_OK;
}

/* ---- Attributes ---- */

typedef enum attribute {
    USER,
    COMMUNITY,
    SEGMENT,
    OUT_DEGREE,
    IN_DEGREE,
    ACTIVE,
    SEED_RANK,
    GENERATION,
    TIME,
    STRENGTH, /* the first of ties */
    PROBABILITY,
    LAYER,
    NUM_ATTRIBUTES,
} attribute;

static const struct {
    const char *name, *type, *gexf_type;
} attributes[] = {
    [USER] = { "user", "string", "string" },
    [COMMUNITY] = { "community", "int", "integer" },
    [SEGMENT] = { "segment", "string", "string" },
    [OUT_DEGREE] = { "out_degree", "int", "integer" },
    [IN_DEGREE] = { "in_degree", "int", "integer" },
    [ACTIVE] = { "active", "double", "double" },
    [SEED_RANK] = { "seed_rank", "int", "integer" },
    [GENERATION] = { "generation", "int", "integer" },
    [TIME] = { "time", "double", "double" },
    [STRENGTH] = { "strength", "double", "double" },
    [PROBABILITY] = { "probability", "double", "double" },
    [LAYER] = { "layer", "string", "string" },
};

typedef struct writer {
    wom_text_file *file;
    const network *net;
    bool is_gexf;
    uint64_t num_ties; /* written */
} writer;

static bool
is_known(const network *net, attribute which)
{
    switch (which) {
    case SEGMENT:
        return net->run->data->segment != NULL;
    case LAYER:
        return net->run->data->graph->layer != NULL;
    case ACTIVE:
        return net->active != NULL;
    case SEED_RANK:
        return net->seed_rank != NULL;
    case GENERATION:
    case TIME:
        return net->parent != NULL;
    default:
        return true;
    }
}

static wom_status
declare(const writer *w, attribute first, attribute end)
{
    const char *class = first == STRENGTH ? "edge" : "node";
    if (w->is_gexf) WOM_TRY(wom_text_file_print(w->file, "  <attributes class=\"%s\">\n", class));
    for (attribute i = first; i < end; i++) {
        if (!is_known(w->net, i)) continue;
        const char *name = attributes[i].name;
        if (w->is_gexf)
            WOM_TRY(wom_text_file_print(w->file, "   <attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", name, name,
                                        attributes[i].gexf_type));
        else
            WOM_TRY(wom_text_file_print(w->file, " <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                                        name, class, name, attributes[i].type));
    }
    return w->is_gexf ? wom_text_file_print(w->file, "  </attributes>\n") : WOM_OK;
}

static wom_status
put_value(const writer *w, attribute which, const char *text)
{
    const char *name = attributes[which].name;
    if (!is_known(w->net, which)) return WOM_OK;
    WOM_TRY(wom_text_file_print(w->file, w->is_gexf ? "<attvalue for=\"%s\" value=\"" : "<data key=\"%s\">", name));
    WOM_TRY(put_text(w->file, text));
    return wom_text_file_print(w->file, "%s", w->is_gexf ? "\"/>" : "</data>");
}

static wom_status
put_number(const writer *w, attribute which, double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.9g", value);
    for (char *at = text; *at != '\0'; at++) /* whatever the locale of the program */
        if (*at == ',') *at = '.';
    return put_value(w, which, text);
}

/* ---- Users and ties ---- */

static wom_status
put_node(const writer *w, wom_node node)
{
    const network *net = w->net;
    const wom_data *data = net->run->data;
    const char *user = wom_data_user_id(data, node);
    WOM_TRY(wom_text_file_print(w->file, "  <node id=\"n%u\"", node));
    if (w->is_gexf) {
        WOM_TRY(wom_text_file_print(w->file, " label=\""));
        WOM_TRY(put_text(w->file, user));
        WOM_TRY(wom_text_file_print(w->file, "\""));
    }
    WOM_TRY(wom_text_file_print(w->file, "%s", w->is_gexf ? "><attvalues>" : ">"));
    WOM_TRY(put_value(w, USER, user));
    WOM_TRY(put_number(w, COMMUNITY, net->run->community[node]));
    WOM_TRY(put_value(w, SEGMENT, data->segment != NULL ? data->segment_name[data->segment[node]] : ""));
    WOM_TRY(put_number(w, OUT_DEGREE, wom_graph_out_degree(data->graph, node)));
    WOM_TRY(put_number(w, IN_DEGREE, wom_graph_in_degree(data->graph, node)));
    WOM_TRY(put_number(w, ACTIVE, net->active != NULL ? net->active[node] : 0));
    WOM_TRY(put_number(w, SEED_RANK, net->seed_rank != NULL ? net->seed_rank[node] : 0));
    WOM_TRY(put_number(w, GENERATION, net->parent != NULL ? net->generation[node] : 0));
    WOM_TRY(put_number(w, TIME, net->parent != NULL ? net->time[node] : 0));
    return wom_text_file_print(w->file, "%s</node>\n", w->is_gexf ? "</attvalues>" : "");
}

static wom_status
put_tie(writer *w, wom_node from, wom_tie tie)
{
    const wom_data *data = w->net->run->data;
    const wom_graph *graph = data->graph;
    const wom_node to = graph->out_head[tie];
    const double strength = wom_graph_strength(graph, tie);
    WOM_TRY(wom_text_file_print(w->file, "  <edge id=\"e%u\" source=\"n%u\" target=\"n%u\"", tie, from, to));
    WOM_TRY(wom_text_file_print(w->file, "%s", w->is_gexf ? "><attvalues>" : ">"));
    WOM_TRY(put_number(w, STRENGTH, strength));
    WOM_TRY(put_number(w, PROBABILITY, wom_model_probability(w->net->run->model, w->net->content, tie, to)));
    WOM_TRY(put_value(w, LAYER, graph->layer != NULL ? data->layer_name[graph->layer[tie]] : ""));
    w->num_ties++;
    return wom_text_file_print(w->file, "%s</edge>\n", w->is_gexf ? "</attvalues>" : "");
}

static wom_status
put_nodes(const writer *w, wom_job *job, wom_node *num_nodes)
{
    const wom_graph *graph = w->net->run->data->graph;
    if (w->is_gexf) WOM_TRY(wom_text_file_print(w->file, "  <nodes>\n"));
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        if (node % 4096 == 0) WOM_TRY(wom_job_check(job));
        if (!network_has(w->net, node)) continue;
        WOM_TRY(put_node(w, node));
        ++*num_nodes;
    }
    return w->is_gexf ? wom_text_file_print(w->file, "  </nodes>\n") : WOM_OK;
}

/* Of parallel ties a trace has the first. */
static bool
has_tie(const network *net, wom_node from, uint64_t tie)
{
    const wom_graph *graph = net->run->data->graph;
    const wom_node to = graph->out_head[tie];
    if (!network_has(net, to)) return false;
    if (net->parent == NULL) return true;
    return net->parent[to] == from && (tie == graph->out_first[from] || graph->out_head[tie - 1] != to);
}

static wom_status
put_ties(writer *w, wom_job *job)
{
    const wom_graph *graph = w->net->run->data->graph;
    if (w->is_gexf) WOM_TRY(wom_text_file_print(w->file, "  <edges>\n"));
    for (wom_node from = 0; from < graph->num_nodes; from++) {
        if (from % 1024 == 0) WOM_TRY(wom_job_check(job));
        if (!network_has(w->net, from)) continue;
        for (uint64_t tie = graph->out_first[from]; tie < graph->out_first[from + 1]; tie++)
            if (has_tie(w->net, from, tie)) WOM_TRY(put_tie(w, from, (wom_tie)tie));
    }
    return w->is_gexf ? wom_text_file_print(w->file, "  </edges>\n") : WOM_OK;
}

wom_status
network_write_xml(wom_network_counts *counts, wom_text_file *file, wom_job *job, const network *net,
                  wom_network_format format)
{
    writer w = { .file = file, .net = net, .is_gexf = format == WOM_NETWORK_GEXF };
    WOM_TRY(wom_text_file_print(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    if (w.is_gexf)
        WOM_TRY(wom_text_file_print(file, "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n"
                                          " <graph defaultedgetype=\"directed\">\n"));
    else
        WOM_TRY(wom_text_file_print(file, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"));
    WOM_TRY(declare(&w, USER, STRENGTH));
    WOM_TRY(declare(&w, STRENGTH, NUM_ATTRIBUTES));
    if (!w.is_gexf) WOM_TRY(wom_text_file_print(file, " <graph id=\"G\" edgedefault=\"directed\">\n"));
    WOM_TRY(put_nodes(&w, job, &counts->num_nodes));
    WOM_TRY(put_ties(&w, job));
    counts->num_ties = (wom_tie)w.num_ties;
    return wom_text_file_print(file, " </graph>\n</%s>\n", w.is_gexf ? "gexf" : "graphml");
}
