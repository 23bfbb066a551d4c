/* Collective influence: whose removal would break the network of friends up soonest. Morone and Makse, "Influence
 * maximization in complex networks through optimal percolation", Nature 2015.
 *
 * CI(i) = (k_i - 1) times the sum of k_j - 1 over users j at distance `radius` from i, k being friends that are left.
 * The user of the highest CI becomes a seed and is taken away, which changes the CI of users within radius + 1. Once
 * nothing but trees is left, all are 0 and more friends come first. Ties count both ways and once. */
#include "adaptive.h"
#include "algorithms.h"
#include "walkers.h"

#include "graph/neighbours.h"
#include "propagation/cascade.h"

enum { NODES_PER_BLOCK = 64 };

typedef struct ci_params {
    uint32_t radius;
} ci_params;

static const wom_field fields[] = {
    { "radius", WOM_FIELD_UINT, offsetof(ci_params, radius), 2, 0, 6, "ties",
      "how far away the friends are that count; 0: the user's own, squared", NULL },
    { 0 },
};

typedef struct percolation {
    wom_job *job;
    wom_neighbours neighbours;
    uint32_t radius;
    bool *is_removed;   /* [num_nodes] */
    uint32_t *num_left; /* [num_nodes] neighbours that are not removed */
    wom_node *touched;  /* [num_touched] whose scores are computed */
    uint32_t num_touched;
    double *score; /* [num_touched] */
    wom_walkers walkers;
} percolation;

/* Walks `steps` steps from a node, which may itself be removed, over nodes that are not; those of the last step are at
 * the end of the cascade's active users, from the result on. */
static uint32_t
walk(const percolation *p, wom_cascade *cascade, wom_node from, uint32_t steps)
{
    uint32_t first = 0;
    wom_cascade_open(cascade);
    cascade_activate(cascade, from);
    for (uint32_t step = 0; step < steps; step++) {
        const uint32_t end = cascade->num_active;
        for (; first < end; first++) {
            const wom_node node = cascade->active[first];
            for (uint64_t at = p->neighbours.first[node]; at < p->neighbours.first[node + 1]; at++)
                if (!p->is_removed[p->neighbours.node[at]]) cascade_activate(cascade, p->neighbours.node[at]);
        }
    }
    return first;
}

static double
less_one(uint32_t num)
{
    return num > 0 ? num - 1 : 0;
}

static double
influence_of(const percolation *p, wom_cascade *cascade, wom_node node)
{
    if (p->num_left[node] <= 1) return 0;
    double sum = 0;
    for (uint32_t i = walk(p, cascade, node, p->radius); i < cascade->num_active; i++)
        sum += less_one(p->num_left[cascade->active[i]]);
    return less_one(p->num_left[node]) * sum;
}

static void
score_block(void *context, uint64_t block, uint32_t worker)
{
    percolation *p = context;
    const uint64_t first = block * NODES_PER_BLOCK;
    for (uint64_t i = first; i < first + NODES_PER_BLOCK && i < p->num_touched; i++)
        p->score[i] = influence_of(p, p->walkers.cascade[worker], p->touched[i]);
}

/* Ranks the touched users by their present scores. */
static wom_status
score_touched(percolation *p, wom_ranking *ranking)
{
    const uint64_t num_blocks = ((uint64_t)p->num_touched + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK;
    WOM_TRY(wom_parallel_for(p->job, num_blocks, score_block, p, NULL));
    for (uint32_t i = 0; i < p->num_touched; i++)
        wom_ranking_set(ranking, p->touched[i], p->score[i], p->num_left[p->touched[i]]);
    return WOM_OK;
}

static wom_status
remove_seed(void *context, wom_ranking *ranking, wom_node seed)
{
    percolation *p = context;
    wom_cascade *cascade = p->walkers.cascade[0];
    (void)walk(p, cascade, seed, p->radius + 1);
    p->num_touched = 0;
    for (uint32_t i = 1; i < cascade->num_active; i++)
        if (wom_ranking_has(ranking, cascade->active[i])) p->touched[p->num_touched++] = cascade->active[i];
    p->is_removed[seed] = true;
    for (uint64_t at = p->neighbours.first[seed]; at < p->neighbours.first[seed + 1]; at++)
        p->num_left[p->neighbours.node[at]]--;
    return score_touched(p, ranking);
}

/* Ranks all candidates in the whole network. */
static wom_status
begin(percolation *p, wom_ranking *ranking, const wom_admissible *admissible)
{
    const wom_graph *graph = admissible->problem->graph;
    const wom_node num_nodes = graph->num_nodes;
    WOM_TRY(wom_neighbours_create(&p->neighbours, p->job, graph, false));
    WOM_TRY(wom_allocate(&p->is_removed, p->job, num_nodes, sizeof *p->is_removed, "marks of seeds"));
    WOM_TRY(wom_allocate(&p->num_left, p->job, num_nodes, sizeof *p->num_left, "numbers of friends"));
    WOM_TRY(wom_allocate(&p->touched, p->job, num_nodes, sizeof *p->touched, "users to score"));
    WOM_TRY(wom_allocate(&p->score, p->job, num_nodes, sizeof *p->score, "scores"));
    WOM_TRY(wom_walkers_open(&p->walkers, p->job, admissible->problem->chances));
    for (wom_node node = 0; node < num_nodes; node++) {
        p->num_left[node] = wom_neighbours_degree(&p->neighbours, node);
        if (admissible->is_candidate[node]) p->touched[p->num_touched++] = node;
    }
    return score_touched(p, ranking);
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    wom_admissible *admissible = NULL;
    wom_ranking *ranking = NULL;
    percolation p = { .job = job, .radius = ((const ci_params *)params)->radius };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_ranking_create(&ranking, job, problem->graph->num_nodes));
    wom_job_stage(job, "measuring collective influence", 0);
    WOM_TRY_GOTO(begin(&p, ranking, admissible));
    status = wom_selection_fill_adaptively(selection, job, admissible, ranking, remove_seed, &p);
done:
    wom_walkers_close(&p.walkers);
    wom_free(p.score);
    wom_free(p.touched);
    wom_free(p.num_left);
    wom_free(p.is_removed);
    wom_neighbours_free(&p.neighbours);
    wom_ranking_free(ranking);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_collective_influence = {
    .variant = {
        .name = "collective-influence",
        .summary = "the users whose removal would break the network up soonest",
        .source = "Morone and Makse, Nature 2015",
        .params_size = sizeof(ci_params),
        .fields = fields,
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
