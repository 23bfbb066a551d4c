/* Exact probabilities of being active, enumerated. */
#include "oracle.h"

#include <assert.h>
#include <math.h>

enum { SETS = 1 << ORACLE_MOST_NODES, MOST_KINDS = 1 << ORACLE_MOST_IN_TIES };

bool
is_plausible(uint64_t found, uint64_t n, double p)
{
    const double rounding = 1e-9, room = p > rounding && p < 1 - rounding ? 5 : (double)n * rounding;
    return fabs((double)found - (double)n * p) <= 5 * sqrt((double)n * fabs(p * (1 - p))) + room;
}

double
oracle_sum(const double *active, uint32_t num_nodes)
{
    double sum = 0;
    for (uint32_t i = 0; i < num_nodes; i++) sum += active[i];
    return sum;
}

static uint32_t
size_of(uint32_t set)
{
    uint32_t size = 0;
    for (; set != 0; set &= set - 1) size++;
    return size;
}

/* ---- Users who decide independently ---- */

/* What chance may make of a user: she becomes active in the step after the active are one of the sets in `moved_by`, a
 * number whose bits are sets. */
typedef struct kind {
    double probability;
    uint64_t moved_by;
} kind;

typedef struct enumeration {
    const oracle_case *of;
    double *active;
    kind kinds[ORACLE_MOST_NODES][MOST_KINDS];
    uint32_t num_kinds[ORACLE_MOST_NODES];
    uint64_t moved_by[ORACLE_MOST_NODES]; /* in the world at hand */
} enumeration;

/* Kinds that differ in nothing are one. */
static void
add_kind(enumeration *e, wom_node node, double probability, uint64_t moved_by)
{
    uint32_t i = 0;
    if (!(probability > 0)) return;
    while (i < e->num_kinds[node] && e->kinds[node][i].moved_by != moved_by) i++;
    assert(i < MOST_KINDS);
    if (i == e->num_kinds[node]) e->kinds[node][e->num_kinds[node]++] = (kind){ 0, moved_by };
    e->kinds[node][i].probability += probability;
}

/* Every set of users active by themselves, and what becomes of it. */
static void
add_world(const enumeration *e, double weight)
{
    const uint32_t num_nodes = e->of->graph->num_nodes, num_sets = UINT32_C(1) << num_nodes;
    const double baseline = e->of->baseline;
    for (uint32_t own = 0; own < num_sets; own++) {
        const double p = pow(baseline, size_of(own)) * pow(1 - baseline, num_nodes - size_of(own));
        uint32_t set = e->of->seeds | own, before = num_sets;
        if (p == 0) continue;
        for (uint32_t step = 0; set != before && (e->of->max_steps == 0 || step < e->of->max_steps); step++) {
            before = set;
            for (wom_node node = 0; node < num_nodes; node++)
                set |= (uint32_t)(e->moved_by[node] >> before & 1) << node;
        }
        for (wom_node node = 0; node < num_nodes; node++)
            if (set >> node & 1) e->active[node] += weight * p;
    }
}

static void
add_worlds(enumeration *e, wom_node node, double weight)
{
    if (node == e->of->graph->num_nodes) {
        add_world(e, weight);
        return;
    }
    for (uint32_t i = 0; i < e->num_kinds[node]; i++) {
        e->moved_by[node] = e->kinds[node][i].moved_by;
        add_worlds(e, node + 1, weight * e->kinds[node][i].probability);
    }
}

static enumeration
enumeration_of(double *active, const oracle_case *of)
{
    assert(of->graph->num_nodes <= ORACLE_MOST_NODES);
    for (wom_node node = 0; node < of->graph->num_nodes; node++) active[node] = 0;
    return (enumeration){ .of = of, .active = active };
}

/* ---- Complex contagion ---- */

/* The friends behind live ties, one bit of `live` a tie into the node. */
static uint32_t
friends_of(const wom_graph *graph, wom_node node, uint32_t live)
{
    uint32_t friends = 0;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
        if (live >> (k - graph->in_first[node]) & 1) friends |= UINT32_C(1) << graph->in_tail[k];
    return friends;
}

static void
add_live_ties(enumeration *e, wom_node node, uint32_t live, uint32_t needed)
{
    const wom_graph *graph = e->of->graph;
    const uint32_t friends = friends_of(graph, node, live);
    double probability = 1;
    uint64_t moved_by = 0;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        const double p = (double)graph->strength[graph->in_tie[k]];
        probability *= live >> (k - graph->in_first[node]) & 1 ? p : 1 - p;
    }
    for (uint32_t set = 0; set < SETS; set++)
        if (size_of(set & friends) >= needed) moved_by |= UINT64_C(1) << set;
    add_kind(e, node, probability, moved_by);
}

void
oracle_k_contact(double *active, const oracle_case *of, uint32_t k)
{
    enumeration e = enumeration_of(active, of);
    for (wom_node node = 0; node < of->graph->num_nodes; node++) {
        const uint64_t num_in = wom_graph_in_degree(of->graph, node);
        assert(num_in <= ORACLE_MOST_IN_TIES);
        for (uint32_t live = 0; live < UINT32_C(1) << num_in; live++) add_live_ties(&e, node, live, k);
    }
    add_worlds(&e, 0, 1);
}
