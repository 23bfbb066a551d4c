/* Influence against homophily: a log against itself with its users moved about.
 *
 * Anagnostopoulos, Kumar and Mahdian, KDD 2008; La Fond and Neville, WWW 2010; Aral, Muchnik and Sundararajan, PNAS
 * 2009. */
#include "learn/influence.h"

#include <math.h>

static const double two_sided = 1.959963984540054; /* normal quantile of 0.975 */

wom_influence_options
wom_influence_defaults(void)
{
    return (wom_influence_options){ .num_shuffles = 200, .num_strata = 20 };
}

/* ---- All shuffles of one null ---- */

typedef struct shuffles {
    const influence_log *log;
    influence_cells cells;
    wom_influence_null null;
    influence_look look;
    uint64_t seed;
    influence_counter *counter; /* [threads] */
    influence_sums *sums;       /* [num_shuffles] */
} shuffles;

static void
run_shuffle(void *context, uint64_t block, uint32_t worker)
{
    shuffles *s = context;
    influence_counter *counter = &s->counter[worker];
    influence_shuffle(counter, s->log, &s->cells, s->null, s->seed, block);
    influence_count(&s->sums[block], counter, s->log, counter->user, s->look);
}

/* ---- The real log and a null, by clusters ---- */

typedef struct measuring {
    wom_influence *influence;
    wom_job *job;
    const wom_influence_options *options;
    influence_log log;
    uint32_t num_threads;
    influence_counter real;
    influence_counter *counter; /* [num_threads] */
    influence_sums sums;        /* of the log itself */
    influence_sums *shuffled;   /* [num_shuffles] of the null at hand */
    double *y, *x;              /* [nodes or contents, the more] */
    double *actions_of_user, *actions_of_content;
} measuring;

static uint64_t
most_clusters(const influence_log *log)
{
    const uint64_t num_nodes = log->graph->num_nodes, num_contents = log->log->num_contents;
    return num_nodes > num_contents ? num_nodes : num_contents;
}

static void
count_actions(measuring *m)
{
    const wom_log *log = m->log.log;
    for (uint64_t i = 0; i < log->num_actions; i++) {
        if (i == log->first[log->content[i]]) continue;
        m->actions_of_user[log->user[i]]++;
        m->actions_of_content[log->content[i]]++;
    }
}

static wom_status
measuring_create(measuring *m)
{
    wom_job *job = m->job;
    const uint64_t most = most_clusters(&m->log);
    m->num_threads = wom_job_threads(job);
    WOM_TRY(influence_counter_create(&m->real, job, &m->log));
    WOM_TRY(wom_allocate(&m->counter, job, m->num_threads, sizeof *m->counter, "workers"));
    for (uint32_t w = 0; w < m->num_threads; w++) WOM_TRY(influence_counter_create(&m->counter[w], job, &m->log));
    WOM_TRY(wom_allocate(&m->shuffled, job, m->options->num_shuffles, sizeof *m->shuffled, "shuffles"));
    WOM_TRY(wom_allocate(&m->y, job, most, sizeof *m->y, "clusters"));
    WOM_TRY(wom_allocate(&m->x, job, most, sizeof *m->x, "clusters"));
    WOM_TRY(wom_allocate(&m->actions_of_user, job, m->log.graph->num_nodes, sizeof(double), "users' actions"));
    return wom_allocate(&m->actions_of_content, job, m->log.log->num_contents, sizeof(double), "contents' actions");
}

static void
measuring_clear(measuring *m)
{
    influence_log_clear(&m->log);
    influence_counter_clear(&m->real);
    for (uint32_t w = 0; m->counter != NULL && w < m->num_threads; w++) influence_counter_clear(&m->counter[w]);
    void *const arrays[] = { m->counter, m->shuffled, m->y, m->x, m->actions_of_user, m->actions_of_content };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
}

static wom_status
run_shuffles(measuring *m, wom_influence_null null, influence_look look)
{
    shuffles s = { &m->log, { 0 }, null, look, m->options->seed, m->counter, m->shuffled };
    for (uint32_t w = 0; w < m->num_threads; w++) {
        const influence_counter *counter = &m->counter[w];
        for (wom_node node = 0; node < m->log.graph->num_nodes; node++) counter->of_user[node] = 0;
        for (uint32_t c = 0; c < m->log.log->num_contents; c++) counter->of_content[c] = counter->reversed_of[c] = 0;
    }
    WOM_TRY(influence_cells_create(&s.cells, m->job, &m->log, null, m->options));
    const wom_status status = wom_parallel_for(m->job, m->options->num_shuffles, run_shuffle, &s, NULL);
    influence_cells_clear(&s.cells);
    return status;
}

/* ---- Estimates ---- */

static double
share(uint64_t part, uint64_t all)
{
    return all > 0 ? (double)part / (double)all : (double)NAN;
}

/* Of all workers, a shuffle. */
static double
mean_count(const measuring *m, size_t array, uint64_t at)
{
    uint64_t sum = 0;
    for (uint32_t w = 0; w < m->num_threads; w++)
        sum += (*(uint64_t *const *)(const void *)((const char *)&m->counter[w] + array))[at];
    return (double)sum / m->options->num_shuffles;
}

/* `real` less the null's mean for each cluster, over its actions; keeps y for what comes. */
static wom_estimate
estimate_by(measuring *m, const uint64_t *real, size_t array, const double *num_actions, uint64_t num)
{
    for (uint64_t k = 0; k < num; k++) m->y[k] = (double)real[k] - mean_count(m, array, k);
    return wom_estimate_ratio(m->y, num_actions, num);
}

static void
widen(wom_estimate *estimate, double standard_error, double reach)
{
    if (standard_error > estimate->standard_error) estimate->standard_error = standard_error;
    estimate->low = fmin(estimate->low, estimate->value - reach);
    estimate->high = fmax(estimate->high, estimate->value + reach);
}

static uint64_t
count_contents(const measuring *m)
{
    uint64_t num = 0;
    for (uint32_t c = 0; c < m->log.log->num_contents; c++) num += m->actions_of_content[c] > 0;
    return num;
}

static void
describe_shares(wom_influence_excess *excess, const measuring *m)
{
    const uint32_t num = m->options->num_shuffles;
    double sum = 0, squares = 0;
    uint32_t reached = 0;
    for (uint32_t s = 0; s < num; s++) sum += share(m->shuffled[s].num_exposed, m->shuffled[s].num_actions);
    excess->share = sum / num;
    for (uint32_t s = 0; s < num; s++) {
        const double of_shuffle = share(m->shuffled[s].num_exposed, m->shuffled[s].num_actions);
        squares += pow(of_shuffle - excess->share, 2);
        reached += of_shuffle >= m->influence->exposed;
    }
    excess->deviation = sqrt(squares / (num - 1));
    excess->p = (1. + reached) / (1. + num);
}

/* Contents that were taken up once say nothing and are not counted among the clusters. */
static void
estimate_excess(wom_influence_excess *excess, measuring *m)
{
    const uint64_t num_contents = count_contents(m);
    describe_shares(excess, m);
    const double value = m->influence->exposed - excess->share;
    const wom_estimate by_user = estimate_by(m, m->real.of_user, offsetof(influence_counter, of_user),
                                             m->actions_of_user, m->log.graph->num_nodes);
    const wom_estimate by_content = estimate_by(m, m->real.of_content, offsetof(influence_counter, of_content),
                                                m->actions_of_content, m->log.log->num_contents);
    excess->excess = (wom_estimate){ value, 0, value, value, num_contents };
    widen(&excess->excess, excess->deviation, two_sided * excess->deviation);
    widen(&excess->excess, by_user.standard_error, (by_user.high - by_user.low) / 2);
    if (num_contents > 1) {
        const double few = sqrt((double)num_contents / (double)(num_contents - 1));
        widen(&excess->excess, by_content.standard_error * few, few * (by_content.high - by_content.low) / 2);
    }
}

/* The excess less that of the reversed ties, whose y is taken content by content. */
static void
estimate_direction(measuring *m)
{
    wom_influence *influence = m->influence;
    const uint32_t num_contents = m->log.log->num_contents, num = m->options->num_shuffles;
    double sum = 0;
    for (uint32_t s = 0; s < num; s++) sum += share(m->shuffled[s].num_reversed, m->shuffled[s].num_actions);
    influence->reversed = share(m->sums.num_reversed, m->sums.num_actions);
    influence->reversed_null = sum / num;
    for (uint32_t c = 0; c < num_contents; c++)
        m->y[c] = (double)m->real.of_content[c] - mean_count(m, offsetof(influence_counter, of_content), c) -
                  ((double)m->real.reversed_of[c] - mean_count(m, offsetof(influence_counter, reversed_of), c));
    influence->direction = wom_estimate_ratio(m->y, m->actions_of_content, num_contents);
}

/* How much nearer the latest friend is than in the shuffles. */
static void
estimate_timing(measuring *m)
{
    wom_influence *influence = m->influence;
    const uint32_t num = m->options->num_shuffles;
    const double num_actions = (double)m->sums.num_actions, real = m->sums.log_gap / num_actions;
    double sum = 0, squares = 0;
    uint32_t reached = 0;
    for (uint32_t s = 0; s < num; s++) {
        sum += m->shuffled[s].log_gap / num_actions;
        reached += m->shuffled[s].log_gap <= m->sums.log_gap;
    }
    const double mean = sum / num;
    for (uint32_t s = 0; s < num; s++) squares += pow(m->shuffled[s].log_gap / num_actions - mean, 2);
    const double reach = two_sided * sqrt(squares / (num - 1));
    influence->closer = exp(mean - real);
    influence->closer_low = exp(mean - real - reach);
    influence->closer_high = exp(mean - real + reach);
    influence->closer_p = (1. + reached) / (1. + num);
}

/* ---- Measuring ---- */

static bool
can_be_tested(const measuring *m, wom_influence_null null)
{
    if (m->sums.num_actions == 0) return false;
    if (null == WOM_NULL_RELABELLED) return m->options->segment != NULL;
    return null < WOM_NULL_CALENDAR || m->log.has_times;
}

static wom_status
test_against(measuring *m, wom_influence_null null)
{
    static const influence_look looks[WOM_NUM_NULLS] = {
        [WOM_NULL_ACTIVITY] = LOOK_REVERSED, [WOM_NULL_ORDER] = LOOK_ORDER
    };
    wom_influence_excess *excess = &m->influence->null[null];
    if (!can_be_tested(m, null)) return WOM_OK;
    excess->is_there = true;
    WOM_TRY(run_shuffles(m, null, looks[null]));
    estimate_excess(excess, m);
    if (null == WOM_NULL_ACTIVITY) estimate_direction(m);
    if (null == WOM_NULL_ORDER) estimate_timing(m);
    return WOM_OK;
}

static void
look_at_log(measuring *m)
{
    wom_influence *influence = m->influence;
    influence_sums reversed;
    count_actions(m);
    influence_count(&reversed, &m->real, &m->log, m->log.log->user, LOOK_REVERSED);
    for (wom_node node = 0; node < m->log.graph->num_nodes; node++) m->real.of_user[node] = 0;
    for (uint32_t c = 0; c < m->log.log->num_contents; c++) m->real.of_content[c] = 0;
    influence_count(&m->sums, &m->real, &m->log, m->log.log->user, LOOK_ORDER);
    m->sums.num_reversed = reversed.num_reversed;
    influence->num_actions = m->sums.num_actions;
    influence->num_exposed = m->sums.num_exposed;
    influence->exposed = share(m->sums.num_exposed, m->sums.num_actions);
    influence->tied = wom_log_share_tied(m->log.log);
    influence->is_coarse = influence->tied > 0.5;
    influence->num_strata = m->log.num_strata;
    influence->is_symmetric = m->log.is_symmetric;
}

static void
know_nothing(wom_influence *influence)
{
    const double nan = (double)NAN;
    const wom_estimate unknown = { nan, nan, nan, nan, 0 };
    *influence = (wom_influence){ .exposed = nan,
                                  .tied = nan,
                                  .reversed = nan,
                                  .reversed_null = nan,
                                  .closer = nan,
                                  .closer_low = nan,
                                  .closer_high = nan,
                                  .closer_p = nan,
                                  .direction = unknown };
    for (int null = 0; null < WOM_NUM_NULLS; null++)
        influence->null[null] = (wom_influence_excess){ false, nan, nan, nan, unknown };
}

wom_status
wom_influence_measure(wom_influence *influence, wom_job *job, const wom_log *log, const wom_graph *graph,
                      const wom_influence_options *options)
{
    measuring m = { .influence = influence, .job = job, .options = options };
    wom_status status = WOM_OK;
    know_nothing(influence);
    if (options->num_shuffles < 40)
        return wom_fail(WOM_INVALID, "%u shuffles, must be 40 at least", options->num_shuffles);
    if (options->num_strata < 1) return wom_fail(WOM_INVALID, "0 strata of time, must be 1 at least");
    WOM_TRY_GOTO(influence_log_create(&m.log, job, log, graph, options));
    WOM_TRY_GOTO(measuring_create(&m));
    wom_job_stage(job, "looking for influence", (uint64_t)WOM_NUM_NULLS * options->num_shuffles);
    look_at_log(&m);
    for (int null = 0; null < WOM_NUM_NULLS; null++) WOM_TRY_GOTO(test_against(&m, (wom_influence_null)null));
    influence_judge(influence);
done:
    measuring_clear(&m);
    if (status != WOM_OK) know_nothing(influence);
    return status;
}
