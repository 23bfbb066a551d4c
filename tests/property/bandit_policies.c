/* What is true of every policy, over the table. */
#include <wom/bandit.h>

#include "test.h"

static void
for_each_policy(void (*check)(wom_job *job, const wom_choice *policy, const char *name))
{
    wom_job *job = test_job(2);
    for (const wom_variant *const *variant = wom_policies.variants; *variant != NULL; variant++) {
        wom_choice policy = { 0 };
        CHECK_OK(wom_choice_default(&policy, job, &wom_policies, (*variant)->name));
        check(job, &policy, (*variant)->name);
        wom_choice_free(&policy);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

#define CHECK_POLICY(condition, name)                                                                                  \
    do {                                                                                                               \
        if (!(condition)) test_failed(__FILE__, __LINE__, "policy \"%s\": %s", (name), #condition);                    \
    } while (0)

static void
check_all_arms(wom_job *job, const wom_choice *policy, const char *name)
{
    static const double means[] = { 0.3, 0.4, 0.5, 0.6, 0.7 };
    wom_regret regret = { 0 };
    CHECK_OK(wom_bandit_simulate(&regret, job, policy, means, 5, 3000, 1, 1));
    for (int arm = 0; arm < 5; arm++) CHECK_POLICY(regret.pulls[arm] >= 1, name);
    wom_regret_free(&regret);
}

static void
every_arm_is_played_some_time(void)
{
    for_each_policy(check_all_arms);
}

static void
check_easy(wom_job *job, const wom_choice *policy, const char *name)
{
    static const double means[] = { 0.9, 0.1, 0.2 };
    wom_regret regret = { 0 };
    CHECK_OK(wom_bandit_simulate(&regret, job, policy, means, 3, 2000, 20, 1));
    CHECK_POLICY(regret.pulls[0] > 0.8 * 2000, name);
    wom_regret_free(&regret);
}

static void
an_arm_far_ahead_is_found(void)
{
    for_each_policy(check_easy);
}

/* Plays with one reward for all and returns the number of different arms. */
static uint32_t
play_constant(wom_job *job, const wom_choice *policy, uint32_t num_arms, double reward, uint64_t num_rounds)
{
    wom_bandit *bandit = NULL;
    uint32_t num_played = 0;
    CHECK_OK(wom_bandit_create(&bandit, job, policy, num_arms, num_rounds, 1, 0));
    if (bandit == NULL) return 0;
    for (uint64_t round = 0; round < num_rounds; round++) {
        const uint32_t arm = wom_bandit_choose(bandit);
        if (arm >= num_arms) {
            CHECK(arm < num_arms);
            break;
        }
        num_played += wom_bandit_arms(bandit)->pulls[arm] == 0;
        wom_bandit_learn(bandit, arm, reward);
    }
    wom_bandit_free(bandit);
    return num_played;
}

static void
check_few_and_many(wom_job *job, const wom_choice *policy, const char *name)
{
    static const double rewards[] = { 0, 0.3, 1 };
    for (int i = 0; i < 3; i++) {
        CHECK_POLICY(play_constant(job, policy, 1, rewards[i], 300) == 1, name);
        CHECK_POLICY(play_constant(job, policy, 4, rewards[i], 300) > 1, name);
        CHECK_POLICY(play_constant(job, policy, 1000, rewards[i], 1050) > 1, name);
    }
}

static void
one_arm_and_a_thousand_with_rewards_all_alike(void)
{
    for_each_policy(check_few_and_many);
}

static void
check_horizon(wom_job *job, const wom_choice *policy, const char *name)
{
    wom_bandit *bandit = NULL;
    if (((const wom_policy *)policy->variant)->needs_horizon) {
        CHECK_FAILS(wom_bandit_create(&bandit, job, policy, 3, 0, 1, 0), WOM_INVALID, "horizon");
        CHECK_POLICY(strstr(wom_error_text(), name) != NULL, name);
        return;
    }
    CHECK_OK(wom_bandit_create(&bandit, job, policy, 3, 0, 1, 0));
    for (int round = 0; round < 200; round++) {
        const uint32_t arm = wom_bandit_choose(bandit);
        CHECK_POLICY(arm < 3, name);
        wom_bandit_learn(bandit, arm, round % 2);
    }
    wom_bandit_free(bandit);
}

static void
an_unknown_horizon_is_allowed_or_refused(void)
{
    for_each_policy(check_horizon);
}

static void
check_beyond_horizon(wom_job *job, const wom_choice *policy, const char *name)
{
    wom_bandit *bandit = NULL;
    CHECK_OK(wom_bandit_create(&bandit, job, policy, 3, 10, 1, 0));
    for (int round = 0; round < 300; round++) {
        const uint32_t arm = wom_bandit_choose(bandit);
        CHECK_POLICY(arm < 3, name);
        wom_bandit_learn(bandit, arm, round % 2);
    }
    wom_bandit_free(bandit);
}

static void
playing_beyond_the_horizon_works(void)
{
    for_each_policy(check_beyond_horizon);
}

/* Puts a number into a field of params. */
static void
put(void *params, const wom_field *field, double value)
{
    char *place = (char *)params + field->offset;
    switch (field->kind) {
    case WOM_FIELD_REAL:
    case WOM_FIELD_DURATION: memcpy(place, &value, sizeof value); break;
    case WOM_FIELD_UINT64: memcpy(place, &(uint64_t){ (uint64_t)value }, sizeof(uint64_t)); break;
    case WOM_FIELD_UINT:
    case WOM_FIELD_CHOICE: memcpy(place, &(uint32_t){ (uint32_t)value }, sizeof(uint32_t)); break;
    default: break;
    }
}

static uint32_t
num_choices(const wom_field *field)
{
    uint32_t n = 0;
    while (wom_field_words(field)[n] != NULL) n++;
    return n;
}

static void
check_value(wom_job *job, const wom_choice *policy, const wom_field *field, double value, bool allowed)
{
    wom_bandit *bandit = NULL;
    put(policy->params, field, value);
    if (allowed) CHECK_OK(wom_bandit_create(&bandit, job, policy, 3, 100, 1, 0));
    else CHECK_FAILS(wom_bandit_create(&bandit, job, policy, 3, 100, 1, 0), WOM_INVALID, field->name);
    for (int round = 0; bandit != NULL && round < 100; round++) {
        const uint32_t arm = wom_bandit_choose(bandit);
        CHECK_POLICY(arm < 3, policy->variant->name);
        wom_bandit_learn(bandit, arm, round % 3 == 0);
    }
    wom_bandit_free(bandit);
    put(policy->params, field, field->standard);
}

static void
check_fields(wom_job *job, const wom_choice *policy, const char *name)
{
    (void)name;
    for (const wom_field *field = policy->variant->fields; field != NULL && field->name != NULL; field++) {
        if (field->kind == WOM_FIELD_CHOICE) {
            for (uint32_t i = 0; i < num_choices(field); i++) check_value(job, policy, field, i, true);
            check_value(job, policy, field, num_choices(field), false);
            continue;
        }
        check_value(job, policy, field, field->low, true);
        check_value(job, policy, field, field->high, true);
        check_value(job, policy, field, field->high * 1.001 + 1, false);
        if (field->kind != WOM_FIELD_REAL) continue;
        check_value(job, policy, field, field->low - 0.001, false);
        check_value(job, policy, field, NAN, false);
        check_value(job, policy, field, INFINITY, false);
    }
}

static void
parameters_work_to_their_limits_and_not_beyond(void)
{
    for_each_policy(check_fields);
}

static void
check_threads(wom_job *job, const wom_choice *policy, const char *name)
{
    static const double means[] = { 0.2, 0.3, 0.25 };
    wom_job *alone = test_job(1);
    wom_regret one = { 0 }, two = { 0 };
    CHECK_OK(wom_bandit_simulate(&one, alone, policy, means, 3, 100, 9, 1));
    CHECK_OK(wom_bandit_simulate(&two, job, policy, means, 3, 100, 9, 1));
    CHECK_POLICY(memcmp(one.mean, two.mean, 100 * sizeof(double)) == 0, name);
    wom_regret_free(&one);
    wom_regret_free(&two);
    wom_job_free(alone);
}

static void
threads_do_not_change_a_bit(void)
{
    for_each_policy(check_threads);
}

TEST_MAIN(TEST(every_arm_is_played_some_time), TEST(an_arm_far_ahead_is_found),
          TEST(one_arm_and_a_thousand_with_rewards_all_alike), TEST(an_unknown_horizon_is_allowed_or_refused),
          TEST(playing_beyond_the_horizon_works), TEST(parameters_work_to_their_limits_and_not_beyond),
          TEST(threads_do_not_change_a_bit))
