/* Distinct users of new cascades begun by ranked seeds, with errors by half-samples. */
#include "learn/cascades.h"

#include <math.h>

#define NOT_A_SEED UINT32_MAX

typedef struct dni {
    const wom_history *history;
    const wom_cascade_split *split;
    double until;
    uint32_t num_cascades, num_lists, num_sizes, num_starters;
    const uint32_t *sizes;
    wom_node *starter;        /* [num_cascades] */
    uint32_t *starter_number; /* [num_cascades] the starters numbered as they come */
    uint32_t *place;          /* [num_lists * num_cascades] of the starter among the list's seeds */
    uint32_t *order;          /* likewise: cascades whose starter is a seed, by place; num_begun of them */
    uint32_t *num_begun;      /* [num_lists] */
    double *half;             /* [2 * draws * num_lists * num_sizes] DNI on a half */
    uint32_t draws;
    uint64_t seed;
    struct dni_scratch {
        uint32_t *stamp;    /* [num_nodes] */
        uint32_t last;
        uint32_t *shuffled; /* [num_cascades] */
        bool *is_in;        /* [num_cascades] by unit */
    } *scratch;             /* [threads] */
} dni;

/* found[s]: distinct users of the list's cascades in the half, for each size. unit NULL: all cascades. */
static void
count_list(const dni *d, uint32_t list, const bool *is_in, const uint32_t *unit, struct dni_scratch *scratch,
           double *found)
{
    const wom_log *log = d->history->log;
    const uint32_t *place = d->place + (uint64_t)list * d->num_cascades;
    const uint32_t *order = d->order + (uint64_t)list * d->num_cascades;
    uint64_t num = 0;
    uint32_t s = 0;
    scratch->last++;
    for (uint32_t k = 0; k < d->num_begun[list]; k++) {
        const uint32_t cascade = order[k];
        for (; s < d->num_sizes && place[cascade] >= d->sizes[s]; s++) found[s] = (double)num;
        if (s == d->num_sizes) return;
        if (is_in != NULL && !is_in[unit != NULL ? unit[cascade] : cascade]) continue;
        const uint32_t content = d->split->content[d->split->num_past + cascade];
        const uint64_t end = wom_history_content_end(d->history, content, d->until);
        for (uint64_t i = log->first[content]; i < end; i++) {
            num += scratch->stamp[log->user[i]] != scratch->last;
            scratch->stamp[log->user[i]] = scratch->last;
        }
    }
    for (; s < d->num_sizes; s++) found[s] = (double)num;
}

/* Half of the units, every one as likely, without replacement. */
static void
draw_half(struct dni_scratch *scratch, uint32_t num_units, wom_rng *rng)
{
    for (uint32_t i = 0; i < num_units; i++) scratch->shuffled[i] = i, scratch->is_in[i] = false;
    wom_rng_shuffle(rng, scratch->shuffled, num_units);
    for (uint32_t i = 0; i < num_units / 2; i++) scratch->is_in[scratch->shuffled[i]] = true;
}

/* Block 2 draw + unit. */
static void
judge_half(void *context, uint64_t block, uint32_t worker)
{
    const dni *d = context;
    const bool by_starter = block % 2 == 1;
    const uint32_t width = d->num_lists * d->num_sizes;
    struct dni_scratch *scratch = &d->scratch[worker];
    wom_rng rng = wom_rng_stream(d->seed, WOM_PURPOSE_SHUFFLE, block);
    draw_half(scratch, by_starter ? d->num_starters : d->num_cascades, &rng);
    for (uint32_t list = 0; list < d->num_lists; list++)
        count_list(d, list, scratch->is_in, by_starter ? d->starter_number : NULL, scratch,
                   d->half + block * width + (uint64_t)list * d->num_sizes);
}

/* Twice the standard deviation over draws of the difference to the first list. */
static double
error_of(const dni *d, uint32_t list, uint32_t size, uint32_t unit)
{
    const uint64_t width = (uint64_t)d->num_lists * d->num_sizes;
    double sum = 0, squares = 0;
    for (uint64_t draw = 0; draw < d->draws; draw++) {
        const double *row = d->half + (2 * draw + unit) * width;
        const double difference = row[(uint64_t)list * d->num_sizes + size] - row[size];
        sum += difference;
        squares += difference * difference;
    }
    const double mean = sum / d->draws;
    return 2 * sqrt(fmax(0, squares / d->draws - mean * mean) * d->draws / (d->draws - 1));
}

static void
fill_rows(wom_dni_row *rows, const dni *d, double *found)
{
    for (uint32_t list = 0; list < d->num_lists; list++)
        count_list(d, list, NULL, NULL, &d->scratch[0], found + (uint64_t)list * d->num_sizes);
    for (uint32_t list = 0; list < d->num_lists; list++)
        for (uint32_t s = 0; s < d->num_sizes; s++) {
            wom_dni_row *row = &rows[(uint64_t)list * d->num_sizes + s];
            const uint32_t *order = d->order + (uint64_t)list * d->num_cascades;
            const uint32_t *place = d->place + (uint64_t)list * d->num_cascades;
            row->users = (uint64_t)found[(uint64_t)list * d->num_sizes + s];
            row->starting = 0;
            for (uint32_t k = 0; k < d->num_begun[list] && place[order[k]] < d->sizes[s]; k++)
                row->starting += k == 0 || place[order[k]] != place[order[k - 1]];
            row->difference = (double)row->users - found[s];
            row->error = fmax(error_of(d, list, s, 0), error_of(d, list, s, 1));
            row->low = row->difference - 1.96 * row->error;
            row->high = row->difference + 1.96 * row->error;
        }
}

static void
find_starters(dni *d, uint32_t *number)
{
    for (uint32_t i = 0; i < d->num_cascades; i++) {
        d->starter[i] = d->history->log->user[d->history->log->first[d->split->content[d->split->num_past + i]]];
        if (number[d->starter[i]] == 0) number[d->starter[i]] = ++d->num_starters;
        d->starter_number[i] = number[d->starter[i]] - 1;
    }
}

/* Places of the starters in one list, and the cascades of seeds by place: place after place, as lists are short. */
static void
find_places(dni *d, uint32_t list, const wom_node *seeds, uint32_t num_seeds, uint32_t *number)
{
    uint32_t *place = d->place + (uint64_t)list * d->num_cascades;
    uint32_t *order = d->order + (uint64_t)list * d->num_cascades;
    for (uint32_t i = 0; i < d->num_cascades; i++) place[i] = NOT_A_SEED;
    for (uint32_t k = 0; k < num_seeds; k++) {
        if (number[seeds[k]] == 0) continue;
        for (uint32_t i = 0; i < d->num_cascades; i++)
            if (d->starter[i] == seeds[k]) {
                place[i] = k;
                order[d->num_begun[list]++] = i;
            }
    }
}

static wom_status
allocate_dni(dni *d, wom_job *job)
{
    const uint64_t listed = (uint64_t)d->num_lists * d->num_cascades;
    WOM_TRY(wom_allocate(&d->starter, job, d->num_cascades, sizeof *d->starter, "starters"));
    WOM_TRY(wom_allocate(&d->starter_number, job, d->num_cascades, sizeof *d->starter_number, "starters"));
    WOM_TRY(wom_allocate(&d->place, job, listed, sizeof *d->place, "places of starters"));
    WOM_TRY(wom_allocate(&d->order, job, listed, sizeof *d->order, "cascades of seeds"));
    WOM_TRY(wom_allocate(&d->num_begun, job, d->num_lists, sizeof *d->num_begun, "cascades of seeds"));
    WOM_TRY(wom_allocate(&d->half, job, 2 * (uint64_t)d->draws * d->num_lists * d->num_sizes, sizeof *d->half,
                         "half-samples"));
    WOM_TRY(wom_allocate(&d->scratch, job, wom_job_threads(job), sizeof *d->scratch, "half-samples"));
    for (uint32_t t = 0; t < wom_job_threads(job); t++) {
        struct dni_scratch *scratch = &d->scratch[t];
        WOM_TRY(wom_allocate(&scratch->stamp, job, d->history->num_nodes, sizeof *scratch->stamp, "users reached"));
        WOM_TRY(wom_allocate(&scratch->shuffled, job, d->num_cascades, sizeof *scratch->shuffled, "half-samples"));
        WOM_TRY(wom_allocate(&scratch->is_in, job, d->num_cascades, sizeof *scratch->is_in, "half-samples"));
    }
    return WOM_OK;
}

static void
clear_dni(dni *d, uint32_t threads)
{
    for (uint32_t t = 0; t < threads && d->scratch != NULL; t++) {
        wom_free(d->scratch[t].stamp);
        wom_free(d->scratch[t].shuffled);
        wom_free(d->scratch[t].is_in);
    }
    wom_free(d->scratch);
    wom_free(d->starter);
    wom_free(d->starter_number);
    wom_free(d->place);
    wom_free(d->order);
    wom_free(d->num_begun);
    wom_free(d->half);
}

wom_status
wom_dni_judge(wom_dni_row *rows, wom_job *job, const wom_history *history, const wom_cascade_split *split, double until,
              const wom_node *const *lists, uint32_t num_lists, uint32_t num_seeds, const uint32_t *sizes,
              uint32_t num_sizes, uint32_t draws, uint64_t seed)
{
    dni d = { .history = history, .split = split, .until = until, .num_cascades = split->num_new,
              .num_lists = num_lists, .num_sizes = num_sizes, .sizes = sizes, .draws = draws, .seed = seed };
    uint32_t *number = NULL;
    double *found = NULL;
    wom_status status = WOM_OK;
    if (draws < 2) return wom_fail(WOM_INVALID, "%u half-samples, must be at least 2", draws);
    WOM_TRY_GOTO(wom_allocate(&number, job, history->num_nodes, sizeof *number, "starters"));
    WOM_TRY_GOTO(wom_allocate(&found, job, (uint64_t)num_lists * num_sizes, sizeof *found, "users reached"));
    WOM_TRY_GOTO(allocate_dni(&d, job));
    find_starters(&d, number);
    for (uint32_t list = 0; list < num_lists; list++) find_places(&d, list, lists[list], num_seeds, number);
    WOM_TRY_GOTO(wom_parallel_for(job, 2 * (uint64_t)draws, judge_half, &d, NULL));
    fill_rows(rows, &d, found);
done:
    clear_dni(&d, wom_job_threads(job));
    wom_free(number);
    wom_free(found);
    return status;
}

/* ---- Afterwards ---- */

typedef struct oracle_game {
    const wom_history *history;
    const wom_cascade_split *split;
    double until;
    bool *is_reached;
    uint32_t *stamp, last;
} oracle_game;

static double
reach(oracle_game *g, wom_node user, bool is_taken)
{
    const wom_log *log = g->history->log;
    double num = 0;
    g->last++;
    for (uint32_t i = 0; i < g->split->num_new; i++) {
        const uint32_t c = g->split->content[g->split->num_past + i];
        if (log->user[log->first[c]] != user) continue;
        const uint64_t end = wom_history_content_end(g->history, c, g->until);
        for (uint64_t j = log->first[c]; j < end; j++) {
            const wom_node v = log->user[j];
            num += !g->is_reached[v] && g->stamp[v] != g->last;
            g->stamp[v] = g->last;
            if (is_taken) g->is_reached[v] = true;
        }
    }
    return num;
}

static double
oracle_bound(void *game, wom_node user)
{
    return ((oracle_game *)game)->stamp[user] > 0 ? (double)((oracle_game *)game)->history->num_nodes : 0;
}

static double
oracle_gain(void *game, wom_node user)
{
    return reach(game, user, false);
}

static void
oracle_take(void *game, wom_node user)
{
    (void)reach(game, user, true);
}

wom_status
wom_dni_oracle(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_history *history,
               const wom_cascade_split *split, double until, uint32_t most)
{
    oracle_game g = { .history = history, .split = split, .until = until };
    const wom_lazy_game game = { .bound = oracle_bound, .gain = oracle_gain, .take = oracle_take, .game = &g };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&g.is_reached, job, history->num_nodes, sizeof *g.is_reached, "users reached"));
    WOM_TRY_GOTO(wom_allocate(&g.stamp, job, history->num_nodes, sizeof *g.stamp, "users reached"));
    for (uint32_t i = 0; i < split->num_new; i++)
        g.stamp[history->log->user[history->log->first[split->content[split->num_past + i]]]] = UINT32_MAX;
    status = wom_lazy_choose(seeds, num_seeds, job, history->num_nodes, most, &game);
done:
    wom_free(g.is_reached);
    wom_free(g.stamp);
    return status;
}
