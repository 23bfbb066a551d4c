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

/* ---- Fractional thresholds ---- */

/* The share that the friends in `set` have in what all weigh. */
static double
share_of(const wom_graph *graph, wom_node node, uint32_t set)
{
    double part = 0, all = 0;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
        const double p = (double)graph->strength[graph->in_tie[k]];
        all += p;
        if (set >> graph->in_tail[k] & 1) part += p;
    }
    return all > 0 ? part / all : 0;
}

/* Thresholds above `from`, up to `to`, where no share lies between. */
static void
add_interval(enumeration *e, wom_node node, double from, double to, double probability)
{
    uint64_t moved_by = 0;
    for (uint32_t set = 0; set < SETS; set++) {
        const double share = share_of(e->of->graph, node, set);
        if (share > 0 && share >= (from + to) / 2 - 1e-9) moved_by |= UINT64_C(1) << set;
    }
    add_kind(e, node, probability, moved_by);
}

static double
next_share(const wom_graph *graph, wom_node node, double above, double most)
{
    double next = most;
    for (uint32_t set = 0; set < SETS; set++) {
        const double share = share_of(graph, node, set);
        if (share > above + 1e-12 && share < next) next = share;
    }
    return next;
}

void
oracle_fractional(double *active, const oracle_case *of, double low, double high)
{
    enumeration e = enumeration_of(active, of);
    for (wom_node node = 0; node < of->graph->num_nodes; node++) {
        if (low == high) add_interval(&e, node, low, low, 1);
        for (double from = low, to; from < high; from = to) {
            to = next_share(of->graph, node, from, high);
            add_interval(&e, node, from, to, (to - from) / (high - low));
        }
    }
    add_worlds(&e, 0, 1);
}

/* ---- Decreasing cascade ---- */

typedef struct unfolding {
    const oracle_case *of;
    double *active;
    double decay;
} unfolding;

/* That `node` withstands `newcomers`, who try in this order, after the tries of `before`. */
static double
withstands(const unfolding *u, wom_node node, uint32_t before, const wom_node *newcomers, uint32_t num)
{
    const wom_graph *graph = u->of->graph;
    double factor = 1, probability = 1;
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
        if (before >> graph->in_tail[k] & 1 && graph->strength[graph->in_tie[k]] > 0) factor *= u->decay;
    for (uint32_t i = 0; i < num; i++)
        for (uint64_t tie = graph->out_first[newcomers[i]]; tie < graph->out_first[newcomers[i] + 1]; tie++) {
            if (graph->out_head[tie] != node || !(graph->strength[tie] > 0)) continue;
            probability *= 1 - (double)graph->strength[tie] * factor;
            factor *= u->decay;
        }
    return probability;
}

static void unfold(const unfolding *u, uint32_t before, uint32_t newcomers, uint32_t step, double weight);

/* Every set of those whom the newcomers, in this order, make active. */
static void
unfold_order(const unfolding *u, uint32_t before, const wom_node *newcomers, uint32_t num, uint32_t step, double weight)
{
    const uint32_t num_nodes = u->of->graph->num_nodes;
    double stays[ORACLE_MOST_NODES];
    uint32_t active = before;
    for (uint32_t i = 0; i < num; i++) active |= UINT32_C(1) << newcomers[i];
    for (wom_node node = 0; node < num_nodes; node++) stays[node] = withstands(u, node, before, newcomers, num);
    for (uint32_t next = 0; next < UINT32_C(1) << num_nodes; next++) {
        double p = (next & active) == 0 ? weight : 0;
        for (wom_node node = 0; node < num_nodes && p > 0; node++)
            if (!(active >> node & 1)) p *= next >> node & 1 ? 1 - stays[node] : stays[node];
        if (p > 0) unfold(u, active, next, step + 1, p);
    }
}

/* Every order, one newcomer after the other put in front of the rest. */
static void
unfold_orders(const unfolding *u, uint32_t before, wom_node *newcomers, uint32_t done, uint32_t num, uint32_t step,
              double weight)
{
    if (done == num) unfold_order(u, before, newcomers, num, step, weight);
    for (uint32_t i = done; i < num; i++) {
        const wom_node chosen = newcomers[i], other = newcomers[done];
        newcomers[done] = chosen;
        newcomers[i] = other;
        unfold_orders(u, before, newcomers, done + 1, num, step, weight / (num - done));
        newcomers[i] = chosen;
        newcomers[done] = other;
    }
}

static void
unfold(const unfolding *u, uint32_t before, uint32_t newcomers, uint32_t step, double weight)
{
    const uint32_t num_nodes = u->of->graph->num_nodes;
    wom_node list[ORACLE_MOST_NODES];
    uint32_t num = 0;
    for (wom_node node = 0; node < num_nodes; node++)
        if (newcomers >> node & 1) list[num++] = node;
    if (num > 0 && (u->of->max_steps == 0 || step < u->of->max_steps)) {
        unfold_orders(u, before, list, 0, num, step, weight);
        return;
    }
    for (wom_node node = 0; node < num_nodes; node++)
        if ((before | newcomers) >> node & 1) u->active[node] += weight;
}

void
oracle_decreasing(double *active, const oracle_case *of, double decay)
{
    const uint32_t num_nodes = of->graph->num_nodes;
    const unfolding u = { of, active, decay };
    assert(num_nodes <= ORACLE_MOST_NODES);
    for (wom_node node = 0; node < num_nodes; node++) active[node] = 0;
    for (uint32_t own = 0; own < UINT32_C(1) << num_nodes; own++) {
        const double p = pow(of->baseline, size_of(own)) * pow(1 - of->baseline, num_nodes - size_of(own));
        if (p > 0) unfold(&u, 0, of->seeds | own, 0, p);
    }
}
