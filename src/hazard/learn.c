/* Learning from a log: the delay, the paces and the terms that explain its first part, chosen by its second. */
#include "hazard/hazard.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The sets of terms that compete; names of terms, as far as they are there. */
typedef struct term_set {
    const char *name, *meaning;
    const char *terms[WOM_MOST_TIE_TERMS + 1];
} term_set;

static const term_set sets[] = {
    { "no ties", "baseline alone", { NULL } },
    { "formula", "the scenario's weighting: alpha S/D, beta C/N", { "alpha", "beta", NULL } },
    { "friends", "every friend alike", { "friend", NULL } },
    { "share", "every friend by her share in the head's friends", { "share", NULL } },
    { "jaccard", "friends by how many friends are shared", { "jaccard", NULL } },
    { "all", "all of these", { "alpha", "beta", "friend", "jaccard", "share", NULL } },
};

enum { NUM_SETS = sizeof sets / sizeof *sets };

wom_learn_options
wom_learn_defaults(void)
{
    return (wom_learn_options){ .train = .8 };
}

typedef struct learning {
    wom_job *job;
    const wom_data *data;
    wom_learn_options options;
    wom_history *history;
    wom_tie_terms *terms;
    wom_hazard_fitter *fitter;
    wom_learned *learned;
    double *of_content[2]; /* [num_contents] held-out log-likelihood: of the reference, of the candidate at hand */
    wom_window train, held_out;
    uint32_t num_contents; /* that have times */
} learning;

static uint32_t
terms_of(const learning *l, const term_set *set)
{
    uint32_t bits = 0;
    for (const char *const *name = set->terms; *name != NULL; name++)
        for (uint32_t k = 0; k < l->terms->num; k++)
            if (strcmp(l->terms->term[k].name, *name) == 0) bits |= UINT32_C(1) << k;
    return bits;
}

/* ---- Large logs ---- */

/* Delay and paces are sought on so many actions, models compared on so many; the chosen one is fitted to all. */
static const uint64_t search_actions = 100000, comparison_actions = 1000000;

typedef struct drawn_content {
    uint64_t draw;
    uint32_t content;
} drawn_content;

static int
compare_drawn(const void *a, const void *b)
{
    const drawn_content *x = a, *y = b;
    if (x->draw != y->draw) return x->draw < y->draw ? -1 : 1;
    return (x->content > y->content) - (x->content < y->content);
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Looks at contents drawn by chance, whole cascades, until they hold that many actions. */
static wom_status
look_at(learning *l, uint64_t num_actions)
{
    const wom_log *log = l->data->log;
    wom_hazard_fitter *fitter = l->fitter;
    drawn_content *drawn;
    uint64_t sum = 0;
    fitter->num_chosen = l->num_contents;
    WOM_TRY(wom_allocate(&drawn, l->job, l->num_contents, sizeof *drawn, "contents drawn"));
    for (uint32_t c = 0; c < l->num_contents; c++)
        drawn[c] = (drawn_content){ wom_key(0, WOM_PURPOSE_CHOOSE, fitter->contents[c], 0), fitter->contents[c] };
    qsort(drawn, l->num_contents, sizeof *drawn, compare_drawn);
    uint32_t num = 0;
    while (num < l->num_contents && (sum < num_actions || num < 2)) {
        const uint32_t content = drawn[num].content;
        sum += log->first[content + 1] - log->first[content];
        fitter->contents[num++] = content;
    }
    for (uint32_t c = num; c < l->num_contents; c++) fitter->contents[c] = drawn[c].content;
    wom_free(drawn);
    fitter->num_chosen = num;
    qsort(fitter->contents, num, sizeof(uint32_t), compare_numbers);
    return WOM_OK;
}

static void
look_at_all(learning *l)
{
    l->fitter->num_chosen = l->num_contents;
    qsort(l->fitter->contents, l->num_contents, sizeof(uint32_t), compare_numbers);
}

/* ---- Delay and paces ---- */

static wom_status
try_delays(learning *l, wom_hazard *best)
{
    const uint32_t all = terms_of(l, &sets[NUM_SETS - 1]);
    wom_learned *learned = l->learned;
    *best = (wom_hazard){ 0 };
    for (uint32_t i = 0; wom_delays.variants[i] != NULL && i < WOM_MOST_LEARN_DELAYS; i++) {
        const wom_hazard_model model = { .terms = all, .delay = (const wom_delay *)wom_delays.variants[i] };
        wom_hazard hazard;
        if (l->options.delay != NULL && strcmp(l->options.delay, wom_delays.variants[i]->name) != 0) continue;
        WOM_TRY(wom_hazard_fit_delay(&hazard, l->fitter, &model, l->train));
        learned->delays[learned->num_delays++] =
            (wom_learn_delay){ model.delay, hazard.model.scale, hazard.model.shape, hazard.log_likelihood, false };
        if (best->model.delay == NULL || hazard.log_likelihood > best->log_likelihood) *best = hazard;
    }
    if (best->model.delay == NULL)
        return wom_fail(WOM_INVALID, "there is no delay called \"%s\"; wom describe delay lists them",
                        l->options.delay);
    for (uint32_t i = 0; i < learned->num_delays; i++)
        learned->delays[i].is_chosen = learned->delays[i].delay == best->model.delay;
    return WOM_OK;
}

static wom_status
find_paces(learning *l, wom_hazard *best)
{
    wom_hazard_model model = best->model;
    model.receptivity.is_on = model.heat.is_on = true;
    return wom_hazard_fit_paces(best, l->fitter, &model, l->train);
}

/* ---- Candidates ---- */

/* Mean and error of the gain per adoption, contents being what varies. */
static wom_estimate
gain_of(const learning *l, const double *more, const double *less, uint64_t num_adoptions)
{
    const uint32_t num = l->fitter->num_chosen;
    double sum = 0, squares = 0;
    for (uint32_t c = 0; c < num; c++) sum += more[l->fitter->contents[c]] - less[l->fitter->contents[c]];
    for (uint32_t c = 0; c < num; c++) {
        const double own = more[l->fitter->contents[c]] - less[l->fitter->contents[c]] - sum / num;
        squares += own * own;
    }
    const double adoptions = (double)num_adoptions;
    const double error = num > 1 ? sqrt(squares * num / (num - 1)) / adoptions : (double)NAN;
    const double gain = fabs(sum) < 1e-9 * adoptions ? 0 : sum / adoptions; /* the same model by another name */
    const double reach = num > 1 ? gsl_cdf_tdist_Pinv(.975, num - 1) * error : (double)NAN;
    return (wom_estimate){ gain, error, gain - reach, gain + reach, num };
}

static wom_status
judge(learning *l, wom_learn_candidate *candidate)
{
    wom_foretold foretold;
    double total;
    const bool is_first = l->learned->num_candidates == 0;
    double *of_content = l->of_content[is_first ? 0 : 1];
    WOM_TRY(wom_hazard_score(&total, of_content, &candidate->num_held_out, l->fitter, &candidate->hazard, l->held_out));
    if (candidate->num_held_out == 0)
        return wom_fail(WOM_INVALID,
                        "nobody takes anything up after the cut, so that models cannot be compared; make "
                        "\"train\" smaller than %g",
                        l->options.train);
    candidate->held_out = total / (double)candidate->num_held_out;
    candidate->gain = gain_of(l, of_content, l->of_content[0], candidate->num_held_out);
    WOM_TRY(wom_hazard_foretell(&foretold, l->fitter, &candidate->hazard, l->held_out));
    const wom_status status = wom_score_foretold(&candidate->score, l->job, &foretold);
    wom_foretold_clear(&foretold);
    return status;
}

static wom_status
try_candidate(learning *l, const term_set *set, const wom_hazard *paced, bool receptivity, bool heat)
{
    wom_learn_candidate *candidate = &l->learned->candidates[l->learned->num_candidates];
    wom_hazard_model model = paced->model;
    *candidate =
        (wom_learn_candidate){ .name = set->name, .meaning = set->meaning, .receptivity = receptivity, .heat = heat };
    model.terms = terms_of(l, set);
    model.receptivity.is_on = receptivity;
    model.heat.is_on = heat;
    WOM_TRY(wom_hazard_fit(&candidate->hazard, l->fitter, &model, l->train));
    WOM_TRY(judge(l, candidate));
    l->learned->num_candidates++;
    wom_job_advance(l->job, 1);
    return WOM_OK;
}

static wom_status
try_candidates(learning *l, const wom_hazard *paced)
{
    const int possible = (paced->model.receptivity.is_on ? 1 : 0) | (paced->model.heat.is_on ? 2 : 0);
    for (int paces = 0; paces < 4; paces++)
        for (uint32_t s = 0; s < NUM_SETS; s++)
            if ((paces & ~possible) == 0 && (s == 0 || terms_of(l, &sets[s]) != 0))
                WOM_TRY(try_candidate(l, &sets[s], paced, (paces & 1) != 0, (paces & 2) != 0));
    wom_learned *learned = l->learned;
    for (uint32_t i = 1; i < learned->num_candidates; i++)
        if (learned->candidates[i].held_out > learned->candidates[learned->chosen].held_out) learned->chosen = i;
    return WOM_OK;
}

/* The chosen one against the best without ties, content by content. */
static wom_status
weigh_ties(learning *l)
{
    wom_learned *learned = l->learned;
    uint32_t without = 0;
    double total;
    uint64_t num;
    for (uint32_t i = 0; i < learned->num_candidates; i++)
        if (learned->candidates[i].hazard.model.terms == 0 &&
            learned->candidates[i].held_out > learned->candidates[without].held_out)
            without = i;
    WOM_TRY(
        wom_hazard_score(&total, l->of_content[0], &num, l->fitter, &learned->candidates[without].hazard, l->held_out));
    WOM_TRY(wom_hazard_score(&total, l->of_content[1], &num, l->fitter, &learned->candidates[learned->chosen].hazard,
                             l->held_out));
    learned->ties_gain = gain_of(l, l->of_content[1], l->of_content[0], num);
    learned->is_worth_it = learned->candidates[learned->chosen].hazard.model.terms != 0 && learned->ties_gain.low > 0;
    return WOM_OK;
}

/* ---- What is kept ---- */

/* The rate of every tie at the log's end. */
static wom_status
keep_rates(learning *l)
{
    wom_learned *learned = l->learned;
    const wom_hazard *hazard = &learned->hazard;
    const wom_graph *graph = l->data->graph;
    const uint32_t last = l->fitter->num_periods - 1;
    WOM_TRY(wom_hazard_set_receptivity(l->fitter, &hazard->model.receptivity));
    WOM_TRY(wom_allocate(&learned->rate, l->job, graph->num_ties, sizeof(float), "rates of ties"));
    for (uint32_t k = 0; k < l->terms->num; k++) {
        const double w = hazard->coefficient[WOM_BASELINE_CLASSES + k];
        const float *x = l->terms->term[k].of_tie;
        if (w <= 0) continue;
        if (x == NULL) WOM_TRY(wom_allocate(&learned->interest, l->job, graph->num_nodes, sizeof(float), "interest"));
        for (wom_node head = 0; x == NULL && head < graph->num_nodes; head++)
            learned->interest[head] = (float)(w * receptivity_of(l->fitter, head, last) *
                                              wom_term_value(&l->terms->model->interest_scale, 0, head));
        for (wom_tie tie = 0; x != NULL && tie < graph->num_ties; tie++)
            learned->rate[tie] += (float)(w * (double)x[tie] * receptivity_of(l->fitter, graph->out_head[tie], last));
    }
    double sum = 0;
    WOM_TRY(wom_allocate(&learned->receptivity, l->job, graph->num_nodes, sizeof(float), "receptivity"));
    for (wom_node user = 0; user < graph->num_nodes; user++) {
        learned->receptivity[user] = (float)receptivity_of(l->fitter, user, last);
        sum -=
            expm1(-86400 * (double)learned->receptivity[user] * hazard->coefficient[class_of(l->fitter, user, last)]);
    }
    learned->baseline_day = sum / graph->num_nodes;
    return WOM_OK;
}

static void
describe_terms(learning *l)
{
    wom_learned *learned = l->learned;
    learned->num_terms = l->terms->num;
    learned->num_known_contents = l->terms->num_known;
    learned->num_nodes = l->data->graph->num_nodes;
    learned->num_ties = l->data->graph->num_ties;
    for (uint32_t k = 0; k < l->terms->num; k++) {
        learned->term_name[k] = l->terms->term[k].name;
        learned->term_meaning[k] = l->terms->term[k].meaning;
    }
}

static wom_status
prepare(learning *l, const wom_choice *weighting, const wom_choice *similarity)
{
    wom_learned *learned = l->learned;
    WOM_TRY(wom_history_create(&l->history, l->job, l->data->log, l->data->graph->num_nodes));
    WOM_TRY(wom_history_share_time(&learned->cut, l->job, l->history, l->options.train));
    learned->begin = l->history->begin;
    learned->end = l->history->end;
    learned->num_filled = l->history->num_filled;
    learned->num_untimed = l->history->num_untimed;
    if (!(learned->begin < learned->cut && learned->cut < learned->end))
        return wom_fail(WOM_INVALID, "%g of all actions lie before %s of the log; change \"train\"", l->options.train,
                        learned->cut <= learned->begin ? "the second moment" : "the end");
    l->train = (wom_window){ learned->begin, learned->cut };
    l->held_out = (wom_window){ learned->cut, learned->end };
    WOM_TRY(wom_tie_terms_create(&l->terms, l->job, l->data, weighting, similarity));
    WOM_TRY(wom_hazard_fitter_create(&l->fitter, l->job, l->history, l->terms, learned->cut));
    for (int i = 0; i < 2; i++)
        WOM_TRY(wom_allocate(&l->of_content[i], l->job, l->data->log->num_contents, sizeof(double), "contents"));
    l->num_contents = l->fitter->num_chosen;
    describe_terms(l);
    return WOM_OK;
}

static wom_status
work(learning *l)
{
    wom_hazard best;
    wom_learned *learned = l->learned;
    WOM_TRY(look_at(l, search_actions));
    wom_job_stage(l->job, "finding the delay", 0);
    WOM_TRY(try_delays(l, &best));
    wom_job_stage(l->job, "finding what hurries", 0);
    WOM_TRY(find_paces(l, &best));
    WOM_TRY(look_at(l, comparison_actions));
    learned->num_contents = l->num_contents;
    learned->num_compared = l->fitter->num_chosen;
    wom_job_stage(l->job, "comparing models", 4 * NUM_SETS);
    WOM_TRY(try_candidates(l, &best));
    WOM_TRY(weigh_ties(l));
    look_at_all(l);
    wom_job_stage(l->job, "fitting the chosen model", 0);
    WOM_TRY(wom_hazard_fit(&learned->hazard, l->fitter, &learned->candidates[learned->chosen].hazard.model,
                           (wom_window){ learned->begin, learned->end }));
    return keep_rates(l);
}

wom_status
wom_learn(wom_learned **learned, wom_job *job, const wom_data *data, const wom_choice *weighting,
          const wom_choice *similarity, const wom_learn_options *options)
{
    learning l = { .job = job, .data = data, .options = *options };
    wom_status status = WOM_OK;
    *learned = NULL;
    if (data->log == NULL)
        return wom_fail(WOM_INVALID,
                        "there is no log to learn from; name a table of user, content and time in \"log\"");
    if (data->graph->num_ties == 0) return wom_fail(WOM_INVALID, "there are no ties along which anything could pass");
    WOM_TRY(wom_allocate(&l.learned, job, 1, sizeof *l.learned, "what is learned"));
    WOM_TRY_GOTO(prepare(&l, weighting, similarity));
    WOM_TRY_GOTO(work(&l));
    *learned = l.learned;
    l.learned = NULL;
done:
    for (int i = 0; i < 2; i++) wom_free(l.of_content[i]);
    wom_hazard_fitter_free(l.fitter);
    wom_tie_terms_free(l.terms);
    wom_history_free(l.history);
    wom_learned_free(l.learned);
    return status;
}

void
wom_learned_free(wom_learned *learned)
{
    if (learned == NULL) return;
    wom_free(learned->rate);
    wom_free(learned->interest);
    wom_free(learned->receptivity);
    wom_free(learned);
}
