/* Candidates for the probability of taking up what is running, fitted, chosen and judged in time. */
#include "pairs/pairs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FITS = 8, LEAST_ADOPTING = 10 };

/* ---- The snapshots ---- */

typedef struct study {
    wom_job *job;
    const wom_history *history;
    const wom_graph *graph;
    const wom_running_options *options;
    wom_running *running;
    wom_pairs *fit[MOST_FITS], *validation, *test;
    wom_pair_judge *judge;
    double *hazard, *test_hazard, *score, *best_hazard;
    wom_pair_fit regression; /* the last logistic candidate's */
    const wom_pair_candidate *of_regression;
} study;

static wom_status
take_snapshot(wom_pairs **pairs, const study *s, double start, double end, uint32_t least, const char *what)
{
    const wom_pairs_options options = {
        .start = start,
        .end = end,
        .window = s->running->window,
        .short_memory = s->options->short_memory,
        .long_memory = s->options->long_memory,
        .most = s->options->most_pairs,
        .seed = s->options->seed,
    };
    WOM_TRY(wom_pairs_create(pairs, s->job, s->history, s->graph, &options));
    if ((*pairs)->num_adopting >= least && (*pairs)->num_adopting < (*pairs)->num_pairs) return WOM_OK;
    return wom_fail(WOM_INVALID,
                    "the %s window from %g to %g seconds has %.0f pairs of a running content and a user with a friend "
                    "who took it up; she takes it up in %llu of them, must be at least %u and not all for anything to "
                    "be learned. Choose other windows, or ties whose users act",
                    what, start, end < s->running->end ? end : s->running->end, (*pairs)->num_found,
                    (unsigned long long)(*pairs)->num_adopting, least);
}

static wom_status
take_snapshots(study *s)
{
    const wom_running *r = s->running;
    const uint32_t fits = s->options->fits;
    uint64_t adopting = 0;
    wom_job_stage(s->job, "looking at pairs", 0);
    for (uint32_t i = 0; i < fits; i++) {
        const double start = r->split - (fits + 1 - i) * r->window;
        WOM_TRY(take_snapshot(&s->fit[i], s, start, start + r->window, 1, "fitting"));
        adopting += s->fit[i]->num_adopting;
    }
    if (adopting < LEAST_ADOPTING)
        return wom_fail(WOM_INVALID,
                        "in the %u fitting windows together a friend's content is taken up in %llu pairs, must be at "
                        "least %d for anything to be learned",
                        fits, (unsigned long long)adopting, LEAST_ADOPTING);
    WOM_TRY(take_snapshot(&s->validation, s, r->split - r->window, r->split, LEAST_ADOPTING, "validation"));
    return take_snapshot(&s->test, s, r->split, (double)INFINITY, LEAST_ADOPTING, "test");
}

static double
base_rate(const wom_pairs *pairs)
{
    return (double)pairs->num_adopting / pairs->num_found;
}

/* ln r is the least-squares slope of ln(share of adopting pairs) over the windows before the split. */
static void
find_trend(study *s)
{
    wom_running *r = s->running;
    const uint32_t num = s->options->fits + 1;
    double product = 0, squares = 0; /* x sums to 0 */
    for (uint32_t i = 0; i < num; i++) {
        const double x = i - (num - 1) / 2.;
        const double y = log(base_rate(i < s->options->fits ? s->fit[i] : s->validation));
        product += x * y;
        squares += x * x;
    }
    const double trend = exp(product / squares), q = (r->end - r->split) / r->window;
    r->trend = trend < 1 ? trend : 1;
    r->windows_ahead = q;
    r->effective = trend < 1 ? trend * (1 - pow(trend, q)) / (1 - trend) : q;
}

static void
add_facts(wom_pairs_facts *facts, const wom_pairs *pairs)
{
    double friends = 0;
    *facts = (wom_pairs_facts){ .start = pairs->options.start,
                                .pairs = pairs->num_found,
                                .adopting = pairs->num_adopting,
                                .window_actions = pairs->num_window_actions };
    for (uint64_t i = 0; i < pairs->num_pairs; i++) {
        const double w = pairs->adopts[i] ? 1 : pairs->other_weight;
        const bool is_active = pairs->feature[WOM_PAIR_ACTIVITY][i] > 0;
        friends += w * (double)pairs->feature[WOM_PAIR_FRIENDS][i];
        facts->active_pairs += is_active ? w : 0;
        facts->active_adopting += is_active && pairs->adopts[i];
    }
    facts->mean_friends = friends / pairs->num_found;
}

/* ---- Candidates ---- */

static double
sum_of_chances(const wom_pairs *pairs, const double *hazard, double scale)
{
    double sum = 0;
    for (uint64_t i = 0; i < pairs->num_pairs; i++)
        sum += (pairs->adopts[i] ? 1 : pairs->other_weight) * -expm1(-scale * hazard[i]);
    return sum;
}

/* A single term ranks by itself, whatever its weight; else the hazard does. */
static const double *
score_of(study *s, const wom_pair_candidate *c)
{
    if (c->is_logistic || c->num_terms != 1) return s->test_hazard;
    for (uint64_t i = 0; i < s->test->num_pairs; i++) s->score[i] = wom_pair_term_value(s->test, &c->term[0], i);
    return s->score;
}

static wom_status
judge_hazards(wom_pair_row_score *row, study *s, const double *score)
{
    const wom_running *r = s->running;
    row->scale = wom_pair_scale(s->validation, s->hazard);
    row->nll_validation = wom_pair_nll(s->validation, s->hazard, row->scale);
    const double damped = row->scale * r->effective;
    row->nll_linear = wom_pair_nll(s->test, s->test_hazard, row->scale * r->windows_ahead);
    row->nll_damped = wom_pair_nll(s->test, s->test_hazard, damped);
    row->nll_oracle = wom_pair_nll(s->test, s->test_hazard, wom_pair_scale(s->test, s->test_hazard));
    row->ratio = sum_of_chances(s->test, s->test_hazard, damped) / (double)s->test->num_adopting;
    row->slope = wom_pair_slope(s->test, s->test_hazard, damped);
    return wom_pair_judge_rank(row, s->job, s->judge, score);
}

static wom_status
fit_candidate(wom_pair_fit *fit, study *s, const wom_pair_candidate *c)
{
    if (!c->is_logistic) return wom_pair_fit_hazard(fit, s->job, s->fit, s->options->fits, c->term, c->num_terms);
    return wom_pair_fit_logistic(fit, s->job, s->fit, s->options->fits, c->term, c->num_terms, s->validation);
}

static wom_status
try_candidate(wom_pair_row_score *row, study *s, const wom_pair_candidate *c)
{
    wom_pair_fit fit;
    WOM_TRY(wom_fail_in(fit_candidate(&fit, s, c), "candidate \"%s\"", c->name));
    row->name = c->name;
    row->form = c->is_logistic ? "logistic" : "hazard";
    row->uses_time = c->uses_time;
    row->num_terms = c->num_terms;
    snprintf(row->term[0], sizeof row->term[0], "%s", c->is_logistic ? "intercept" : "leak");
    for (uint32_t k = 0; k < c->num_terms; k++) wom_pair_term_name(row->term[k + 1], &c->term[k]);
    for (uint32_t k = 0; k <= c->num_terms; k++) {
        row->coefficient[k] = fit.coefficient[k];
        row->error[k] = fit.error[k];
    }
    if (c->is_logistic) {
        s->regression = fit;
        s->of_regression = c;
    }
    wom_pair_hazard(s->hazard, s->job, s->validation, &fit, c->term, c->is_logistic);
    wom_pair_hazard(s->test_hazard, s->job, s->test, &fit, c->term, c->is_logistic);
    return judge_hazards(row, s, score_of(s, c));
}

/* Added to the last regression, which looks at everything. */
static wom_status
try_network(wom_pair_row_score *row, study *s)
{
    const wom_pair_network network = { s->history, s->graph, &s->regression, s->of_regression->term,
                                       s->options->seed };
    row->name = "everything, and friends of friends";
    row->form = "network";
    row->uses_time = true;
    WOM_TRY(wom_pair_network_fit(s->hazard, s->test_hazard, s->job, &network, s->fit, s->options->fits, s->validation,
                                 s->test));
    return judge_hazards(row, s, s->test_hazard);
}

static void
choose_likelier(study *s, uint32_t row)
{
    wom_running *r = s->running;
    r->num_rows = row + 1;
    if (row > 0 && !(r->row[row].nll_validation < r->row[r->chosen].nll_validation)) return;
    r->chosen = row;
    for (uint64_t i = 0; i < s->test->num_pairs; i++) s->best_hazard[i] = s->test_hazard[i];
}

static wom_status
try_all(study *s)
{
    wom_running *r = s->running;
    WOM_TRY(wom_pair_judge_create(&s->judge, s->job, s->test, s->options->draws, s->options->seed));
    WOM_TRY(wom_allocate(&s->hazard, s->job, s->validation->num_pairs, sizeof *s->hazard, "hazards"));
    WOM_TRY(wom_allocate(&s->test_hazard, s->job, s->test->num_pairs, sizeof *s->test_hazard, "hazards"));
    WOM_TRY(wom_allocate(&s->score, s->job, s->test->num_pairs, sizeof *s->score, "scores"));
    uint32_t num = 0;
    while (wom_pair_candidates[num].name != NULL) num++;
    WOM_TRY(wom_allocate(&s->best_hazard, s->job, s->test->num_pairs, sizeof *s->best_hazard, "hazards"));
    WOM_TRY(wom_allocate(&r->row, s->job, num + 1, sizeof *r->row, "candidates"));
    wom_job_stage(s->job, "fitting candidates", 0);
    for (uint32_t i = 0; i < num; i++) {
        WOM_TRY(wom_job_check(s->job));
        WOM_TRY(try_candidate(&r->row[i], s, &wom_pair_candidates[i]));
        choose_likelier(s, i);
    }
    if (!s->options->network) return WOM_OK;
    WOM_TRY(try_network(&r->row[num], s));
    choose_likelier(s, num);
    return WOM_OK;
}

/* ---- Reliability of the chosen ---- */

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Bins that hold a tenth of the predicted adoptions each. */
static void
tell_reliability(study *s)
{
    wom_running *r = s->running;
    const wom_pairs *test = s->test;
    const double scale = r->row[r->chosen].scale * r->effective;
    double bound[WOM_PAIR_BINS], total = 0, sum = 0;
    uint32_t bin = 0;
    for (uint64_t i = 0; i < test->num_pairs; i++) s->score[i] = s->test_hazard[i] = -expm1(-scale * s->best_hazard[i]);
    qsort(s->score, test->num_pairs, sizeof *s->score, by_value);
    for (uint64_t i = 0; i < test->num_pairs; i++) total += s->score[i];
    for (uint64_t i = 0; i < test->num_pairs && bin < WOM_PAIR_BINS; i++) {
        sum += s->score[i];
        while (bin < WOM_PAIR_BINS && sum >= total * (bin + 1) / WOM_PAIR_BINS) bound[bin++] = s->score[i];
    }
    while (bin < WOM_PAIR_BINS) bound[bin++] = (double)INFINITY;
    bound[WOM_PAIR_BINS - 1] = (double)INFINITY;
    for (uint64_t i = 0; i < test->num_pairs; i++) {
        const double w = test->adopts[i] ? 1 : test->other_weight;
        uint32_t b = 0;
        while (s->test_hazard[i] > bound[b]) b++;
        r->bin[b].pairs += w;
        r->bin[b].predicted += w * s->test_hazard[i];
        r->bin[b].adopting += test->adopts[i];
    }
    for (uint32_t b = 0; b < WOM_PAIR_BINS; b++) {
        wom_pair_bin *at = &r->bin[b];
        const uint64_t pairs = (uint64_t)(at->pairs + 0.5);
        at->predicted = at->pairs > 0 ? at->predicted / at->pairs : (double)NAN;
        at->actual = pairs > 0 ? wom_estimate_share(at->adopting < pairs ? at->adopting : pairs, pairs)
                               : (wom_estimate){ (double)NAN, (double)NAN, (double)NAN, (double)NAN, 0 };
    }
}

/* ---- Traps ---- */

/* How well plain degree ranks users who never acted before: an undated graph may hold the future. */
static wom_status
try_degree(study *s)
{
    const wom_pairs *test = s->test;
    double adopting = 0, others = 0, concordant = 0;
    uint32_t most = 0;
    double *count = NULL; /* of degree: adopting, others */
    for (uint64_t i = 0; i < test->num_pairs; i++)
        if (test->feature[WOM_PAIR_DEGREE][i] > (float)most) most = (uint32_t)test->feature[WOM_PAIR_DEGREE][i];
    WOM_TRY(wom_allocate(&count, s->job, 2 * ((uint64_t)most + 1), sizeof *count, "degrees"));
    for (uint64_t i = 0; i < test->num_pairs; i++)
        if (test->feature[WOM_PAIR_ACTIVITY][i] == 0)
            count[2 * (uint64_t)test->feature[WOM_PAIR_DEGREE][i] + !test->adopts[i]]++;
    for (uint64_t d = 0; d <= most; d++) {
        concordant += count[2 * d] * (others + count[2 * d + 1] / 2);
        adopting += count[2 * d];
        others += count[2 * d + 1];
    }
    s->running->degree_auc_new = adopting >= 10 && others > 0 ? concordant / (adopting * others) : (double)NAN;
    wom_free(count);
    return WOM_OK;
}

/* Of the actions before the split, those later than the start of the first of the last fifth of contents. */
static wom_status
measure_overlap(study *s)
{
    const wom_history *history = s->history;
    const wom_log *log = history->log;
    uint64_t num = 0, train = 0, late = 0;
    double *begin = NULL;
    WOM_TRY(wom_allocate(&begin, s->job, log->num_contents, sizeof *begin, "beginnings of contents"));
    for (uint32_t c = 0; c < log->num_contents; c++)
        if (log->first[c + 1] > log->first[c] && !isnan(history->time[log->first[c]]))
            begin[num++] = history->time[log->first[c]];
    wom_sort_reals(begin, num);
    const double cut = begin[num * 4 / 5 < num ? num * 4 / 5 : num - 1];
    wom_free(begin);
    for (uint32_t c = 0; c < log->num_contents; c++)
        for (uint64_t i = log->first[c]; i < log->first[c + 1]; i++) {
            if (isnan(history->time[i]) || !(history->time[log->first[c]] < cut)) continue;
            train++;
            late += history->time[i] >= cut;
        }
    s->running->late_train_share = train > 0 ? (double)late / (double)train : 0;
    return WOM_OK;
}

/* ---- All of it ---- */

#define OPTION(member) offsetof(wom_running_options, member)
const wom_field wom_running_fields[] = {
    { "train", WOM_FIELD_REAL, OPTION(train), 0.8, 0.01, 0.99, "", "share of all actions before the split", NULL },
    { "split", WOM_FIELD_REAL, OPTION(split), 0, -1e15, 1e15, "seconds",
      "time of the split, as wom info tells times; 0: by the share of actions", NULL },
    { "windows", WOM_FIELD_UINT, OPTION(windows), 8, 3, 1000, "windows",
      "of equal length from the beginning of the log to the split; the last chooses", NULL },
    { "fits", WOM_FIELD_UINT, OPTION(fits), 3, 1, MOST_FITS, "windows", "before it, to which models are fitted", NULL },
    { "short_memory", WOM_FIELD_REAL, OPTION(short_memory), 0.5, 1e-3, 1e3, "windows",
      "time scale on which recent activity decays", NULL },
    { "long_memory", WOM_FIELD_REAL, OPTION(long_memory), 2, 1e-3, 1e3, "windows", "a longer one", NULL },
    { "most_pairs", WOM_FIELD_UINT64, OPTION(most_pairs), 1000000, 1000, 4e9, "pairs",
      "of a content and a user, a window; above, those who do not take it up are thinned by chance", NULL },
    { "draws", WOM_FIELD_UINT, OPTION(draws), 40, 0, 10000, "draws",
      "of the bootstrap over contents, and over users, for errors; 0: none", NULL },
    { "network", WOM_FIELD_BOOL, OPTION(network), 1, 0, 1, "", "try a graph network as well", NULL },
    { 0 },
};

wom_running_options
wom_running_defaults(void)
{
    wom_running_options options = { .seed = 1 };
    wom_fields_default(&options, wom_running_fields);
    return options;
}

static wom_status
set_windows(study *s)
{
    const wom_running_options *o = s->options;
    wom_running *r = s->running;
    r->split = o->split;
    r->end = s->history->end;
    if (o->fits < 1 || o->fits > MOST_FITS || o->windows < o->fits + 2)
        return wom_fail(WOM_INVALID, "%u windows to fit and one to choose by need %u windows before the split, not %u",
                        o->fits, o->fits + 2, o->windows);
    if (o->split == 0) WOM_TRY(wom_history_share_time(&r->split, s->job, s->history, o->train));
    if (!(r->split > s->history->begin && r->split < r->end))
        return wom_fail(WOM_INVALID, "the split at %g seconds is not within the log's times, %g to %g", r->split,
                        s->history->begin, r->end);
    r->window = (r->split - s->history->begin) / o->windows;
    if (s->graph->num_ties > 0) return WOM_OK;
    return wom_fail(WOM_INVALID,
                    "there are no ties; who may take up what a friend took up needs \"ties\" beside the log");
}

wom_status
wom_running_validate(wom_running **running, wom_job *job, const wom_history *history, const wom_graph *graph,
                     const wom_running_options *options)
{
    study s = { .job = job, .history = history, .graph = graph, .options = options };
    wom_status status = WOM_OK;
    *running = NULL;
    WOM_TRY_GOTO(wom_allocate(&s.running, job, 1, sizeof *s.running, "a validation"));
    WOM_TRY_GOTO(set_windows(&s));
    WOM_TRY_GOTO(take_snapshots(&s));
    find_trend(&s);
    add_facts(&s.running->validation, s.validation);
    add_facts(&s.running->test, s.test);
    WOM_TRY_GOTO(try_all(&s));
    tell_reliability(&s);
    WOM_TRY_GOTO(try_degree(&s));
    WOM_TRY_GOTO(measure_overlap(&s));
    *running = s.running;
    s.running = NULL;
done:
    for (uint32_t i = 0; i < MOST_FITS; i++) wom_pairs_free(s.fit[i]);
    wom_pairs_free(s.validation);
    wom_pairs_free(s.test);
    wom_pair_judge_free(s.judge);
    wom_free(s.hazard);
    wom_free(s.test_hazard);
    wom_free(s.score);
    wom_free(s.best_hazard);
    wom_running_free(s.running);
    return status;
}

void
wom_running_free(wom_running *running)
{
    if (running == NULL) return;
    wom_free(running->row);
    wom_free(running);
}
