/* Mean regret on nine Bernoulli arms with means .1, .2 ... .9 agrees with measurements of independent code, within five
 * standard errors of both sides. Lai and Robbins' asymptotic bound is no floor at these lengths: 7.52 ln 1000 = 51.9
 * exceeds what the better policies lose. */
#include <wom/bandit.h>

#include "test.h"

#include <stdio.h>

typedef struct reference {
    const char *policy; /* as JSON */
    double short_mean, short_error; /* 1,000 rounds, 400 repetitions */
    double long_mean, long_error;   /* 10,000 rounds, 60 repetitions (Tsallis-INF: 400) */
} reference;

static const reference references[] = {
    { "{ \"type\": \"ucb\", \"alpha\": 1 }", 55.5, 0.5, 102.3, 2.0 },
    { "{ \"type\": \"ucb\" }", 133.1, 0.5, 330.7, 3.7 },
    { "{ \"type\": \"moss\" }", 47.3, 0.4, 85.7, 1.8 },
    { "{ \"type\": \"kl-ucb\" }", 36.3, 0.5, 57.9, 1.4 },
    { "{ \"type\": \"kl-ucb++\" }", 33.7, 0.4, 51.0, 1.2 },
    { "{ \"type\": \"thompson\" }", 29.0, 0.5, 43.4, 1.6 },
    { "{ \"type\": \"bayes-ucb\" }", 24.8, 0.6, 39.3, 1.3 },
    { "{ \"type\": \"exp3\" }", 142.5, 0.5, 481, 3.1 },
    { "{ \"type\": \"tsallis-inf\" }", 83.6, 0.6, 164.5, 1.0 }, /* numpy, x by 60 halvings of its bracket */
};

enum { NUM_REFERENCES = sizeof references / sizeof *references, NUM_ARMS = 9 };

static wom_estimate
final_regret(const char *text, uint64_t num_rounds, uint64_t num_repetitions)
{
    double means[NUM_ARMS];
    for (int arm = 0; arm < NUM_ARMS; arm++) means[arm] = (arm + 1) / 10.0;
    wom_job *job = test_job(0);
    wom_json *root = NULL;
    wom_choice policy = { 0 };
    wom_regret regret = { 0 };
    CHECK_OK(wom_json_parse(&root, job, text, strlen(text), "policy"));
    CHECK_OK(wom_choice_read(&policy, job, &wom_policies, root));
    CHECK_OK(wom_bandit_simulate(&regret, job, &policy, means, NUM_ARMS, num_rounds, num_repetitions, 2024));
    const wom_estimate final = regret.final;
    printf("# %s, %llu rounds: %.1f, standard error %.2f\n", text, (unsigned long long)num_rounds, final.value,
           final.standard_error);
    wom_regret_free(&regret);
    wom_choice_free(&policy);
    wom_json_free(root);
    wom_job_free(job);
    return final;
}

static void
regret_of_a_thousand_rounds_agrees(void)
{
    for (int i = 0; i < NUM_REFERENCES; i++) {
        const wom_estimate regret = final_regret(references[i].policy, 1000, 400);
        CHECK_NEAR(regret.value, references[i].short_mean,
                   5 * hypot(regret.standard_error, references[i].short_error));
    }
}

static void
regret_of_ten_thousand_rounds_agrees(void)
{
    for (int i = 0; i < NUM_REFERENCES; i++) {
        const wom_estimate regret = final_regret(references[i].policy, 10000, 60);
        CHECK_NEAR(regret.value, references[i].long_mean, 5 * hypot(regret.standard_error, references[i].long_error));
    }
}

/* No outside numbers: a fifth of the 400 that playing any arm loses, and for epsilon-greedy at least its own share of
 * random rounds, a tenth of 400. */
static void
the_other_policies_learn(void)
{
    const wom_estimate given = final_regret("{ \"type\": \"thompson-gaussian\" }", 1000, 400);
    const wom_estimate learned = final_regret("{ \"type\": \"thompson-gaussian\", \"noise\": \"learned\" }", 1000, 400);
    const wom_estimate greedy = final_regret("{ \"type\": \"epsilon-greedy\" }", 1000, 400);
    CHECK(given.value + 5 * given.standard_error < 80);
    CHECK(learned.value + 5 * learned.standard_error < 80);
    CHECK(greedy.value + 5 * greedy.standard_error < 80);
    CHECK(greedy.value - 5 * greedy.standard_error > 40);
}

TEST_MAIN(TEST(regret_of_a_thousand_rounds_agrees), TEST(regret_of_ten_thousand_rounds_agrees),
          TEST(the_other_policies_learn))
