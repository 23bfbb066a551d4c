/* taste: the interest model by hand. */
#include "test.h"

#include <wom/taste.h>

#include <math.h>

typedef struct small {
    wom_job *job;
    wom_vectors *users, *contents;
    wom_interest_pairs pairs;
} small;

static uint32_t pair_user[] = { 0, 0, 1, 1 }, pair_content[] = { 0, 1, 0, 1 };
static bool pair_taken[] = { true, false, false, true };

/* Users (1, 2) and (0, 1), contents (3, 0) and (1, 1). */
static small
small_create(void)
{
    small s = { .job = test_job(2), .pairs = { 4, pair_user, pair_content, pair_taken, .5 } };
    const uint32_t user[] = { 0, 0, 1 }, user_dimension[] = { 0, 1, 1 };
    const uint32_t content[] = { 0, 1, 1 }, content_dimension[] = { 0, 0, 1 };
    const float user_value[] = { 1, 2, 1 }, content_value[] = { 3, 1, 1 };
    CHECK_OK(wom_vectors_create(&s.users, s.job, 2, 2, 3, user, user_dimension, user_value, false));
    CHECK_OK(wom_vectors_create(&s.contents, s.job, 2, 2, 3, content, content_dimension, content_value, false));
    return s;
}

static void
small_free(small *s)
{
    wom_vectors_free(s->users);
    wom_vectors_free(s->contents);
    CHECK_EQUAL(wom_job_memory_used(s->job), 0);
    wom_job_free(s->job);
}

static void
log_odds_are_those_of_the_formula(void)
{
    small s = small_create();
    double full[] = { 1, 10, 20, 100, 200, 2, 3, 5, 7 };
    wom_interest_model model = { WOM_INTEREST_FULL, 2, 9, full };
    /* 1 + (10 + 40) + (100 + 200) + (1, 2) M (1, 1)' */
    CHECK_NEAR(wom_interest_log_odds(&model, s.users, 0, s.contents, 1), 351 + 5 + 24, 1e-12);
    model.form = WOM_INTEREST_DIAGONAL; /* 2 and 3 */
    CHECK_NEAR(wom_interest_log_odds(&model, s.users, 0, s.contents, 1), 351 + 2 + 6, 1e-12);
    model.form = WOM_INTEREST_SCALAR; /* 2 */
    CHECK_NEAR(wom_interest_log_odds(&model, s.users, 0, s.contents, 1), 351 + 6, 1e-12);
    model.form = WOM_INTEREST_NONE;
    CHECK_NEAR(wom_interest_log_odds(&model, s.users, 0, s.contents, 1), 351, 1e-12);
    small_free(&s);
}

static void
the_likelihood_is_that_of_the_odds_and_its_gradient_their_slope(void)
{
    small s = small_create();
    for (wom_interest_form form = WOM_INTEREST_NONE; form < WOM_NUM_INTEREST_FORMS; form++) {
        double weight[9] = { .3, -.2, .1, .4, -.5, .6, -.1, .2, .3 }, gradient[9], above, below, expected = 0, found;
        const wom_interest_model model = { form, 2, wom_interest_num_coefficients(form, 2), weight };
        for (uint32_t i = 0; i < 4; i++) {
            const double odds =
                .5 + wom_interest_log_odds(&model, s.users, pair_user[i], s.contents, pair_content[i]);
            expected -= log1p(exp(pair_taken[i] ? -odds : odds));
        }
        CHECK_OK(wom_interest_likelihood(&found, gradient, s.job, &model, s.users, s.contents, &s.pairs));
        CHECK_NEAR(found, expected, 1e-12);
        for (uint32_t k = 0; k < model.num_coefficients; k++) {
            const double middle = weight[k], step = 1e-5;
            weight[k] = middle + step;
            CHECK_OK(wom_interest_likelihood(&above, NULL, s.job, &model, s.users, s.contents, &s.pairs));
            weight[k] = middle - step;
            CHECK_OK(wom_interest_likelihood(&below, NULL, s.job, &model, s.users, s.contents, &s.pairs));
            weight[k] = middle;
            CHECK_NEAR(gradient[k], (above - below) / (2 * step), 1e-8);
        }
    }
    small_free(&s);
}

/* At the maximum the gradient is the penalty's pull; of b nothing pulls. */
static void
a_fit_ends_where_the_penalty_balances(void)
{
    small s = small_create();
    wom_interest_model *model;
    double likelihood, gradient[9];
    CHECK_OK(wom_interest_fit(&model, s.job, s.users, s.contents, &s.pairs, WOM_INTEREST_SCALAR, .5));
    CHECK_OK(wom_interest_likelihood(&likelihood, gradient, s.job, model, s.users, s.contents, &s.pairs));
    CHECK_NEAR(gradient[0], 0, 1e-4);
    const double square = (9. + 9 + 0 + 1) / 4; /* of the products 3, 3, 0, 1 */
    CHECK_NEAR(gradient[5], .5 * square * model->coefficient[5], 1e-3);
    wom_interest_model_free(model);
    small_free(&s);
}

static void
what_cannot_be_fitted_is_refused(void)
{
    small s = small_create();
    wom_interest_model *model;
    wom_interest_found *found;
    const wom_interest_options options = wom_interest_defaults();
    const wom_data data = { .user_interests = s.users };
    CHECK_FAILS(wom_interest_fit(&model, s.job, s.users, s.contents, &s.pairs, WOM_INTEREST_NONE, 0), WOM_INVALID,
                "a penalty of 0");
    CHECK_FAILS(wom_interest_learn(&found, s.job, &data, &options), WOM_INVALID, "a log");
    small_free(&s);
}

TEST_MAIN(TEST(log_odds_are_those_of_the_formula),
          TEST(the_likelihood_is_that_of_the_odds_and_its_gradient_their_slope),
          TEST(a_fit_ends_where_the_penalty_balances),
          TEST(what_cannot_be_fitted_is_refused))
