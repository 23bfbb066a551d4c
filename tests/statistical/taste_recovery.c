/* taste: a known matrix of interests is found again. */
#include "test.h"
#include "town.h"

#include <wom/taste.h>

#include <math.h>

/* Every user of the town with every content, taken up by the model's chance. */
static void
draw_pairs(wom_interest_pairs *pairs, wom_job *job, const wom_data *data, const wom_interest_model *model)
{
    const uint32_t users = data->graph->num_nodes, contents = data->num_contents;
    const uint64_t world = wom_key(7, WOM_PURPOSE_PAIRS, 0, 0);
    *pairs = (wom_interest_pairs){ .num = 0 };
    CHECK_OK(wom_allocate(&pairs->user, job, (uint64_t)users * contents, sizeof(uint32_t), "users"));
    CHECK_OK(wom_allocate(&pairs->content, job, (uint64_t)users * contents, sizeof(uint32_t), "contents"));
    CHECK_OK(wom_allocate(&pairs->taken, job, (uint64_t)users * contents, sizeof(bool), "taken"));
    for (uint32_t u = 0; u < users; u++)
        for (uint32_t c = 0; c < contents; c++) {
            const double odds = wom_interest_log_odds(model, data->user_interests, u, data->content_interests, c);
            pairs->user[pairs->num] = u;
            pairs->content[pairs->num] = c;
            pairs->taken[pairs->num] = wom_coin(world, pairs->num) < wom_threshold(1 / (1 + exp(-odds)));
            pairs->num++;
        }
}

/* In a direction v of the coefficients the error of the fit has variance v' I^-1 v; along the gradient at the truth it
 * is easier: twice the gain in likelihood over the truth is chi-squared with as many degrees of freedom as
 * coefficients, mean k and variance 2 k. */
static void
a_known_matrix_is_found_again(void)
{
    wom_job *job = test_job(2);
    town wanted = town_defaults();
    wom_data *data;
    wom_interest_model *fitted;
    wom_interest_pairs pairs;
    double truth[1 + 2 * 4 + 16] = { -1, .5, -.5, 0, .3, .2, 0, -.4, .1 }, of_truth, of_fit;
    wanted.graph.users = 1500;
    wanted.population.contents = 60;
    wanted.population.interests = 4;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) truth[9 + 4 * i + k] = i == k ? 2 : i == (k + 1) % 4 ? -1.5 : 0;
    const wom_interest_model known = { WOM_INTEREST_FULL, 4, 25, truth };
    CHECK_OK(town_create(&data, job, &wanted));
    draw_pairs(&pairs, job, data, &known);
    CHECK_OK(wom_interest_fit(&fitted, job, data->user_interests, data->content_interests, &pairs, WOM_INTEREST_FULL,
                              1e-3));
    CHECK_OK(wom_interest_likelihood(&of_truth, NULL, job, &known, data->user_interests, data->content_interests,
                                     &pairs));
    CHECK_OK(wom_interest_likelihood(&of_fit, NULL, job, fitted, data->user_interests, data->content_interests,
                                     &pairs));
    CHECK(2 * (of_fit - of_truth) > 0);
    CHECK_NEAR(2 * (of_fit - of_truth), 25, 5 * sqrt(50));
    /* the same without a matrix, or with its diagonal alone, is far off */
    for (wom_interest_form form = WOM_INTEREST_NONE; form < WOM_INTEREST_FULL; form++) {
        wom_interest_model *poor;
        double of_poor;
        CHECK_OK(wom_interest_fit(&poor, job, data->user_interests, data->content_interests, &pairs, form, 1e-3));
        CHECK_OK(wom_interest_likelihood(&of_poor, NULL, job, poor, data->user_interests, data->content_interests,
                                         &pairs));
        CHECK(2 * (of_fit - of_poor) > 25 + 5 * sqrt(50));
        wom_interest_model_free(poor);
    }
    wom_interest_model_free(fitted);
    wom_free(pairs.user);
    wom_free(pairs.content);
    wom_free(pairs.taken);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_known_matrix_is_found_again))
