/* A small graph network: two layers of means over friends, and a logistic head.
 *
 * What a user is (her activity, how recent it is, her number of friends) and what her friends are on average make her
 * state; her own state and the mean of those of the friends who took the content up make the pair's; and that, beside a
 * logistic regression, its probability:
 *
 *     h_i = tanh(A [f_i, mean over friends of f, 1]),   g = tanh(C [h_j, mean over friends who took it up of h, 1]),
 *     ln P / (1 - P) = v . g + b + the regression
 *
 * Hamilton, Ying and Leskovec, NeurIPS 2017 (GraphSAGE, mean). It starts as the regression (v = 0) and learns by Adam
 * (Kingma and Ba, ICLR 2015) over all its pairs at once; the weights that suit the validation window best are kept. */
#include "pairs/pairs.h"

#include <math.h>

enum { INPUTS = 5, HIDDEN = 8, ROUNDS = 150, LOOK_EVERY = 10, MOST_OTHERS = 100000 };

/* All weights; gradients and moments have the same shape. */
typedef struct weights {
    double a[HIDDEN][2 * INPUTS + 1];
    double c[HIDDEN][2 * HIDDEN + 1];
    double v[HIDDEN], b;
} weights;

enum { NUM_WEIGHTS = sizeof(weights) / sizeof(double) };

/* One snapshot as the network sees it. */
typedef struct scene {
    wom_node num_nodes;
    uint64_t num, num_friends;
    uint64_t *pair;      /* [num] of the snapshot's */
    uint64_t *first;     /* [num + 1] */
    wom_node *friend_of; /* [num_friends] who took it up */
    double *offset;      /* [num] logit by the regression */
    wom_node *user;
    double *weight; /* [num] below 0 where the pair does not adopt */
    double *input;  /* [num_nodes * 2 INPUTS] own and of friends, standardised */
    double *state, *slope; /* [num_nodes * HIDDEN] h, and the loss's slopes by it */
} scene;

/* ---- Scenes ---- */

static void
clear_scene(scene *s)
{
    wom_free(s->pair);
    wom_free(s->first);
    wom_free(s->friend_of);
    wom_free(s->offset);
    wom_free(s->user);
    wom_free(s->weight);
    wom_free(s->input);
    wom_free(s->state);
    wom_free(s->slope);
}

static void
describe_user(double f[INPUTS], const wom_pair_network *n, const wom_pairs_options *o, wom_node user)
{
    const wom_history *history = n->history;
    const uint64_t first = history->first_of_user[user], end = wom_history_user_end(history, user, o->start);
    double recent = 0, longer = 0, since = 32 * o->window;
    for (uint64_t k = first; k < end; k++) {
        const double age = o->start - history->time[history->action_of_user[k]];
        recent += exp(-age / (o->short_memory * o->window));
        longer += exp(-age / (o->long_memory * o->window));
        since = age;
    }
    f[0] = log1p((double)(end - first));
    f[1] = log(recent + 0.01);
    f[2] = log(longer + 0.01);
    f[3] = log1p(since / (o->short_memory * o->window / 90));
    f[4] = log1p((double)wom_graph_in_degree(n->graph, user));
}

/* Standardised over the users of this snapshot. */
static void
describe_users(scene *s, const wom_pair_network *n, const wom_pairs_options *o)
{
    const wom_graph *graph = n->graph;
    double mean[INPUTS] = { 0 }, deviation[INPUTS] = { 0 };
    for (wom_node i = 0; i < s->num_nodes; i++) {
        double *f = s->input + (uint64_t)i * 2 * INPUTS;
        describe_user(f, n, o, i);
        for (int k = 0; k < INPUTS; k++) {
            mean[k] += f[k] / s->num_nodes;
            deviation[k] += f[k] * f[k] / s->num_nodes;
        }
    }
    for (int k = 0; k < INPUTS; k++) deviation[k] = sqrt(fmax(deviation[k] - mean[k] * mean[k], 1e-6));
    for (wom_node i = 0; i < s->num_nodes; i++)
        for (int k = 0; k < INPUTS; k++) {
            double *f = &s->input[(uint64_t)i * 2 * INPUTS + (uint64_t)k];
            *f = (*f - mean[k]) / deviation[k];
        }
    for (wom_node i = 0; i < s->num_nodes; i++) {
        double *f = s->input + (uint64_t)i * 2 * INPUTS;
        const uint32_t num = wom_graph_in_degree(graph, i);
        for (uint64_t e = graph->in_first[i]; e < graph->in_first[i + 1]; e++)
            for (int k = 0; k < INPUTS; k++)
                f[INPUTS + k] += s->input[(uint64_t)graph->in_tail[e] * 2 * INPUTS + (uint64_t)k] / num;
    }
}

/* Who of the friends took each pair's content up. `fill` false: only counts. */
static void
find_friends(scene *s, const wom_pair_network *n, const wom_pairs *pairs, uint32_t *acted, bool fill)
{
    const wom_log *log = n->history->log;
    const wom_graph *graph = n->graph;
    uint64_t to = 0;
    for (wom_node i = 0; i < s->num_nodes; i++) acted[i] = 0;
    for (uint64_t p = 0; p < s->num; p++) {
        const uint32_t content = pairs->content[s->pair[p]];
        const wom_node user = pairs->user[s->pair[p]];
        if (p == 0 || content != pairs->content[s->pair[p - 1]]) {
            const uint64_t end = wom_history_content_end(n->history, content, pairs->options.start);
            for (uint64_t i = log->first[content]; i < end; i++) acted[log->user[i]] = content + 1;
        }
        if (fill) s->first[p] = to;
        for (uint64_t e = graph->in_first[user]; e < graph->in_first[user + 1]; e++) {
            if (acted[graph->in_tail[e]] != content + 1) continue;
            if (fill) s->friend_of[to] = graph->in_tail[e];
            to++;
        }
    }
    if (fill) s->first[s->num] = to;
    s->num_friends = to;
}

/* Keeps all adopting pairs, and of the others as many as `share` says. */
static wom_status
create_scene(scene *s, wom_job *job, const wom_pair_network *n, const wom_pairs *pairs, double share)
{
    const uint64_t key = wom_key(n->seed, WOM_PURPOSE_THIN, 1, 0);
    const uint32_t kept = wom_threshold(share);
    const char *what = "what the network sees";
    uint32_t *acted = NULL;
    wom_status status = WOM_OK;
    *s = (scene){ .num_nodes = n->graph->num_nodes };
    WOM_TRY_GOTO(wom_allocate(&s->pair, job, pairs->num_pairs, sizeof *s->pair, what));
    for (uint64_t i = 0; i < pairs->num_pairs; i++)
        if (pairs->adopts[i] || wom_coin(key, i) < kept) s->pair[s->num++] = i;
    WOM_TRY_GOTO(wom_allocate(&s->first, job, s->num + 1, sizeof *s->first, what));
    WOM_TRY_GOTO(wom_allocate(&s->offset, job, s->num, sizeof *s->offset, what));
    WOM_TRY_GOTO(wom_allocate(&s->user, job, s->num, sizeof *s->user, what));
    WOM_TRY_GOTO(wom_allocate(&s->weight, job, s->num, sizeof *s->weight, what));
    WOM_TRY_GOTO(wom_allocate(&s->input, job, (uint64_t)s->num_nodes * 2 * INPUTS, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&s->state, job, (uint64_t)s->num_nodes * HIDDEN, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&s->slope, job, (uint64_t)s->num_nodes * HIDDEN, sizeof(double), what));
    WOM_TRY_GOTO(wom_allocate(&acted, job, s->num_nodes, sizeof *acted, what));
    find_friends(s, n, pairs, acted, false);
    WOM_TRY_GOTO(wom_allocate(&s->friend_of, job, s->num_friends, sizeof *s->friend_of, what));
    find_friends(s, n, pairs, acted, true);
    describe_users(s, n, &pairs->options);
    for (uint64_t p = 0; p < s->num; p++) {
        const uint64_t i = s->pair[p];
        const wom_pair_fit *fit = n->regression;
        s->user[p] = pairs->user[i];
        s->weight[p] = pairs->adopts[i] ? 1 : -pairs->other_weight / share;
        s->offset[p] = fit->coefficient[0];
        for (uint32_t k = 0; k < fit->num_terms; k++)
            s->offset[p] += fit->coefficient[k + 1] *
                            (wom_pair_term_value(pairs, &n->terms[k], i) - fit->mean[k]) / fit->deviation[k];
    }
done:
    wom_free(acted);
    return status;
}

/* ---- The network ---- */

static void
set_states(scene *s, const weights *w)
{
    for (wom_node i = 0; i < s->num_nodes; i++) {
        const double *f = s->input + (uint64_t)i * 2 * INPUTS;
        for (int k = 0; k < HIDDEN; k++) {
            double sum = w->a[k][2 * INPUTS];
            for (int j = 0; j < 2 * INPUTS; j++) sum += w->a[k][j] * f[j];
            s->state[(uint64_t)i * HIDDEN + (uint64_t)k] = tanh(sum);
        }
    }
}

/* The pair's input x and hidden g; returns its logit. */
static double
look_at(double x[2 * HIDDEN + 1], double g[HIDDEN], const scene *s, const weights *w, uint64_t p)
{
    const double *own = s->state + (uint64_t)s->user[p] * HIDDEN;
    const double num = (double)(s->first[p + 1] - s->first[p]);
    double logit = s->offset[p] + w->b;
    for (int k = 0; k < HIDDEN; k++) {
        x[k] = own[k];
        x[HIDDEN + k] = 0;
    }
    x[2 * HIDDEN] = 1;
    for (uint64_t e = s->first[p]; e < s->first[p + 1]; e++)
        for (uint32_t k = 0; k < HIDDEN; k++)
            x[HIDDEN + k] += s->state[(uint64_t)s->friend_of[e] * HIDDEN + k] / num;
    for (int k = 0; k < HIDDEN; k++) {
        double sum = 0;
        for (int j = 0; j <= 2 * HIDDEN; j++) sum += w->c[k][j] * x[j];
        g[k] = tanh(sum);
        logit += w->v[k] * g[k];
    }
    return logit;
}

/* Adds one pair's loss, its slopes by the weights of the second layer, and by the states. */
static double
learn_from(weights *slope, scene *s, const weights *w, uint64_t p)
{
    double x[2 * HIDDEN + 1], g[HIDDEN], back[2 * HIDDEN] = { 0 };
    const double logit = look_at(x, g, s, w, p), weight = fabs(s->weight[p]);
    const bool adopts = s->weight[p] > 0;
    const double off = weight * (1 / (1 + exp(-logit)) - adopts);
    slope->b += off;
    for (int k = 0; k < HIDDEN; k++) {
        const double by_g = off * w->v[k] * (1 - g[k] * g[k]);
        slope->v[k] += off * g[k];
        for (int j = 0; j <= 2 * HIDDEN; j++) slope->c[k][j] += by_g * x[j];
        for (int j = 0; j < 2 * HIDDEN; j++) back[j] += by_g * w->c[k][j];
    }
    const double num = (double)(s->first[p + 1] - s->first[p]);
    for (int k = 0; k < HIDDEN; k++) s->slope[(uint64_t)s->user[p] * HIDDEN + (uint64_t)k] += back[k];
    for (uint64_t e = s->first[p]; e < s->first[p + 1]; e++)
        for (int k = 0; k < HIDDEN; k++)
            s->slope[(uint64_t)s->friend_of[e] * HIDDEN + (uint64_t)k] += back[HIDDEN + k] / num;
    return weight * (logit > 0 ? log1p(exp(-logit)) + logit : log1p(exp(logit))) - (adopts ? weight * logit : 0);
}

/* The loss of a scene; adds its slopes by all weights. */
static double
learn_scene(weights *slope, scene *s, const weights *w)
{
    double loss = 0;
    set_states(s, w);
    for (uint64_t i = 0; i < (uint64_t)s->num_nodes * HIDDEN; i++) s->slope[i] = 0;
    for (uint64_t p = 0; p < s->num; p++) loss += learn_from(slope, s, w, p);
    for (wom_node i = 0; i < s->num_nodes; i++) {
        const double *f = s->input + (uint64_t)i * 2 * INPUTS;
        for (int k = 0; k < HIDDEN; k++) {
            const double h = s->state[(uint64_t)i * HIDDEN + (uint64_t)k];
            const double by_sum = s->slope[(uint64_t)i * HIDDEN + (uint64_t)k] * (1 - h * h);
            if (by_sum == 0) continue;
            for (int j = 0; j < 2 * INPUTS; j++) slope->a[k][j] += by_sum * f[j];
            slope->a[k][2 * INPUTS] += by_sum;
        }
    }
    return loss;
}

static weights
begin(uint64_t seed)
{
    weights w = { 0 };
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_RESAMPLE, UINT64_MAX);
    for (int k = 0; k < HIDDEN; k++) {
        for (int j = 0; j < 2 * INPUTS; j++) w.a[k][j] = (2 * wom_rng_uniform(&rng) - 1) / sqrt(2. * INPUTS);
        for (int j = 0; j < 2 * HIDDEN; j++) w.c[k][j] = (2 * wom_rng_uniform(&rng) - 1) / sqrt(2. * HIDDEN);
    }
    return w;
}

/* Loss over `total` and half the squares of the weights times `penalty`. */
static double
learn_all(weights *slope, scene *scenes, uint32_t num_scenes, const weights *w, double total)
{
    static const double penalty = 1e-3;
    double loss = 0, *by = (double *)slope;
    const double *at = (const double *)w;
    *slope = (weights){ 0 };
    for (uint32_t i = 0; i < num_scenes; i++) loss += learn_scene(slope, &scenes[i], w);
    loss /= total;
    for (uint32_t k = 0; k < NUM_WEIGHTS; k++) {
        by[k] = by[k] / total + penalty * at[k];
        loss += penalty * at[k] * at[k] / 2;
    }
    return loss;
}

double
wom_pair_network_slope_error(wom_job *job, const wom_pair_network *n, const wom_pairs *pairs, uint32_t weight)
{
    const double step = 1e-5;
    scene s;
    weights w = begin(n->seed), slope, other;
    double *at = (double *)&w, error = (double)INFINITY;
    for (int k = 0; k < HIDDEN; k++) w.v[k] = 0.3 + 0.1 * k; /* so that all slopes differ from 0 */
    if (create_scene(&s, job, n, pairs, 1) == WOM_OK) {
        learn_all(&slope, &s, 1, &w, 1);
        const double told = ((const double *)&slope)[weight % NUM_WEIGHTS];
        at[weight % NUM_WEIGHTS] += step;
        const double above = learn_all(&other, &s, 1, &w, 1);
        at[weight % NUM_WEIGHTS] -= 2 * step;
        const double below = learn_all(&other, &s, 1, &w, 1);
        error = fabs(told - (above - below) / (2 * step)) / (1 + fabs(told));
    }
    clear_scene(&s);
    return error;
}

static void
predict(double *hazard, scene *s, const weights *w)
{
    double x[2 * HIDDEN + 1], g[HIDDEN];
    set_states(s, w);
    for (uint64_t p = 0; p < s->num; p++) {
        const double logit = look_at(x, g, s, w, p);
        hazard[s->pair[p]] = logit > 0 ? logit + log1p(exp(-logit)) : log1p(exp(logit));
    }
}

static void
adam_step(weights *w, weights *mean, weights *square, const weights *slope, uint32_t round)
{
    double *at = (double *)w, *m = (double *)mean, *v = (double *)square;
    const double *by = (const double *)slope;
    for (uint32_t k = 0; k < NUM_WEIGHTS; k++) {
        m[k] = 0.9 * m[k] + 0.1 * by[k];
        v[k] = 0.999 * v[k] + 0.001 * by[k] * by[k];
        at[k] -= 0.02 * m[k] / (1 - pow(0.9, round + 1)) / (sqrt(v[k] / (1 - pow(0.999, round + 1))) + 1e-8);
    }
}

wom_status
wom_pair_network_fit(double *validation_hazard, double *test_hazard, wom_job *job, const wom_pair_network *n,
                     wom_pairs *const *fit, uint32_t num_fits, const wom_pairs *validation, const wom_pairs *test)
{
    scene *scenes = NULL;
    weights w = begin(n->seed), best = w, mean = { 0 }, square = { 0 }, slope;
    double total = 0, others = 0, lowest = (double)INFINITY;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&scenes, job, num_fits + 2, sizeof *scenes, "what the network sees"));
    for (uint32_t i = 0; i < num_fits; i++) {
        total += (double)fit[i]->num_adopting;
        others += (double)(fit[i]->num_pairs - fit[i]->num_adopting);
    }
    for (uint32_t i = 0; i < num_fits; i++)
        WOM_TRY_GOTO(create_scene(&scenes[i], job, n, fit[i], others > MOST_OTHERS ? MOST_OTHERS / others : 1));
    WOM_TRY_GOTO(create_scene(&scenes[num_fits], job, n, validation, 1));
    WOM_TRY_GOTO(create_scene(&scenes[num_fits + 1], job, n, test, 1));
    for (uint32_t round = 0; round <= ROUNDS; round++) {
        WOM_TRY_GOTO(wom_job_check(job));
        if (round % LOOK_EVERY == 0) {
            predict(validation_hazard, &scenes[num_fits], &w);
            const double scale = wom_pair_scale(validation, validation_hazard);
            const double nll = wom_pair_nll(validation, validation_hazard, scale);
            if (nll < lowest) {
                lowest = nll;
                best = w;
            }
        }
        learn_all(&slope, scenes, num_fits, &w, total);
        adam_step(&w, &mean, &square, &slope, round);
    }
    predict(validation_hazard, &scenes[num_fits], &best);
    predict(test_hazard, &scenes[num_fits + 1], &best);
done:
    for (uint32_t i = 0; i < num_fits + 2; i++) clear_scene(&scenes[i]);
    wom_free(scenes);
    return status;
}
