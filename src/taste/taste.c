/* Choosing and judging models of interest. */
#include "pairs.h"

#include <math.h>

/* In units of pairs: with 1 a coefficient is pulled as by about one pair. */
static const double penalties[] = { .1, 1, 10, 100, 1000 };
enum { NUM_PENALTIES = sizeof penalties / sizeof *penalties };

static const char *const form_meanings[] = { "M = 0: all users order contents alike",
                                             "M = a I: the product of the interests",
                                             "M diagonal: each interest with itself",
                                             "M full: each interest with each" };

wom_interest_options
wom_interest_defaults(void)
{
    return (wom_interest_options){
        .validation = .2, .test = .2, .negatives = 5, .user_neighbours = 100, .content_neighbours = 200, .seed = 1
    };
}

typedef struct learner {
    wom_job *job;
    const wom_data *data;
    const wom_interest_options *options;
    interest_log *log;
    wom_interest_found *found;
    wom_interest_pairs train, validation, both, test; /* both: train and validation */
    float *p;                                         /* [the most pairs of validation and test] */
} learner;

/* ---- Foretelling ---- */

/* A later part holds so many pairs for each of an earlier one, which is known beforehand: odds are in proportion. */
static void
foretell(float *p, const learner *l, const wom_interest_model *model, const wom_interest_pairs *pairs, double ratio)
{
    for (uint64_t i = 0; i < pairs->num; i++) {
        const double odds = wom_interest_log_odds(model, l->data->user_interests, pairs->user[i],
                                                  l->data->content_interests, pairs->content[i]);
        p[i] = (float)(1 / (1 + exp(-(odds + log(ratio) + pairs->offset))));
    }
}

static wom_status
judge(wom_score *score, const learner *l, const wom_interest_pairs *pairs)
{
    const wom_foretold foretold = { pairs->num, l->p, pairs->taken };
    return wom_score_foretold(score, l->job, &foretold);
}

static wom_status
fit(wom_interest_model **model, const learner *l, const wom_interest_pairs *pairs, wom_interest_form form,
    double penalty)
{
    return wom_interest_fit(model, l->job, l->data->user_interests, l->data->content_interests, pairs, form, penalty);
}

/* ---- Candidates ---- */

static wom_status
choose_penalty(wom_interest_candidate *candidate, const learner *l, wom_interest_form form)
{
    const wom_interest_options *o = l->options;
    const double ratio = o->validation / (1 - o->validation - o->test);
    candidate->validation_loss = (double)INFINITY;
    for (uint32_t i = 0; i < NUM_PENALTIES; i++) {
        wom_interest_model *model;
        wom_score score;
        WOM_TRY(fit(&model, l, &l->train, form, penalties[i]));
        foretell(l->p, l, model, &l->validation, ratio);
        wom_interest_model_free(model);
        WOM_TRY(judge(&score, l, &l->validation));
        wom_job_advance(l->job, 1);
        const double loss = -score.log_likelihood / (double)score.num;
        if (!(loss < candidate->validation_loss)) continue;
        candidate->validation_loss = loss;
        candidate->penalty = penalties[i];
    }
    return WOM_OK;
}

static wom_status
add_form(const learner *l, wom_interest_form form)
{
    wom_interest_found *found = l->found;
    wom_interest_candidate *candidate = &found->candidates[found->num_candidates];
    wom_interest_model *model;
    *candidate = (wom_interest_candidate){ wom_interest_form_names[form], form_meanings[form], .is_model = true };
    WOM_TRY(choose_penalty(candidate, l, form));
    WOM_TRY(fit(&model, l, &l->both, form, candidate->penalty));
    foretell(l->p, l, model, &l->test, l->options->test / (1 - l->options->test));
    wom_interest_model_free(model);
    WOM_TRY(judge(&candidate->score, l, &l->test));
    const wom_interest_candidate *best = &found->candidates[found->chosen];
    if (!best->is_model || candidate->validation_loss < best->validation_loss) found->chosen = found->num_candidates;
    found->num_candidates++;
    return WOM_OK;
}

static wom_status
add_baseline(const learner *l, uint32_t baseline)
{
    wom_interest_candidate *candidate = &l->found->candidates[l->found->num_candidates];
    *candidate = (wom_interest_candidate){ interest_baseline_names[baseline], interest_baseline_meanings[baseline],
                                           .penalty = (double)NAN, .validation_loss = (double)NAN };
    WOM_TRY(interest_baseline_foretell(l->p, l->job, l->log, baseline, &l->validation, &l->test, l->options));
    WOM_TRY(judge(&candidate->score, l, &l->test));
    l->found->num_candidates++;
    wom_job_advance(l->job, 1);
    return WOM_OK;
}

static wom_status
fit_chosen(const learner *l)
{
    const wom_interest_candidate *chosen = &l->found->candidates[l->found->chosen];
    wom_interest_pairs all;
    wom_interest_form form = WOM_INTEREST_NONE;
    while (wom_interest_form_names[form] != chosen->name) form++;
    WOM_TRY(interest_pairs_draw(&all, l->job, l->log, PART_TRAIN, PART_TEST, l->options));
    const wom_status status = fit(&l->found->model, l, &all, form, chosen->penalty);
    interest_pairs_clear(&all);
    return status;
}

/* ---- Everything ---- */

static wom_status
check(const wom_data *data, const wom_interest_options *o)
{
    if (data->log == NULL)
        return wom_fail(WOM_INVALID, "interest is learned from a log of who took up what; give one: \"log\"");
    if (data->user_interests == NULL || data->content_interests == NULL)
        return wom_fail(WOM_INVALID, "interest is learned by the interests of users and of contents, those of %s are "
                                     "missing; give them: \"interests\"",
                        data->user_interests != NULL ? "contents" : data->content_interests != NULL ? "users" : "both");
    if (!(o->validation > 0 && o->test > 0 && o->validation + o->test < 1 && o->negatives > 0))
        return wom_fail(WOM_INVALID, "shares of validation %g and test %g must be above 0 and sum to less than 1, and "
                                     "the number of pairs drawn for each that was taken, %g, above 0",
                        o->validation, o->test, o->negatives);
    return WOM_OK;
}

static wom_status
draw(learner *l)
{
    WOM_TRY(interest_pairs_draw(&l->train, l->job, l->log, PART_TRAIN, PART_TRAIN, l->options));
    WOM_TRY(interest_pairs_draw(&l->validation, l->job, l->log, PART_VALIDATION, PART_VALIDATION, l->options));
    WOM_TRY(interest_pairs_draw(&l->both, l->job, l->log, PART_TRAIN, PART_VALIDATION, l->options));
    WOM_TRY(interest_pairs_draw(&l->test, l->job, l->log, PART_TEST, PART_TEST, l->options));
    const uint64_t most = l->validation.num > l->test.num ? l->validation.num : l->test.num;
    return wom_allocate(&l->p, l->job, most, sizeof *l->p, "what is foretold");
}

static wom_status
work(learner *l)
{
    const uint32_t num_dimensions = l->data->user_interests->num_dimensions;
    const uint32_t num_forms = num_dimensions > WOM_MOST_FULL_INTERESTS ? WOM_INTEREST_FULL : WOM_NUM_INTEREST_FORMS;
    wom_job_stage(l->job, "fitting interests", NUM_BASELINES + num_forms * NUM_PENALTIES);
    WOM_TRY(interest_log_create(&l->log, l->found, l->job, l->data, l->options));
    WOM_TRY(draw(l));
    for (uint32_t i = 0; i < NUM_BASELINES; i++) WOM_TRY(add_baseline(l, i));
    for (uint32_t form = 0; form < num_forms; form++) WOM_TRY(add_form(l, (wom_interest_form)form));
    return fit_chosen(l);
}

wom_status
wom_interest_learn(wom_interest_found **found, wom_job *job, const wom_data *data, const wom_interest_options *options)
{
    learner l = { .job = job, .data = data, .options = options };
    *found = NULL;
    WOM_TRY(check(data, options));
    WOM_TRY(wom_allocate(&l.found, job, 1, sizeof *l.found, "models of interest"));
    const wom_status status = work(&l);
    interest_pairs_clear(&l.train);
    interest_pairs_clear(&l.validation);
    interest_pairs_clear(&l.both);
    interest_pairs_clear(&l.test);
    interest_log_free(l.log);
    wom_free(l.p);
    if (status != WOM_OK) wom_interest_found_free(l.found);
    else *found = l.found;
    return status;
}

void
wom_interest_found_free(wom_interest_found *found)
{
    if (found == NULL) return;
    wom_interest_model_free(found->model);
    wom_free(found);
}
