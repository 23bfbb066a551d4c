/* SIS in discrete time, the contact process: an infectious user tries each of her ties in every step, until she
 * recovers and can be infected again; active is who was infected by the deadline.
 *
 * The chances of a step are one coin a tie and one a user. Infectious after it is who was infectious before and does
 * not recover, and every head of a tie whose tail was infectious before and whose coin falls below its threshold, were
 * it a user who recovers in this very step. That is Harris's graphical representation (Annals of Probability 1978): who
 * is infectious is who open paths through users and steps lead to, so that the dynamics is additive. */
#include "dynamics.h"
#include "live_edge.h"

typedef struct sis_params {
    double recovery;
} sis_params;

static const wom_field fields[] = {
    { "recovery", WOM_FIELD_REAL, offsetof(sis_params, recovery), 0.5, 0, 1, "",
      "probability that an infectious user recovers at the end of a step; 0: never", NULL },
    { 0 },
};

/* The infectious before and after a step. */
typedef struct infectious {
    wom_node *now, *next;
    uint32_t *mark; /* [num_nodes] 1 for those in `next` */
    uint32_t num_now, num_next;
} infectious;

static infectious
nobody(const wom_cascade *cascade)
{
    wom_node *now = cascade->scratch;
    return (infectious){ .now = now, .next = now + cascade->num_nodes, .mark = now + 2 * (size_t)cascade->num_nodes };
}

static inline void
infect(infectious *who, wom_node node)
{
    if (who->mark[node] != 0) return;
    who->mark[node] = 1;
    who->next[who->num_next++] = node;
}

static void
end_step(infectious *who)
{
    wom_node *now = who->next;
    for (uint32_t i = 0; i < who->num_next; i++) who->mark[now[i]] = 0;
    who->next = who->now;
    who->now = now;
    who->num_now = who->num_next;
    who->num_next = 0;
}

static void
pass_on(infectious *who, wom_cascade *cascade, const wom_chances *chances, uint64_t key, wom_node node, uint32_t step)
{
    const wom_node *head = chances->graph->out_head;
    const uint64_t end = chances->graph->out_first[node + 1];
    uint8_t offset[LIVE_TIES_MOST];
    for (uint64_t first = chances->graph->out_first[node]; first < end; first += LIVE_TIES_MOST) {
        const uint32_t count = end - first < LIVE_TIES_MOST ? (uint32_t)(end - first) : LIVE_TIES_MOST;
        const uint32_t num_live = wom_live_by_tie(offset, chances, key, first, count);
        for (uint32_t k = 0; k < num_live; k++) {
            const wom_node to = head[first + offset[k]];
            infect(who, to);
            if (cascade_activate_by(cascade, to, node)) cascade->time[to] = step;
        }
    }
}

/* Who has just become active exposes her friends; from then on she can add nobody. */
static void
expose_from(wom_cascade *cascade, const wom_chances *chances, uint32_t first)
{
    const uint64_t *out_first = chances->graph->out_first;
    for (uint32_t i = first; i < cascade->num_active; i++)
        cascade_expose_heads(cascade, chances, out_first[cascade->active[i]], out_first[cascade->active[i] + 1]);
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    const uint32_t recovery = wom_threshold(((const sis_params *)chances->params)->recovery);
    infectious who = nobody(cascade);
    wom_cascade_begin(cascade, chances, world, seeds, num_seeds, options);
    for (uint32_t i = 0; i < cascade->num_active; i++) infect(&who, cascade->active[i]);
    end_step(&who);
    cascade_close_timed_step(cascade, 0);
    uint32_t num_before = 0; /* active before the last step */
    for (uint32_t step = 1; step <= options->max_steps && who.num_now > 0; step++) {
        const uint64_t tries = wom_key(world->tie, WOM_PURPOSE_STEP, step, 0);
        const uint64_t recoveries = wom_key(world->recovery, WOM_PURPOSE_STEP, step, 0);
        const uint32_t num_active = cascade->num_active;
        if (options->want_exposed) expose_from(cascade, chances, num_before);
        if (num_active == cascade->num_nodes) break; /* nobody is left to become active */
        for (uint32_t i = 0; i < who.num_now; i++) {
            pass_on(&who, cascade, chances, tries, who.now[i], step);
            if (wom_coin(recoveries, who.now[i]) >= recovery) infect(&who, who.now[i]);
        }
        end_step(&who);
        num_before = num_active;
        if (cascade->num_active > num_active) cascade_close_timed_step(cascade, step);
    }
}

/* ---- Backwards ---- */

static void
step_back(infectious *who, const wom_chances *chances, wom_rng *rng, uint32_t recovery, wom_node node)
{
    const wom_graph *graph = chances->graph;
    if ((uint32_t)(wom_rng_next(rng) >> 33) >= recovery) infect(who, node);
    for (uint64_t k = graph->in_first[node]; k < graph->in_first[node + 1]; k++)
        if ((uint32_t)(wom_rng_next(rng) >> 33) < threshold_in(chances, k)) infect(who, graph->in_tail[k]);
}

/* Open paths from the seeds' step to the root in any step are followed back from the deadline: each step that is taken
 * back leads to the earlier ends of its open paths, and the root herself is an end in every step. Who would have been
 * in time shows at the beginning only, so that there is no stopping before. */
static bool
reverse(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
        const bool *stop)
{
    const uint32_t recovery = wom_threshold(((const sis_params *)chances->params)->recovery);
    infectious who = nobody(cascade);
    infect(&who, root);
    end_step(&who);
    for (uint32_t step = max_steps; step > 0; step--) {
        for (uint32_t i = 0; i < who.num_now; i++) step_back(&who, chances, rng, recovery, who.now[i]);
        infect(&who, root);
        end_step(&who);
    }
    wom_cascade_open(cascade);
    for (uint32_t i = 0; i < who.num_now; i++) cascade_activate(cascade, who.now[i]);
    cascade_close_timed_step(cascade, 0);
    for (uint32_t i = 0; i < cascade->num_active; i++)
        if (stop != NULL && stop[cascade->active[i]]) return false;
    return true;
}

const wom_dynamics wom_dynamics_sis = {
    .variant = {
        .name = "sis",
        .summary = "SIS in discrete time: who recovers can be infected again; active is infected by the deadline",
        .source = "Harris, Annals of Probability 1974 and 1978",
        .params_size = sizeof(sis_params),
        .fields = fields,
    },
    .submodular = true,
    .additive = true,
    .monotone = true,
    .claim = "expected users infected by the deadline is monotone and submodular in the seeds, with acceptance and a "
             "baseline",
    .needs_deadline = true,
    .timed = true,
    .scratch_bytes = 3 * sizeof(uint32_t),
    .spread = spread,
    .reverse = reverse,
};
