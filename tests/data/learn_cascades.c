/* learn: new cascades of real logs, foretold from their past; the figures of docs/learn.md. */
#include "real_logs.h"
#include "test.h"

#include <wom/learn.h>

#include <string.h>

static wom_new_cascades *
validate(wom_job *job, const wom_data *data)
{
    wom_history *history;
    wom_new_cascades *found;
    const wom_new_cascades_options options = wom_new_cascades_defaults();
    CHECK_OK(wom_history_create(&history, job, data->log, data->graph->num_nodes));
    CHECK_OK(wom_new_cascades_validate(&found, job, history, data->graph, &options));
    wom_history_free(history);
    return found;
}

static const wom_dni_row *
rule_of(const wom_new_cascades *found, const char *name)
{
    for (uint32_t i = 0; i < found->num_rules; i++)
        if (strcmp(found->rule[i].label, name) == 0) return found->rule[i].dni;
    return NULL;
}

static const wom_next_score_row *
next_of(const wom_new_cascades *found, const char *name, bool online)
{
    for (uint32_t i = 0; i < found->num_next; i++)
        if (strcmp(found->next[i].rule.name, name) == 0 && found->next[i].rule.online == online)
            return &found->next[i].score;
    return NULL;
}

/* An independent program of the same definitions has these figures. */
static void
check_android(const wom_new_cascades *found)
{
    CHECK_NEAR(found->split->time, 14394301, 0);
    CHECK_EQUAL(found->split->num_past, 543);
    CHECK_EQUAL(found->past_actions, 3538);
    CHECK_EQUAL(found->new_actions, 2899);
    CHECK_EQUAL(rule_of(found, "degree")[0].users, 145);
    CHECK_EQUAL(rule_of(found, "degree")[1].users, 311);
    CHECK_EQUAL(rule_of(found, "starts")[1].users, 532);
    CHECK_EQUAL(rule_of(found, "credit")[0].users, 221);
    CHECK_EQUAL(rule_of(found, "credit")[1].users, 591);
    CHECK_EQUAL(rule_of(found, "recent-adoptions")[1].users, 446);
    CHECK_EQUAL(rule_of(found, "reach")[0].users, 508);
    CHECK_EQUAL(rule_of(found, "reach")[1].users, 676);
    CHECK_EQUAL(rule_of(found, "adoptions")[1].users, 618);
    CHECK_EQUAL(found->oracle[0], 1104);
    CHECK_EQUAL(found->oracle[1], 1344);
    CHECK_NEAR(next_of(found, "ties", false)->map, .0088, .00005);
    CHECK_NEAR(next_of(found, "popularity, 120 days", true)->map, .0198, .00005);
    CHECK_NEAR(next_of(found, "popularity, 120 days", true)->hits_100, .177, .0005);
    CHECK_NEAR(found->size[WOM_NEW_CONSTANT].msle, .782, .0005);
    CHECK_NEAR(found->size[WOM_NEW_POWER_LAW].msle, .396, .0005);
}

/* What any change must keep up. */
static void
check_floors(const wom_new_cascades *found)
{
    CHECK(rule_of(found, "adoptions")[0].users >= 350);
    CHECK(rule_of(found, "adoptions")[1].low > 0);
    const wom_next_score_row *friends = next_of(found, "friends in it, then popularity", false);
    CHECK(friends->map >= .009 && friends->hits_100 >= .08);
    const wom_next_score_row *chosen = next_of(found, "chosen on the past", true);
    CHECK(chosen->map >= .017 && chosen->hits_100 >= .16);
    for (int row = WOM_NEW_POWER_LAW; row < WOM_NUM_SIZE_ROWS; row++) {
        const wom_size_score *size = &found->size[row];
        CHECK(size->msle <= .47);
        CHECK(size->coverage >= .7 && size->coverage <= .9 && size->width <= 1.5);
    }
}

static void
android_is_foretold_as_published_and_above_the_floors(void)
{
    wom_job *job = test_job(2);
    wom_data *data = real_log_load(job, &real_android, WOM_DIRECTION_MUTUAL);
    if (data != NULL) {
        wom_new_cascades *found = validate(job, data);
        check_android(found);
        check_floors(found);
        wom_new_cascades_free(found);
    }
    wom_data_free(data);
    wom_job_free(job);
}

static void
what_passes_between_friends_foretells_twitter(void)
{
    wom_job *job = test_job(2);
    wom_data *data = real_log_load(job, &real_twitter, WOM_DIRECTION_MUTUAL);
    if (data != NULL) {
        wom_new_cascades *found = validate(job, data);
        CHECK(next_of(found, "transitions", true)->map > 2 * next_of(found, "popularity, 1 day", true)->map);
        CHECK(rule_of(found, "reach")[1].users > rule_of(found, "degree")[1].users);
        wom_new_cascades_free(found);
    }
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(android_is_foretold_as_published_and_above_the_floors),
          TEST(what_passes_between_friends_foretells_twitter))
