/* Exact expectations on tiny graphs: all live-edge worlds, one after the other, each walked backwards from every user.
 * Nothing here is shared with the kernels, which it is the yardstick of.
 * Kempe, Kleinberg and Tardos, KDD 2003, theorems 2.4 and 2.5. */
#include <wom/simulate.h>

#include <math.h>
#include <string.h>

enum { MOST_WORLDS_LOG2 = 24, WORLDS_PER_CHECK = 1024 };

/* One of the things that can happen at a point of decision; a tie (its own coin) or a user (whom she listens to)
 * decides independently of all others. */
typedef struct option {
    wom_tie tie; /* that becomes live; NO_TIE: none */
    double probability;
} option;

#define NO_TIE UINT32_MAX

typedef struct enumeration {
    const wom_chances *chances;
    uint32_t max_steps;
    const bool *is_seed; /* [num_nodes] */
    option *options;     /* all decisions' options one after the other */
    uint64_t *first;     /* [num_decisions + 1] */
    uint64_t *chosen;    /* [num_decisions] the option at hand */
    uint64_t num_decisions;
    bool *is_live;        /* [num_ties] in the world at hand */
    uint64_t *visited_at; /* [num_nodes] the last walk that met the user */
    uint64_t walk;
    wom_node *queue; /* [num_nodes] */
} enumeration;

static double
probability_of(const wom_chances *chances, wom_tie tie)
{
    return chances->threshold[tie] / (double)WOM_COIN_ONE;
}

static void
add_option(enumeration *e, wom_tie tie, double probability)
{
    if (!(probability > 0)) return;
    e->options[e->first[e->num_decisions + 1]++] = (option){ tie, probability };
}

/* Closes the decision at hand; `num_worlds` grows by as many times as it has options. */
static void
close_decision(enumeration *e, double *num_worlds)
{
    const uint64_t end = e->first[e->num_decisions + 1];
    *num_worlds *= (double)(end - e->first[e->num_decisions]);
    e->first[++e->num_decisions + 1] = end;
}

/* Independent cascade: every tie decides for itself. Linear threshold: every user for one of her in-ties or none. */
static double
list_decisions(enumeration *e)
{
    const wom_graph *graph = e->chances->graph;
    double num_worlds = 1;
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        double rest = 1;
        for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
            const double p = probability_of(e->chances, graph->in_tie[k]);
            add_option(e, graph->in_tie[k], p);
            rest -= p;
            if (e->chances->dynamics->needs_start) continue;
            add_option(e, NO_TIE, 1 - p);
            close_decision(e, &num_worlds);
        }
        if (!e->chances->dynamics->needs_start) continue;
        add_option(e, NO_TIE, rest);
        close_decision(e, &num_worlds);
    }
    return num_worlds;
}

/* Whether `root` is reached in the world at hand; else how many users could have reached her, herself included. */
static bool
is_reached(enumeration *e, wom_node root, uint32_t *num_ancestors)
{
    const wom_graph *graph = e->chances->graph;
    uint32_t begin = 0, end = 0;
    e->walk++;
    e->queue[end++] = root;
    e->visited_at[root] = e->walk;
    for (uint32_t step = 0; begin < end; step++) {
        const uint32_t last = end;
        for (; begin < last; begin++) {
            const wom_node node = e->queue[begin];
            if (e->is_seed[node]) return true;
            if (e->max_steps > 0 && step == e->max_steps) continue;
            for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++) {
                const wom_node tail = graph->in_tail[k];
                if (!e->is_live[graph->in_tie[k]] || e->visited_at[tail] == e->walk) continue;
                e->visited_at[tail] = e->walk;
                e->queue[end++] = tail;
            }
        }
    }
    *num_ancestors = end;
    return false;
}

/* Adds the world at hand: a user is active when a seed reaches her, or one who became active by herself does. */
static void
add_world(enumeration *e, double *active)
{
    const double nobody = 1 - e->chances->baseline / (double)WOM_COIN_ONE;
    double weight = 1;
    for (uint64_t d = 0; d < e->num_decisions; d++) weight *= e->options[e->chosen[d]].probability;
    for (wom_node node = 0; node < e->chances->graph->num_nodes; node++) {
        uint32_t num_ancestors = 0;
        active[node] += weight * (is_reached(e, node, &num_ancestors) ? 1 : 1 - pow(nobody, num_ancestors));
    }
}

static void
choose(enumeration *e, uint64_t decision, uint64_t chosen)
{
    const option *old = &e->options[e->chosen[decision]], *new = &e->options[chosen];
    if (old->tie != NO_TIE) e->is_live[old->tie] = false;
    if (new->tie != NO_TIE) e->is_live[new->tie] = true;
    e->chosen[decision] = chosen;
}

/* Counts like an odometer; false after the last world. */
static bool
next_world(enumeration *e)
{
    for (uint64_t d = 0; d < e->num_decisions; d++) {
        if (e->chosen[d] + 1 < e->first[d + 1]) {
            choose(e, d, e->chosen[d] + 1);
            return true;
        }
        choose(e, d, e->first[d]);
    }
    return false;
}

static wom_status
enumerate(double *active, wom_job *job, enumeration *e)
{
    const double num_worlds = list_decisions(e);
    if (num_worlds > ldexp(1, MOST_WORLDS_LOG2))
        return wom_fail(WOM_INVALID,
                        "exact spread: %g worlds are too many to enumerate, at most 2^%d (as many as %d uncertain "
                        "ties of the independent cascade); simulate instead",
                        num_worlds, MOST_WORLDS_LOG2, MOST_WORLDS_LOG2);
    for (wom_node node = 0; node < e->chances->graph->num_nodes; node++) active[node] = 0;
    for (uint64_t d = 0; d < e->num_decisions; d++) choose(e, d, e->chosen[d] = e->first[d]);
    uint64_t world = 0;
    do {
        if (world++ % WORLDS_PER_CHECK == 0) WOM_TRY(wom_job_check(job));
        add_world(e, active);
    } while (next_world(e));
    return WOM_OK;
}

wom_status
wom_exact_activation(double *active, wom_job *job, const wom_chances *chances, const wom_node *seeds,
                     uint32_t num_seeds, uint32_t max_steps)
{
    const wom_graph *graph = chances->graph;
    const uint64_t most_decisions = (uint64_t)graph->num_nodes + graph->num_ties;
    enumeration e = { .chances = chances, .max_steps = max_steps };
    bool *is_seed = NULL;
    wom_status status = WOM_OK;
    const char *name = chances->dynamics->variant.name;
    if (strcmp(name, "ic") != 0 && strcmp(name, "lt") != 0)
        return wom_fail(WOM_INVALID,
                        "exact spread: the worlds of \"ic\" and \"lt\" can be enumerated, not those of \"%s\"", name);
    WOM_TRY_GOTO(wom_allocate(&is_seed, job, graph->num_nodes, sizeof *is_seed, "seeds"));
    WOM_TRY_GOTO(wom_allocate(&e.options, job, graph->num_nodes + 2 * (uint64_t)graph->num_ties, sizeof *e.options,
                              "what can happen"));
    WOM_TRY_GOTO(wom_allocate(&e.first, job, most_decisions + 2, sizeof *e.first, "decisions"));
    WOM_TRY_GOTO(wom_allocate(&e.chosen, job, most_decisions, sizeof *e.chosen, "decisions"));
    WOM_TRY_GOTO(wom_allocate(&e.is_live, job, graph->num_ties, sizeof *e.is_live, "live ties"));
    WOM_TRY_GOTO(wom_allocate(&e.visited_at, job, graph->num_nodes, sizeof *e.visited_at, "walks"));
    WOM_TRY_GOTO(wom_allocate(&e.queue, job, graph->num_nodes, sizeof *e.queue, "walks"));
    for (uint32_t i = 0; i < num_seeds; i++) {
        if (seeds[i] < graph->num_nodes) {
            is_seed[seeds[i]] = true;
            continue;
        }
        status = wom_fail(WOM_INVALID, "exact spread: seed %u is user number %u, but there are %u users", i, seeds[i],
                          graph->num_nodes);
        goto done;
    }
    e.is_seed = is_seed;
    status = enumerate(active, job, &e);
done:
    wom_free(is_seed);
    wom_free(e.options);
    wom_free(e.first);
    wom_free(e.chosen);
    wom_free(e.is_live);
    wom_free(e.visited_at);
    wom_free(e.queue);
    return status;
}

wom_status
wom_exact_spread(double *spread, wom_job *job, const wom_chances *chances, const wom_node *seeds, uint32_t num_seeds,
                 uint32_t max_steps)
{
    double *active = NULL;
    WOM_TRY(wom_allocate(&active, job, chances->graph->num_nodes, sizeof *active, "probabilities of being active"));
    const wom_status status = wom_exact_activation(active, job, chances, seeds, num_seeds, max_steps);
    if (status == WOM_OK) {
        *spread = 0;
        for (wom_node node = 0; node < chances->graph->num_nodes; node++) *spread += active[node];
    }
    wom_free(active);
    return status;
}
