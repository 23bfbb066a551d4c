/* K-shell, spread over communities: the users of highest coreness share most of whom they reach, so each community
 * (Leiden) gets seats by its size and fills them with its own of highest coreness, then most ties. Seats are dealt one
 * by one, each to the community with most users for every seat it would then have (D'Hondt, 1878), among equals to the
 * larger and then to that of the lowest user; pinned users sit on seats of theirs. Shells: Kitsak et al., Nature
 * Physics 2010, who find that several spreaders do better apart. The rule of seats is wom's own. */
#include "algorithms.h"
#include "coreness.h"
#include "ranking.h"

typedef struct k_shell_params {
    double resolution;
} k_shell_params;

static const wom_field fields[] = {
    { "resolution", WOM_FIELD_REAL, offsetof(k_shell_params, resolution), 1, 0.001, 1000, "",
      "of the communities: higher makes smaller ones", NULL },
    { 0 },
};

/* Who may sit where. */
typedef struct seating {
    const wom_admissible *admissible;
    uint32_t *community; /* [num_nodes] */
    uint32_t num_communities;
    uint32_t *size;       /* [num_communities] users */
    uint32_t *num_seats;  /* [num_communities] taken */
    uint64_t *first;      /* [num_communities + 1] candidates of the community in line */
    uint64_t *next;       /* [num_communities] who is next in her line */
    wom_node *line;       /* [num_candidates] by community, then from best to worst */
    wom_node *order;      /* [num_nodes] from best to worst */
    wom_ranking *ranking; /* of communities by users for every seat, with one seat more */
} seating;

static wom_status
open_seating(seating *seats, wom_job *job, const wom_admissible *admissible, double resolution)
{
    const wom_problem *problem = admissible->problem;
    const wom_node num_nodes = problem->graph->num_nodes;
    double *score = NULL;
    wom_status status = WOM_OK;
    seats->admissible = admissible;
    WOM_TRY(wom_allocate(&seats->community, job, num_nodes, sizeof *seats->community, "communities"));
    WOM_TRY(wom_graph_communities(seats->community, &seats->num_communities, job, problem->graph, resolution,
                                  problem->seed));
    const uint64_t num = seats->num_communities;
    WOM_TRY(wom_allocate(&seats->size, job, num, sizeof *seats->size, "sizes of communities"));
    WOM_TRY(wom_allocate(&seats->num_seats, job, num, sizeof *seats->num_seats, "seats of communities"));
    WOM_TRY(wom_allocate(&seats->first, job, num + 1, sizeof *seats->first, "lines of communities"));
    WOM_TRY(wom_allocate(&seats->next, job, num, sizeof *seats->next, "lines of communities"));
    WOM_TRY(wom_allocate(&seats->line, job, admissible->num_candidates, sizeof *seats->line, "lines of communities"));
    WOM_TRY(wom_allocate(&seats->order, job, num_nodes, sizeof *seats->order, "a ranking"));
    WOM_TRY(wom_ranking_create(&seats->ranking, job, seats->num_communities));
    WOM_TRY(wom_coreness_scores(&score, job, problem->graph));
    status = wom_order_by_score(seats->order, job, score, num_nodes);
    wom_free(score);
    return status;
}

static void
close_seating(seating *seats)
{
    wom_free(seats->community);
    wom_free(seats->size);
    wom_free(seats->num_seats);
    wom_free(seats->first);
    wom_free(seats->next);
    wom_free(seats->line);
    wom_free(seats->order);
    wom_ranking_free(seats->ranking);
}

static void
form_lines(seating *seats)
{
    const bool *is_candidate = seats->admissible->is_candidate;
    const wom_node num_nodes = seats->admissible->problem->graph->num_nodes;
    for (wom_node node = 0; node < num_nodes; node++) {
        seats->size[seats->community[node]]++;
        if (is_candidate[node]) seats->first[seats->community[node] + 1]++;
    }
    for (uint32_t c = 0; c < seats->num_communities; c++) {
        seats->first[c + 1] += seats->first[c];
        seats->next[c] = seats->first[c];
    }
    for (wom_node i = 0; i < num_nodes; i++) {
        const wom_node node = seats->order[i];
        if (is_candidate[node]) seats->line[seats->next[seats->community[node]]++] = node;
    }
    for (uint32_t c = 0; c < seats->num_communities; c++) seats->next[c] = seats->first[c];
}

/* Ranks the community for its next seat, as long as somebody in its line is affordable. */
static void
queue_community(seating *seats, uint32_t community, double remaining)
{
    const wom_problem *problem = seats->admissible->problem;
    while (seats->next[community] < seats->first[community + 1] &&
           wom_fee_of(problem, seats->line[seats->next[community]]) > remaining)
        seats->next[community]++;
    if (seats->next[community] == seats->first[community + 1])
        wom_ranking_remove(seats->ranking, community);
    else
        wom_ranking_set(seats->ranking, community,
                        seats->size[community] / ((double)seats->num_seats[community] + 1), 0);
}

static void
fill_seats(wom_selection *selection, seating *seats)
{
    const wom_problem *problem = seats->admissible->problem;
    double remaining = seats->admissible->remaining;
    wom_selection_fill(selection, seats->admissible, NULL, 0);
    for (uint32_t i = 0; i < problem->num_pinned; i++) seats->num_seats[seats->community[problem->pinned[i]]]++;
    for (uint32_t c = 0; c < seats->num_communities; c++) queue_community(seats, c, remaining);
    const uint32_t most = selection->num_seeds + seats->admissible->num_free;
    while (seats->ranking->num_ranked > 0 && selection->num_seeds < most) {
        const uint32_t community = seats->ranking->heap[0];
        const wom_node node = seats->line[seats->next[community]];
        if (wom_fee_of(problem, node) <= remaining) {
            seats->next[community]++;
            seats->num_seats[community]++;
            remaining -= wom_fee_of(problem, node);
            wom_selection_add(selection, problem, node, NAN, NAN);
        }
        queue_community(seats, community, remaining);
    }
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    wom_admissible *admissible = NULL;
    seating seats = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(open_seating(&seats, job, admissible, ((const k_shell_params *)params)->resolution));
    form_lines(&seats);
    fill_seats(selection, &seats);
done:
    close_seating(&seats);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_k_shell = {
    .variant = {
        .name = "k-shell",
        .summary = "the users of highest coreness in every community, which get seats by their size",
        .source = "Kitsak et al., Nature Physics 2010; Traag, Waltman and van Eck, Sci. Rep. 2019 (Leiden); seats by "
                  "D'Hondt, 1878",
        .params_size = sizeof(k_shell_params),
        .fields = fields,
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
