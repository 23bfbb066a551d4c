/* The interest model: its features, likelihood and fit. */
#include "logistic.h"

#include <wom/taste.h>

const char *const wom_interest_form_names[] = { "none", "scalar", "diagonal", "full", NULL };

uint32_t
wom_interest_num_coefficients(wom_interest_form form, uint32_t num_dimensions)
{
    const uint32_t of_matrix[] = { 0, 1, num_dimensions, num_dimensions * num_dimensions };
    return 1 + 2 * num_dimensions + of_matrix[form];
}

/* ---- Features ---- */

typedef struct feature_source {
    wom_interest_form form;
    const wom_vectors *users, *contents;
    const wom_interest_pairs *pairs;
} feature_source;

static uint32_t
list_products(logistic_feature *list, const feature_source *s, uint64_t user, uint64_t content)
{
    const uint32_t d = s->users->num_dimensions, base = 1 + 2 * d;
    const wom_vectors *u = s->users, *c = s->contents;
    uint32_t num = 0;
    double product = 0;
    if (s->form == WOM_INTEREST_FULL) {
        for (uint64_t i = u->first[user]; i < u->first[user + 1]; i++)
            for (uint64_t k = c->first[content]; k < c->first[content + 1]; k++)
                list[num++] = (logistic_feature){ base + u->dimension[i] * d + c->dimension[k],
                                                  (double)u->value[i] * (double)c->value[k] };
        return num;
    }
    for (uint64_t i = u->first[user], k = c->first[content]; i < u->first[user + 1] && k < c->first[content + 1];) {
        const uint32_t a = u->dimension[i], b = c->dimension[k];
        if (a == b) {
            const double x = (double)u->value[i] * (double)c->value[k];
            if (s->form == WOM_INTEREST_DIAGONAL) list[num++] = (logistic_feature){ base + a, x };
            product += x;
        }
        i += a <= b;
        k += b <= a;
    }
    if (s->form == WOM_INTEREST_SCALAR) list[num++] = (logistic_feature){ base, product };
    return num;
}

static uint32_t
list_of(logistic_feature *list, const feature_source *s, uint64_t user, uint64_t content)
{
    const uint32_t d = s->users->num_dimensions;
    uint32_t num = 0;
    list[num++] = (logistic_feature){ 0, 1 };
    for (uint64_t i = s->users->first[user]; i < s->users->first[user + 1]; i++)
        list[num++] = (logistic_feature){ 1 + s->users->dimension[i], (double)s->users->value[i] };
    for (uint64_t i = s->contents->first[content]; i < s->contents->first[content + 1]; i++)
        list[num++] = (logistic_feature){ 1 + d + s->contents->dimension[i], (double)s->contents->value[i] };
    return s->form == WOM_INTEREST_NONE ? num : num + list_products(list + num, s, user, content);
}

static uint32_t
list_pair(logistic_feature *list, const void *context, uint64_t row)
{
    const feature_source *s = context;
    return list_of(list, s, s->pairs->user[row], s->pairs->content[row]);
}

static uint32_t
longest_row(const wom_vectors *vectors)
{
    uint64_t most = 0;
    for (uint32_t row = 0; row < vectors->num_rows; row++) {
        const uint64_t length = vectors->first[row + 1] - vectors->first[row];
        if (length > most) most = length;
    }
    return (uint32_t)most;
}

static logistic_problem
problem_of(const feature_source *source, double penalty)
{
    const uint32_t user = longest_row(source->users), content = longest_row(source->contents);
    const uint32_t of_matrix[] = { 0, 1, user < content ? user : content, user * content };
    return (logistic_problem){
        .num_rows = source->pairs->num,
        .num_coefficients = wom_interest_num_coefficients(source->form, source->users->num_dimensions),
        .most_features = 1 + user + content + of_matrix[source->form],
        .features = list_pair,
        .context = source,
        .happened = source->pairs->taken,
        .offset = source->pairs->offset,
        .penalty = penalty,
    };
}

/* ---- The model ---- */

double
wom_interest_log_odds(const wom_interest_model *model, const wom_vectors *users, uint32_t user,
                      const wom_vectors *contents, uint32_t content)
{
    const double *weight = model->coefficient;
    const uint32_t d = model->num_dimensions, base = 1 + 2 * d;
    double sum = weight[0];
    for (uint64_t i = users->first[user]; i < users->first[user + 1]; i++)
        sum += weight[1 + users->dimension[i]] * (double)users->value[i];
    for (uint64_t k = contents->first[content]; k < contents->first[content + 1]; k++) {
        const double value = (double)contents->value[k];
        const uint32_t b = contents->dimension[k];
        sum += weight[1 + d + b] * value;
        for (uint64_t i = users->first[user]; model->form != WOM_INTEREST_NONE && i < users->first[user + 1]; i++) {
            const uint32_t a = users->dimension[i];
            const double x = (double)users->value[i] * value;
            if (model->form == WOM_INTEREST_FULL)
                sum += weight[base + a * d + b] * x;
            else if (a == b)
                sum += weight[base + (model->form == WOM_INTEREST_DIAGONAL ? a : 0)] * x;
        }
    }
    return sum;
}

wom_status
wom_interest_likelihood(double *log_likelihood, double *gradient, wom_job *job, const wom_interest_model *model,
                        const wom_vectors *users, const wom_vectors *contents, const wom_interest_pairs *pairs)
{
    const feature_source source = { model->form, users, contents, pairs };
    const logistic_problem problem = problem_of(&source, 0);
    return logistic_likelihood(log_likelihood, gradient, job, &problem, model->coefficient);
}

wom_status
wom_interest_fit(wom_interest_model **model, wom_job *job, const wom_vectors *users, const wom_vectors *contents,
                 const wom_interest_pairs *pairs, wom_interest_form form, double penalty)
{
    const feature_source source = { form, users, contents, pairs };
    wom_interest_model *made = NULL;
    wom_status status = WOM_OK;
    *model = NULL;
    if (users->num_dimensions != contents->num_dimensions)
        return wom_fail(WOM_INVALID, "interests of users have %u dimensions and of contents %u, must be as many",
                        users->num_dimensions, contents->num_dimensions);
    if (form == WOM_INTEREST_FULL && users->num_dimensions > WOM_MOST_FULL_INTERESTS)
        return wom_fail(WOM_INVALID, "a full matrix of %u interests, at most %d are allowed", users->num_dimensions,
                        WOM_MOST_FULL_INTERESTS);
    if (pairs->num == 0 || !(penalty > 0))
        return wom_fail(WOM_INVALID, "%llu pairs and a penalty of %g, both must be above 0",
                        (unsigned long long)pairs->num, penalty);
    const logistic_problem problem = problem_of(&source, penalty);
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "an interest model"));
    made->form = form;
    made->num_dimensions = users->num_dimensions;
    made->num_coefficients = problem.num_coefficients;
    WOM_TRY_GOTO(wom_allocate(&made->coefficient, job, made->num_coefficients, sizeof(double), "coefficients"));
    WOM_TRY_GOTO(logistic_fit(made->coefficient, job, &problem));
    *model = made;
    made = NULL;
done:
    wom_interest_model_free(made);
    return status;
}

void
wom_interest_model_free(wom_interest_model *model)
{
    if (model == NULL) return;
    wom_free(model->coefficient);
    wom_free(model);
}
