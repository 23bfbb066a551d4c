/* How well a score ranks pairs, with the errors that clusters of pairs leave, and how well chances are calibrated. */
#include "pairs/pairs.h"

#include <math.h>
#include <stdlib.h>

typedef struct ranked {
    double score;
    uint64_t pair;
} ranked;

/* A pair in order of its score. */
typedef struct placed {
    uint32_t content, user; /* numbers among those that have pairs */
    float weight;           /* what the pair stands for */
    bool adopts, is_active, begins; /* begins: has another score than the one before */
} placed;

struct wom_pair_judge {
    const wom_pairs *pairs;
    uint32_t num_draws, num_contents, num_users, num_workers;
    uint32_t *content_of, *user_of; /* [num_pairs] */
    uint32_t *times;                /* [2 num_draws][most] how often a draw has the content or user */
    uint64_t most;
    ranked *ranking;
    placed *order;
    double *auc, *ap; /* [2 num_draws] by contents, then by users */
};

/* ---- Clusters ---- */

static uint32_t
number_anew(uint32_t *number_of, uint32_t *scratch, const uint32_t *given, uint64_t num)
{
    uint32_t next = 0;
    for (uint64_t i = 0; i < num; i++) {
        if (scratch[given[i]] == 0) scratch[given[i]] = ++next;
        number_of[i] = scratch[given[i]] - 1;
    }
    return next;
}

static wom_status
number_clusters(wom_pair_judge *judge, wom_job *job)
{
    const wom_pairs *pairs = judge->pairs;
    uint32_t *scratch = NULL, most_content = 0, most_user = 0;
    for (uint64_t i = 0; i < pairs->num_pairs; i++) {
        if (pairs->content[i] > most_content) most_content = pairs->content[i];
        if (pairs->user[i] > most_user) most_user = pairs->user[i];
    }
    WOM_TRY(wom_allocate(&scratch, job, (uint64_t)most_content + 1, sizeof *scratch, "clusters of pairs"));
    judge->num_contents = number_anew(judge->content_of, scratch, pairs->content, pairs->num_pairs);
    wom_free(scratch);
    WOM_TRY(wom_allocate(&scratch, job, (uint64_t)most_user + 1, sizeof *scratch, "clusters of pairs"));
    judge->num_users = number_anew(judge->user_of, scratch, pairs->user, pairs->num_pairs);
    wom_free(scratch);
    return WOM_OK;
}

static void
draw_clusters(wom_pair_judge *judge, uint64_t seed)
{
    for (uint32_t d = 0; d < 2 * judge->num_draws; d++) {
        wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_RESAMPLE, d);
        const uint32_t num = d < judge->num_draws ? judge->num_contents : judge->num_users;
        for (uint32_t i = 0; i < num; i++) judge->times[d * judge->most + wom_rng_below(&rng, num)]++;
    }
}

wom_status
wom_pair_judge_create(wom_pair_judge **judge, wom_job *job, const wom_pairs *pairs, uint32_t num_draws, uint64_t seed)
{
    const uint64_t num = pairs->num_pairs;
    wom_pair_judge *made = NULL;
    wom_status status = WOM_OK;
    *judge = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a judge of pairs"));
    made->pairs = pairs;
    made->num_draws = num_draws;
    WOM_TRY_GOTO(wom_allocate(&made->content_of, job, num, sizeof(uint32_t), "clusters of pairs"));
    WOM_TRY_GOTO(wom_allocate(&made->user_of, job, num, sizeof(uint32_t), "clusters of pairs"));
    WOM_TRY_GOTO(wom_allocate(&made->ranking, job, num, sizeof *made->ranking, "ranked pairs"));
    WOM_TRY_GOTO(wom_allocate(&made->order, job, num, sizeof *made->order, "ranked pairs"));
    WOM_TRY_GOTO(number_clusters(made, job));
    made->most = made->num_contents > made->num_users ? made->num_contents : made->num_users;
    WOM_TRY_GOTO(wom_allocate(&made->times, job, 2 * num_draws * made->most, sizeof *made->times, "bootstrap draws"));
    WOM_TRY_GOTO(wom_allocate(&made->auc, job, 2 * (uint64_t)num_draws, sizeof(double), "bootstrap draws"));
    WOM_TRY_GOTO(wom_allocate(&made->ap, job, 2 * (uint64_t)num_draws, sizeof(double), "bootstrap draws"));
    draw_clusters(made, seed);
    *judge = made;
    made = NULL;
done:
    wom_pair_judge_free(made);
    return status;
}

void
wom_pair_judge_free(wom_pair_judge *judge)
{
    if (judge == NULL) return;
    wom_free(judge->content_of);
    wom_free(judge->user_of);
    wom_free(judge->times);
    wom_free(judge->ranking);
    wom_free(judge->order);
    wom_free(judge->auc);
    wom_free(judge->ap);
    wom_free(judge);
}

/* ---- Ranks ---- */

static int
by_score_falling(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static void
place(wom_pair_judge *judge, const double *score)
{
    const wom_pairs *pairs = judge->pairs;
    for (uint64_t i = 0; i < pairs->num_pairs; i++) judge->ranking[i] = (ranked){ score[i], i };
    qsort(judge->ranking, pairs->num_pairs, sizeof *judge->ranking, by_score_falling);
    for (uint64_t k = 0; k < pairs->num_pairs; k++) {
        const uint64_t i = judge->ranking[k].pair;
        judge->order[k] = (placed){
            .content = judge->content_of[i],
            .user = judge->user_of[i],
            .weight = (float)(pairs->adopts[i] ? 1 : pairs->other_weight),
            .adopts = pairs->adopts[i] != 0,
            .is_active = pairs->feature[WOM_PAIR_ACTIVITY][i] > 0,
            .begins = k == 0 || judge->ranking[k - 1].score != judge->ranking[k].score,
        };
    }
}

/* AUC and AP with each pair counted as often as its cluster; `times` NULL: once. */
static void
measure(double *auc, double *ap, const wom_pair_judge *judge, const uint32_t *times, bool by_user, bool only_active)
{
    double before = 0, others = 0, block_others = 0, block = 0, concordant = 0, precision = 0;
    const uint64_t num = judge->pairs->num_pairs;
    for (uint64_t k = 0; k <= num; k++) {
        const placed *p = &judge->order[k < num ? k : 0];
        if (k == num || p->begins) {
            others += block_others;
            concordant += block_others * (before + block / 2);
            before += block;
            if (block > 0) precision += block * before / (before + others);
            block = block_others = 0;
        }
        if (k == num || (only_active && !p->is_active)) continue;
        const double weight = (double)p->weight * (times != NULL ? times[by_user ? p->user : p->content] : 1);
        *(p->adopts ? &block : &block_others) += weight;
    }
    *auc = before > 0 && others > 0 ? concordant / (before * others) : (double)NAN;
    *ap = before > 0 ? precision / before : (double)NAN;
}

static void
measure_draw(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const wom_pair_judge *judge = context;
    measure(&judge->auc[block], &judge->ap[block], judge, judge->times + block * judge->most,
            block >= judge->num_draws, false);
}

/* The larger standard deviation of both kinds of draws. */
static double
error_of(const double *x, uint32_t num_draws)
{
    double largest = (double)NAN;
    for (uint32_t kind = 0; kind < 2 && num_draws > 1; kind++) {
        double sum = 0, squares = 0;
        for (uint32_t d = 0; d < num_draws; d++) sum += x[kind * num_draws + d] / num_draws;
        for (uint32_t d = 0; d < num_draws; d++) {
            const double off = x[kind * num_draws + d] - sum;
            squares += off * off;
        }
        const double error = sqrt(squares / (num_draws - 1));
        if (!(error <= largest)) largest = error;
    }
    return largest;
}

wom_status
wom_pair_judge_rank(wom_pair_row_score *row, wom_job *job, wom_pair_judge *judge, const double *score)
{
    place(judge, score);
    measure(&row->auc, &row->ap, judge, NULL, false, false);
    measure(&row->auc_active, &row->ap_active, judge, NULL, false, true);
    WOM_TRY(wom_parallel_for(job, 2 * (uint64_t)judge->num_draws, measure_draw, judge, NULL));
    row->auc_error = error_of(judge->auc, judge->num_draws);
    row->ap_error = error_of(judge->ap, judge->num_draws);
    return WOM_OK;
}

/* ---- Calibration ---- */

double
wom_pair_slope(const wom_pairs *pairs, const double *hazard, double scale)
{
    double a = 0, b = 1; /* logit of adoption = a + b logit of the prediction */
    for (int round = 0; round < 30; round++) {
        double ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
        for (uint64_t i = 0; i < pairs->num_pairs; i++) {
            const double h = scale * hazard[i] > 1e-12 ? scale * hazard[i] : 1e-12;
            const double x = log(expm1(h)); /* ln(P / (1 - P)), P = 1 - exp(-h) */
            const double w = pairs->adopts[i] ? 1 : pairs->other_weight, t = a + b * (x < 700 ? x : 700);
            const double chance = 1 / (1 + exp(-t)), off = w * (pairs->adopts[i] - chance);
            const double bend = w * chance * (1 - chance);
            ga += off;
            gb += off * x;
            haa += bend;
            hab += bend * x;
            hbb += bend * x * x;
        }
        const double determinant = haa * hbb - hab * hab;
        if (!(determinant > 1e-9 * haa * hbb)) return (double)NAN; /* all predictions are the same */
        const double da = (hbb * ga - hab * gb) / determinant, db = (haa * gb - hab * ga) / determinant;
        const double cut = fabs(db) > 0.5 ? 0.5 / fabs(db) : 1;
        a += cut * da;
        b += cut * db;
        if (fabs(db) < 1e-6) return b;
    }
    return (double)NAN; /* they hardly differ, so that it may be anything */
}
