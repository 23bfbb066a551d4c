/* How far the actions of a log follow those of friends, against the log with its users shuffled. */
#include <wom/data.h>

#include <math.h>

enum { NUM_SHUFFLES = 9 };

/* Who acted on the content at hand: mark[user] is its number + 1. */
typedef struct watch {
    const wom_log *log;
    const wom_graph *graph;
    uint32_t *mark; /* [num_nodes] */
} watch;

static bool
has_active_friend(const watch *w, wom_node user, uint32_t mark)
{
    const wom_graph *graph = w->graph;
    for (uint64_t i = graph->in_first[user]; i < graph->in_first[user + 1]; ++i)
        if (w->mark[graph->in_tail[i]] == mark) return true;
    return false;
}

/* Counts the actions behind the first of each content, and those with a friend before. */
static void
count(const watch *w, const wom_node *user, uint64_t *num_actions, uint64_t *num_exposed)
{
    const wom_log *log = w->log;
    *num_actions = *num_exposed = 0;
    for (wom_node node = 0; node < w->graph->num_nodes; ++node) w->mark[node] = 0;
    for (uint32_t c = 0; c < log->num_contents; ++c) {
        for (uint64_t i = log->first[c]; i < log->first[c + 1]; ++i) {
            if (w->mark[user[i]] == c + 1) continue;
            *num_actions += i > log->first[c];
            *num_exposed += i > log->first[c] && has_active_friend(w, user[i], c + 1);
            w->mark[user[i]] = c + 1;
        }
    }
}

static double
share(uint64_t part, uint64_t all)
{
    return all > 0 ? (double)part / (double)all : (double)NAN;
}

static wom_status
measure_null(wom_log_exposure *exposure, wom_job *job, const watch *w, wom_node *user, uint64_t seed)
{
    double shares[NUM_SHUFFLES], sum = 0, squares = 0;
    uint64_t num_actions, num_exposed;
    for (uint64_t i = 0; i < w->log->num_actions; ++i) user[i] = w->log->user[i];
    for (uint32_t s = 0; s < NUM_SHUFFLES; ++s) {
        wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_SHUFFLE, s);
        WOM_TRY(wom_job_check(job));
        wom_rng_shuffle(&rng, user, w->log->num_actions);
        count(w, user, &num_actions, &num_exposed);
        shares[s] = share(num_exposed, num_actions);
        sum += shares[s];
    }
    exposure->null_exposed = sum / NUM_SHUFFLES;
    for (uint32_t s = 0; s < NUM_SHUFFLES; ++s) squares += pow(shares[s] - exposure->null_exposed, 2);
    exposure->null_deviation = sqrt(squares / (NUM_SHUFFLES - 1));
    return WOM_OK;
}

wom_status
wom_log_measure_exposure(wom_log_exposure *exposure, wom_job *job, const wom_log *log, const wom_graph *graph,
                         uint64_t seed)
{
    watch w = { .log = log, .graph = graph };
    wom_node *user = NULL;
    uint64_t num_exposed = 0;
    wom_status status = WOM_OK;
    *exposure = (wom_log_exposure){ 0 };
    WOM_TRY_GOTO(wom_allocate(&w.mark, job, graph->num_nodes, sizeof *w.mark, "marks of users"));
    WOM_TRY_GOTO(wom_allocate(&user, job, log->num_actions, sizeof *user, "shuffled users"));
    count(&w, log->user, &exposure->num_actions, &num_exposed);
    exposure->exposed = share(num_exposed, exposure->num_actions);
    WOM_TRY_GOTO(measure_null(exposure, job, &w, user, seed));
done:
    wom_free(w.mark);
    wom_free(user);
    return status;
}
