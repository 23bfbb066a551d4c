/* data: the generated town is what its parameters say, and files give it back. */
#include "same_data.h"
#include "test.h"
#include "town.h"

#include <wom/data.h>

#include <stdio.h>

static wom_data *
create(wom_job *job, const town *wanted)
{
    wom_data *data = NULL;
    CHECK_OK(town_create(&data, job, wanted));
    return data;
}

/* Writes the data and loads them again. */
static wom_status
reload(wom_data **read, wom_job *job, const wom_data *data)
{
    static const char *const names[] = { "ties", "users", "contents", "user_interests", "content_interests" };
    char folder[512], path[5][600];
    snprintf(folder, sizeof folder, "%s", test_path("town"));
    for (int i = 0; i < 5; ++i) snprintf(path[i], sizeof path[i], "%s/%s.csv", folder, names[i]);
    const wom_data_files files = { .ties = path[0], .strength = "strength", .users = path[1], .contents = path[2],
                                   .user_interests = path[3], .content_interests = path[4] };
    *read = NULL;
    WOM_TRY(wom_data_write(data, job, folder));
    return wom_data_load(read, job, &files);
}

static void
a_town_that_is_written_reads_back_the_same(void)
{
    wom_job *job = test_job(2);
    const town standard = town_defaults();
    town odd = standard;
    odd.graph.users = 17;
    odd.population.interests = 40;
    odd.population.contents = 3;
    odd.graph.mean_friends = 3;
    odd.population.fee_base = 0.1;
    odd.population.fee_per_friend = 1 / 3.0;
    const town *const towns[] = { &standard, &odd };
    for (int i = 0; i < 2; ++i) {
        wom_data *data = create(job, towns[i]), *read = NULL;
        CHECK_OK(reload(&read, job, data));
        if (data != NULL && read != NULL) check_same_data(data, read);
        wom_data_free(read);
        wom_data_free(data);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
awkward_names_survive_writing(void)
{
    static const char ties[] = "from,to,strength\n\"a, b\",\"say \"\"hi\"\"\",0.1\n\"#x\",\"a, b\",3e-7\n";
    static const char users[] = "user,value,segment\n\"#x\",0.1,\"north, east\"\nlone,,\n";
    static const char likes[] = "user,label\nlone,\"R&B, \"\"slow\"\"\"\nlone,Norte\xc3\xb1o\n";
    wom_job *job = test_job(1);
    char paths[3][512];
    wom_data *data = NULL, *read = NULL;
    snprintf(paths[0], sizeof paths[0], "%s", test_file("awkward.csv", ties, sizeof ties - 1));
    snprintf(paths[1], sizeof paths[1], "%s", test_file("who.csv", users, sizeof users - 1));
    snprintf(paths[2], sizeof paths[2], "%s", test_file("likes.csv", likes, sizeof likes - 1));
    const wom_data_files files = { .ties = paths[0], .strength = "strength", .users = paths[1],
                                   .user_interests = paths[2], .content_interests = paths[2] };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_OK(reload(&read, job, data));
    if (read != NULL) check_same_data(data, read);
    wom_data_free(read);
    wom_data_free(data);
    wom_job_free(job);
}

static void
dimensions_without_names_are_called_by_number(void)
{
    wom_job *job = test_job(1);
    town made = town_defaults();
    made.graph.users = 30;
    wom_data *data = create(job, &made), *read = NULL;
    if (data == NULL) return;
    char **names = data->dimension_name;
    data->dimension_name = NULL;
    CHECK_OK(reload(&read, job, data));
    data->dimension_name = names;
    if (read != NULL) {
        CHECK_TEXT(read->dimension_name[2], "d02");
        check_same_vectors(data->user_interests, read->user_interests);
    }
    wom_data_free(read);
    wom_data_free(data);
    wom_job_free(job);
}

static void
the_same_parameters_give_the_same_town_and_another_seed_another(void)
{
    wom_job *one = test_job(1), *seven = test_job(7);
    town made = town_defaults();
    made.graph.users = 500;
    wom_data *a = create(one, &made), *b = create(seven, &made);
    check_same_data(a, b);
    wom_data_free(b);
    made.population.seed = 2;
    b = create(seven, &made);
    CHECK(a->graph->num_ties != b->graph->num_ties ||
          memcmp(a->graph->out_head, b->graph->out_head, a->graph->num_ties * sizeof *a->graph->out_head) != 0);
    wom_data_free(a);
    wom_data_free(b);
    wom_job_free(one);
    wom_job_free(seven);
}

/* Friendships, one-way ones included: ties less the second of each mutual pair. */
static double
mean_friends(const wom_graph *graph, double reciprocity)
{
    return 2 * (1 - reciprocity / 2) * graph->num_ties / graph->num_nodes;
}

static void
friends_and_reciprocity_are_as_asked_for(void)
{
    static const double means[] = { 4, 12, 30 }, shares[] = { 0, 0.5, 1 };
    wom_job *job = test_job(2);
    for (int i = 0; i < 3; ++i) {
        town made = town_defaults();
        wom_graph_summary summary;
        made.graph.users = 5000;
        made.graph.mean_friends = means[i];
        made.graph.reciprocity = shares[i];
        wom_data *data = create(job, &made);
        if (data == NULL) continue;
        CHECK_OK(wom_graph_summarise(&summary, job, data->graph));
        CHECK_NEAR(mean_friends(data->graph, summary.reciprocity) / means[i], 1, 0.03);
        CHECK_NEAR(summary.reciprocity, 2 * shares[i] / (1 + shares[i]), 0.02);
        CHECK(summary.num_isolated < 50);
        wom_data_free(data);
    }
    wom_job_free(job);
}

static void
users_are_numbered_by_ties_and_named_in_that_order(void)
{
    wom_job *job = test_job(1);
    town made = town_defaults();
    wom_data *data = create(job, &made);
    if (data == NULL) return;
    CHECK_TEXT(wom_data_user_id(data, 0), "u0001");
    CHECK_TEXT(wom_data_user_id(data, 2999), "u3000");
    const wom_graph *graph = data->graph;
    for (wom_node user = 1; user < graph->num_nodes; ++user)
        CHECK(wom_graph_out_degree(graph, user - 1) + wom_graph_in_degree(graph, user - 1) >=
              wom_graph_out_degree(graph, user) + wom_graph_in_degree(graph, user));
    wom_data_free(data);
    wom_job_free(job);
}

static void
users_have_what_a_campaign_needs(void)
{
    wom_job *job = test_job(1);
    town made = town_defaults();
    wom_data *data = create(job, &made);
    if (data == NULL) return;
    uint32_t num_in[3] = { 0, 0, 0 };
    double value = 0;
    CHECK_EQUAL(data->num_segments, 3);
    CHECK_TEXT(data->segment_name[0], "loyal");
    for (wom_node user = 0; user < 3000; ++user) {
        CHECK_NEAR(data->cost[user], 5 + 0.5 * wom_graph_out_degree(data->graph, user), 0);
        CHECK(data->accept[user] > 0 && data->accept[user] < 1);
        CHECK(data->purchase[user] > 0 && data->purchase[user] < 1);
        CHECK(data->activity[user] > 0);
        CHECK(data->user_interests->norm[user] > 0);
        value += data->value[user] / 3000;
        ++num_in[data->segment[user]];
    }
    CHECK_NEAR(value, 1.04, 0.08);
    CHECK_EQUAL(num_in[0], 600);
    CHECK_EQUAL(num_in[1], 900);
    CHECK_EQUAL(data->num_contents, 6);
    for (uint32_t content = 0; content < 6; ++content) {
        CHECK(strchr(data->content_id[content], '+') != NULL);
        CHECK(data->content_interests->norm[content] > 0);
        CHECK(data->content_value[content] > 0 && data->content_cost[content] > 0);
    }
    wom_data_free(data);
    wom_job_free(job);
}

static void
homophily_makes_friends_alike(void)
{
    static const double homophily[] = { 0, 0.6, 1 };
    double difference[3] = { 0 };
    wom_job *job = test_job(1);
    for (int i = 0; i < 3; ++i) {
        town made = town_defaults();
        made.population.homophily = homophily[i];
        wom_data *data = create(job, &made);
        if (data == NULL) continue;
        const wom_interest_assortativity found = wom_data_interest_assortativity(data, 1);
        difference[i] = found.over_ties - found.over_random_pairs;
        wom_data_free(data);
    }
    CHECK_NEAR(difference[0], 0, 0.02);
    CHECK(difference[1] > 0.1);
    CHECK(difference[2] > difference[1] + 0.1);
    wom_job_free(job);
}

static void
towns_at_the_ends_of_their_ranges_can_be_built(void)
{
    town towns[7];
    for (int i = 0; i < 7; ++i) towns[i] = town_defaults();
    towns[0].graph.users = 10, towns[0].graph.mean_friends = 1;
    towns[1].graph.users = 10, towns[1].graph.mean_friends = 5, towns[1].graph.mixing = 1;
    towns[2].graph.users = 200, towns[2].graph.mixing = 0;
    towns[3].graph.users = 200, towns[3].graph.mixing = 1;
    towns[4].graph.users = 100, towns[4].population.interests = 1, towns[4].population.contents = 50;
    towns[5].graph.users = 100, towns[5].population.interests = 1000, towns[5].graph.mean_friends = 50;
    towns[6].graph.users = 2000, towns[6].graph.mean_friends = 1000;
    wom_job *job = test_job(1);
    for (int i = 0; i < 7; ++i) {
        wom_data *data = create(job, &towns[i]);
        CHECK(data != NULL && data->graph->num_ties > 0);
        CHECK(data != NULL && data->num_contents == towns[i].population.contents);
        wom_data_free(data);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
parameters_out_of_range_are_refused_by_name(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    town made = town_defaults();
    made.graph.users = 9;
    CHECK_FAILS(town_create(&data, job, &made), WOM_INVALID, "town: users is 9");
    made = town_defaults();
    made.graph.mixing = 1.5;
    CHECK_FAILS(town_create(&data, job, &made), WOM_INVALID, "town: mixing is 1.5");
    made = town_defaults();
    made.population.homophily = NAN;
    CHECK_FAILS(town_create(&data, job, &made), WOM_INVALID, "homophily is");
    made = town_defaults();
    made.graph.users = 20;
    CHECK_FAILS(town_create(&data, job, &made), WOM_INVALID, "mean_friends is 12, must be at most half of the 20");
    CHECK(data == NULL);
    wom_job_free(job);
}

static void
a_folder_that_cannot_be_made_is_said(void)
{
    wom_job *job = test_job(1);
    town made = town_defaults();
    made.graph.users = 30;
    wom_data *data = create(job, &made);
    CHECK_FAILS(wom_data_write(data, job, "/nowhere/at/all"), WOM_INVALID, "/nowhere/at/all: cannot be made a folder");
    test_file("plain", "x", 1);
    CHECK_FAILS(wom_data_write(data, job, test_path("plain")), WOM_INVALID, "plain: cannot be made a folder");
    wom_data_free(data);
    wom_job_free(job);
}

static wom_status
create_and_reload(wom_job *job)
{
    town made = town_defaults();
    wom_data *data = NULL, *read = NULL;
    made.graph.users = 30;
    made.graph.mean_friends = 3;
    wom_status status = town_create(&data, job, &made);
    if (status == WOM_OK) status = reload(&read, job, data);
    wom_data_free(read);
    wom_data_free(data);
    return status;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    test_each_allocation_failing(create_and_reload);
}

TEST_MAIN(TEST(a_town_that_is_written_reads_back_the_same), TEST(awkward_names_survive_writing),
          TEST(dimensions_without_names_are_called_by_number),
          TEST(the_same_parameters_give_the_same_town_and_another_seed_another),
          TEST(friends_and_reciprocity_are_as_asked_for), TEST(users_are_numbered_by_ties_and_named_in_that_order),
          TEST(users_have_what_a_campaign_needs), TEST(homophily_makes_friends_alike),
          TEST(towns_at_the_ends_of_their_ranges_can_be_built), TEST(parameters_out_of_range_are_refused_by_name),
          TEST(a_folder_that_cannot_be_made_is_said), TEST(each_allocation_failing_leaks_nothing))
