/* Weights of a hazard are found again, and their intervals hold the truth as often as they say. */
#include "pairs/pairs.h"
#include "test.h"

enum { NUM_LOGS = 1000, NUM_PAIRS = 5000 };

static const double truth[3] = { 0.08, 0.05, 0.15 };
static const wom_pair_term terms[] = { { PAIR_RAW, WOM_PAIR_SOCIAL, WOM_PAIR_SOCIAL },
                                       { PAIR_RAW, WOM_PAIR_COSINE, WOM_PAIR_COSINE } };

static wom_pairs *
create_pairs(wom_job *job)
{
    wom_pairs *pairs = NULL;
    CHECK_OK(wom_allocate(&pairs, job, 1, sizeof *pairs, "pairs"));
    CHECK_OK(wom_allocate(&pairs->adopts, job, NUM_PAIRS, 1, "pairs"));
    for (uint32_t f = 0; f < WOM_NUM_PAIR_FEATURES; f++)
        CHECK_OK(wom_allocate(&pairs->feature[f], job, NUM_PAIRS, sizeof(float), "pairs"));
    pairs->num_pairs = NUM_PAIRS;
    pairs->num_found = NUM_PAIRS;
    pairs->other_weight = 1;
    return pairs;
}

static void
draw(wom_pairs *pairs, uint64_t log)
{
    wom_rng rng = wom_rng_stream(7, WOM_PURPOSE_GENERATE, log);
    pairs->num_adopting = 0;
    for (uint64_t i = 0; i < NUM_PAIRS; i++) {
        const float social = (float)(3 * wom_rng_uniform(&rng)), cosine = (float)wom_rng_uniform(&rng);
        const double hazard = truth[0] + truth[1] * (double)social + truth[2] * (double)cosine;
        pairs->feature[WOM_PAIR_SOCIAL][i] = social;
        pairs->feature[WOM_PAIR_COSINE][i] = cosine;
        pairs->adopts[i] = wom_rng_uniform(&rng) < -expm1(-hazard);
        pairs->num_adopting += pairs->adopts[i];
    }
}

static void
intervals_cover_as_often_as_they_say(void)
{
    wom_job *job = test_job(1);
    wom_pairs *pairs = create_pairs(job);
    double mean[3] = { 0 }, squares[3] = { 0 };
    int covered[3] = { 0 };
    for (uint64_t log = 0; log < NUM_LOGS; log++) {
        wom_pair_fit fit;
        draw(pairs, log);
        CHECK_OK(wom_pair_fit_hazard(&fit, job, &pairs, 1, terms, 2));
        for (int k = 0; k < 3; k++) {
            const double off = fit.coefficient[k] - truth[k];
            mean[k] += off / NUM_LOGS;
            squares[k] += off * off / NUM_LOGS;
            covered[k] += fabs(off) <= 1.96 * fit.error[k];
        }
    }
    for (int k = 0; k < 3; k++) {
        CHECK_NEAR(mean[k], 0, 5 * sqrt(squares[k] / NUM_LOGS));
        CHECK_NEAR(covered[k] / (double)NUM_LOGS, 0.95, 5 * sqrt(0.95 * 0.05 / NUM_LOGS));
    }
    for (uint32_t f = 0; f < WOM_NUM_PAIR_FEATURES; f++) wom_free(pairs->feature[f]);
    wom_free(pairs->adopts);
    wom_free(pairs);
    wom_job_free(job);
}

TEST_MAIN(TEST(intervals_cover_as_often_as_they_say))
