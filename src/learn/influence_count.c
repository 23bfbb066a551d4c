/* One pass over a log: which actions had an active friend, and how long ago she acted. */
#include "learn/influence.h"

#include <math.h>

/* ---- The log's times ---- */

static bool
is_symmetric(const wom_graph *graph)
{
    for (wom_node node = 0; node < graph->num_nodes; node++) {
        if (wom_graph_in_degree(graph, node) != wom_graph_out_degree(graph, node)) return false;
        const uint64_t in = graph->in_first[node], out = graph->out_first[node];
        for (uint64_t k = 0; k < wom_graph_in_degree(graph, node); k++)
            if (graph->in_tail[in + k] != graph->out_head[out + k]) return false;
    }
    return true;
}

/* An unknown time is tied with none. */
static void
group_times(uint64_t *group, const wom_log *log)
{
    for (uint64_t i = 0; i < log->num_actions; i++) {
        const bool continues = i > log->first[log->content[i]] && log->time[i] == log->time[i - 1];
        group[i] = continues ? group[i - 1] : i;
    }
}

double
wom_log_share_tied(const wom_log *log)
{
    const uint64_t num = log->num_actions;
    uint64_t tied = 0;
    for (uint64_t i = 0; i < num; i++) {
        const uint32_t content = log->content[i];
        const bool as_before = i > log->first[content] && log->time[i] == log->time[i - 1];
        tied += as_before || (i + 1 < log->first[content + 1] && log->time[i] == log->time[i + 1]);
    }
    return num > 0 ? (double)tied / (double)num : (double)NAN;
}

/* As in a history: an unknown time is the next one's. Those without any come first. */
static uint64_t
fill_times(double *time, const wom_log *log)
{
    uint64_t num_known = 0;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        double next = -HUGE_VAL;
        for (uint64_t i = log->first[c + 1]; i-- > log->first[c];) {
            if (!isnan(log->time[i])) next = log->time[i];
            time[i] = next;
            num_known += next > -HUGE_VAL;
        }
    }
    return num_known;
}

static uint64_t
count_distinct(const double *sorted, uint64_t num)
{
    uint64_t distinct = num > 0;
    for (uint64_t i = 1; i < num; i++) distinct += sorted[i] > sorted[i - 1];
    return distinct;
}

static uint32_t
stratum_of(const double *sorted, uint64_t num, uint32_t num_strata, double time)
{
    uint32_t stratum = 0;
    while (stratum + 1 < num_strata && sorted[(stratum + 1) * num / num_strata] <= time) stratum++;
    return stratum;
}

static wom_status
divide_into_strata(influence_log *made, wom_job *job, uint32_t num_strata)
{
    enum { TIMES_A_STRATUM = 4 };
    const uint64_t num = made->log->num_actions;
    double *time = NULL, *sorted = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&time, job, num, sizeof *time, "times of actions"));
    WOM_TRY_GOTO(wom_allocate(&sorted, job, num, sizeof *sorted, "times of actions"));
    const uint64_t num_known = fill_times(time, made->log);
    uint64_t num_sorted = 0;
    for (uint64_t i = 0; i < num; i++)
        if (time[i] > -HUGE_VAL) sorted[num_sorted++] = time[i];
    wom_sort_reals(sorted, num_sorted);
    const uint64_t distinct = count_distinct(sorted, num_sorted), most = distinct / TIMES_A_STRATUM;
    made->has_times = distinct > 1;
    made->num_strata = most < 1 ? 1 : most < num_strata ? (uint32_t)most : num_strata;
    for (uint64_t i = 0; i < num; i++)
        made->stratum[i] = num_known > 0 ? stratum_of(sorted, num_known, made->num_strata, time[i]) : 0;
done:
    wom_free(time);
    wom_free(sorted);
    return status;
}

wom_status
influence_log_create(influence_log *made, wom_job *job, const wom_log *log, const wom_graph *graph,
                     const wom_influence_options *options)
{
    wom_status status = WOM_OK;
    *made = (influence_log){ .log = log, .graph = graph, .strictly = options->strictly };
    made->is_symmetric = is_symmetric(graph);
    WOM_TRY_GOTO(wom_allocate(&made->group, job, log->num_actions, sizeof *made->group, "actions at one time"));
    WOM_TRY_GOTO(wom_allocate(&made->stratum, job, log->num_actions, sizeof *made->stratum, "strata of time"));
    group_times(made->group, log);
    WOM_TRY_GOTO(divide_into_strata(made, job, options->num_strata));
done:
    if (status != WOM_OK) influence_log_clear(made);
    return status;
}

void
influence_log_clear(influence_log *made)
{
    wom_free(made->group);
    wom_free(made->stratum);
    *made = (influence_log){ 0 };
}

/* ---- Counting ---- */

wom_status
influence_counter_create(influence_counter *counter, wom_job *job, const influence_log *log)
{
    const wom_node num_nodes = log->graph->num_nodes;
    const uint32_t num_contents = log->log->num_contents;
    *counter = (influence_counter){ 0 };
    WOM_TRY(wom_allocate(&counter->user, job, log->log->num_actions, sizeof *counter->user, "shuffled users"));
    WOM_TRY(wom_allocate(&counter->rank, job, num_nodes, sizeof *counter->rank, "users' places in a cascade"));
    WOM_TRY(wom_allocate(&counter->place, job, num_nodes, sizeof *counter->place, "users' places"));
    WOM_TRY(wom_allocate(&counter->of_user, job, num_nodes, sizeof(uint64_t), "users with active friends"));
    WOM_TRY(wom_allocate(&counter->of_content, job, num_contents, sizeof(uint64_t), "contents with active friends"));
    return wom_allocate(&counter->reversed_of, job, num_contents, sizeof(uint64_t), "contents with active friends");
}

void
influence_counter_clear(influence_counter *counter)
{
    void *const arrays[] = { counter->user,    counter->rank,       counter->place,
                             counter->of_user, counter->of_content, counter->reversed_of };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
    *counter = (influence_counter){ 0 };
}

/* Whether one of these users is active by an action numbered first .. end - 1. */
static inline bool
is_any_active(const uint64_t *rank, const wom_node *friends, uint64_t num, uint64_t first, uint64_t end)
{
    for (uint64_t k = 0; k < num; k++)
        if (rank[friends[k]] > first && rank[friends[k]] <= end) return true;
    return false;
}

/* ln(1 + how many groups' actions lie between): action i stands in a group that begins at `group` and ends at `end`. A
 * friend at the same time is at no distance, so that the order of ties in time does not matter. */
static double
log_gap(const influence_log *log, const uint64_t *rank, wom_node user, uint64_t first, uint64_t group, uint64_t end)
{
    const wom_graph *graph = log->graph;
    uint64_t latest = 0;
    for (uint64_t k = graph->in_first[user]; k < graph->in_first[user + 1]; k++) {
        const uint64_t of_friend = rank[graph->in_tail[k]];
        if (of_friend <= end && of_friend > latest) latest = of_friend;
    }
    const uint64_t gap = latest > first ? group - log->group[latest - 1] : group - first + 1;
    return log1p((double)gap);
}

/* The actions first_of_group .. end - 1 of one time; all of them are marked in rank. */
static inline void
count_group(influence_sums *sums, influence_counter *counter, const influence_log *log, const wom_node *user,
            uint64_t group, uint64_t end, influence_look look)
{
    const wom_graph *graph = log->graph;
    const uint32_t content = log->log->content[group];
    const uint64_t first = log->log->first[content];
    for (uint64_t i = group > first ? group : first + 1; i < end; i++) {
        const wom_node at = user[i];
        const uint64_t before = log->strictly ? group : i;
        if (counter->rank[at] != i + 1) continue; /* acted already */
        const bool exposed = is_any_active(counter->rank, graph->in_tail + graph->in_first[at],
                                           wom_graph_in_degree(graph, at), first, before);
        sums->num_actions++;
        sums->num_exposed += exposed;
        counter->of_content[content] += exposed;
        counter->of_user[at] += exposed;
        if (look == LOOK_ORDER) sums->log_gap += log_gap(log, counter->rank, at, first, group, end);
        if (look != LOOK_REVERSED) continue;
        const bool reversed = log->is_symmetric ? exposed
                                                : is_any_active(counter->rank, graph->out_head + graph->out_first[at],
                                                                wom_graph_out_degree(graph, at), first, before);
        sums->num_reversed += reversed;
        counter->reversed_of[content] += reversed;
    }
}

static inline void
count_all(influence_sums *sums, influence_counter *counter, const influence_log *log, const wom_node *user,
          influence_look look)
{
    uint64_t *const rank = counter->rank;
    const uint64_t *const group = log->group;
    *sums = (influence_sums){ 0 };
    for (wom_node node = 0; node < log->graph->num_nodes; node++) rank[node] = 0;
    for (uint32_t c = 0; c < log->log->num_contents; c++) {
        const uint64_t first = log->log->first[c], last = log->log->first[c + 1];
        for (uint64_t begin = first, end; begin < last; begin = end) {
            for (end = begin; end < last && group[end] == begin; end++)
                if (rank[user[end]] <= first) rank[user[end]] = end + 1;
            count_group(sums, counter, log, user, begin, end, look);
        }
    }
}

void
influence_count(influence_sums *sums, influence_counter *counter, const influence_log *log, const wom_node *user,
                influence_look look)
{
    if (look == LOOK_EXPOSED)
        count_all(sums, counter, log, user, LOOK_EXPOSED);
    else if (look == LOOK_REVERSED)
        count_all(sums, counter, log, user, LOOK_REVERSED);
    else
        count_all(sums, counter, log, user, LOOK_ORDER);
}
