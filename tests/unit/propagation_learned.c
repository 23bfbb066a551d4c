/* propagation: probabilities learned elsewhere, as a file keeps them. */
#include "files.h"
#include "graphs.h"
#include "test.h"

#include <wom/store.h>

/* Users u2, u0, u1 in the file's order; ties u2 -> u0 .7, u0 -> u1 .1, u0 -> u1 again .2, u1 -> u2 0. */
typedef struct kept {
    const char *id[3];
    uint64_t first[4];
    uint32_t head[4];
    float rate[4], interest[3];
    bool has_interest;
} kept;

static const kept usual = { { "u2", "u0", "u1" }, { 0, 1, 3, 4 }, { 1, 2, 2, 0 },
                            { .7f, .1f, .2f, 0 }, { .5f, 0, 2 },  false };

static path
write_kept(wom_job *job, const kept *k)
{
    const path at = path_of("learned.h5");
    wom_store *store;
    const wom_axis user = { "user", 3, WOM_TYPE_STRING, k->id, NULL }, tie = { "tie", 4, WOM_TYPE_INT32, NULL, NULL };
    const wom_axis bound = { "bound", 4, WOM_TYPE_INT32, NULL, NULL };
    CHECK_OK(wom_store_create(&store, job, at.text, "wom-results"));
    CHECK_OK(wom_store_write_array(store, "/learn/model/first", WOM_TYPE_UINT64, k->first, &bound, 1, "1", "first"));
    CHECK_OK(wom_store_write_array(store, "/learn/model/head", WOM_TYPE_UINT32, k->head, &tie, 1, "1", "head"));
    CHECK_OK(wom_store_write_array(store, "/learn/model/rate", WOM_TYPE_FLOAT, k->rate, &tie, 1, "1", "rate"));
    CHECK_OK(wom_store_write_array(store, "/learn/model/receptivity", WOM_TYPE_FLOAT, k->interest, &user, 1, "1", "r"));
    if (k->has_interest)
        CHECK_OK(
            wom_store_write_array(store, "/learn/model/interest", WOM_TYPE_FLOAT, k->interest, &user, 1, "1", "i"));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
    return at;
}

/* Ties of the data: 0 -> 1, 0 -> 1, 1 -> 2, 2 -> 0; names can be looked up by their places alone. */
static wom_data *
some_data(wom_job *job)
{
    return graph_data(job, GRAPH_OF(job, 3, { 0, 1, 1 }, { 0, 1, 2 }, { 1, 2, 1 }, { 2, 0, 1 }), 1);
}

/* The file's name is borrowed from the JSON, which must live as long as the choice. */
static wom_status
weigh(wom_model **model, wom_job *job, const wom_data *data, const char *file, const char *more)
{
    char text[2048];
    wom_json *json = NULL;
    wom_choice weighting = { 0 }, similarity = graph_choice(job, &wom_similarities, "cosine");
    snprintf(text, sizeof text, "{\"type\": \"learned\", \"file\": \"%s\"%s}", file, more);
    wom_status status = wom_json_parse(&json, job, text, strlen(text), "test");
    if (status == WOM_OK) status = wom_choice_read(&weighting, job, &wom_weightings, json);
    if (status == WOM_OK) status = wom_model_create(model, job, data, &weighting, &similarity, 0);
    wom_choice_free(&weighting);
    wom_choice_free(&similarity);
    wom_json_free(json);
    return status;
}

static void
rates_are_found_by_id(void)
{
    wom_job *job = test_job(1);
    /* data with names that can be looked up */
    write_file("ties", "u0,u1\nu1,u2\nu2,u0\n");
    const path ties = path_of("ties"), file = write_kept(job, &usual);
    const wom_data_files files = { .ties = ties.text };
    wom_data *data;
    wom_model *model;
    wom_node u0, u1, u2;
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_OK(wom_data_user(&u0, data, "u0"));
    CHECK_OK(wom_data_user(&u1, data, "u1"));
    CHECK_OK(wom_data_user(&u2, data, "u2"));
    CHECK_OK(weigh(&model, job, data, file.text, ""));
    const wom_graph *graph = data->graph;
    CHECK_NEAR(wom_model_probability(model, 0, (wom_tie)graph->out_first[u2], u0), -expm1(-.7), 1e-7);
    CHECK_NEAR(wom_model_probability(model, 0, (wom_tie)graph->out_first[u0], u1), -expm1(-.1), 1e-7);
    CHECK_NEAR(wom_model_probability(model, 0, (wom_tie)graph->out_first[u1], u2), 0, 0);
    wom_model_free(model);
    CHECK_OK(weigh(&model, job, data, file.text, ", \"heat\": 3"));
    CHECK_NEAR(wom_model_probability(model, 0, (wom_tie)graph->out_first[u2], u0), -expm1(-2.1), 1e-6);
    wom_model_free(model);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
parallel_ties_have_rates_of_their_own(void)
{
    wom_job *job = test_job(1);
    wom_data *data = some_data(job);
    kept k = usual;
    wom_model *model;
    /* in the data's own order, so that names need not be looked up */
    k.id[0] = "u0", k.id[1] = "u1", k.id[2] = "u2";
    const uint64_t first[] = { 0, 2, 3, 4 };
    const uint32_t head[] = { 1, 1, 2, 0 };
    memcpy(k.first, first, sizeof first);
    memcpy(k.head, head, sizeof head);
    const path file = write_kept(job, &k);
    CHECK_OK(weigh(&model, job, data, file.text, ""));
    for (wom_tie tie = 0; tie < 4; tie++)
        CHECK_NEAR(wom_model_probability(model, 0, tie, data->graph->out_head[tie]), -expm1(-(double)k.rate[tie]),
                   1e-7);
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
ties_that_the_file_does_not_know_are_refused_or_given_a_rate(void)
{
    wom_job *job = test_job(1);
    write_file("ties", "u0,u1\nu1,u0\nu0,zoe\n");
    const path ties = path_of("ties"), file = write_kept(job, &usual);
    const wom_data_files files = { .ties = ties.text };
    wom_data *data;
    wom_model *model;
    wom_node u0, u1;
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_FAILS(weigh(&model, job, data, file.text, ""), WOM_INVALID, "is not in the file");
    CHECK_OK(weigh(&model, job, data, file.text, ", \"unknown\": 0.3"));
    CHECK_OK(wom_data_user(&u0, data, "u0"));
    CHECK_OK(wom_data_user(&u1, data, "u1"));
    CHECK_NEAR(wom_model_probability(model, 0, (wom_tie)data->graph->out_first[u1], u0), -expm1(-.3), 1e-7);
    wom_model_free(model);
    wom_data_free(data);
    wom_job_free(job);
}

static void
files_that_do_not_fit_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_data *data = some_data(job);
    wom_model *model;
    kept k = usual;
    k.first[3] = 5;
    CHECK_FAILS(weigh(&model, job, data, write_kept(job, &k).text, ""), WOM_INVALID, "does not fit together");
    k = usual;
    k.head[2] = 3;
    CHECK_FAILS(weigh(&model, job, data, write_kept(job, &k).text, ""), WOM_INVALID, "does not fit together");
    k = usual;
    k.rate[1] = (float)NAN;
    CHECK_FAILS(weigh(&model, job, data, write_kept(job, &k).text, ""), WOM_INVALID, "does not fit together");
    k = usual;
    k.has_interest = true;
    k.id[0] = "u0", k.id[1] = "u1", k.id[2] = "u2";
    CHECK_FAILS(weigh(&model, job, data, write_kept(job, &k).text, ", \"unknown\": 0"), WOM_INVALID,
                "depend on interests");
    CHECK_FAILS(weigh(&model, job, data, "nowhere.h5", ""), WOM_INVALID, "nowhere.h5");
    CHECK_FAILS(graph_weigh(&model, job, data, "learned"), WOM_INVALID, "needs \"file\"");
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(rates_are_found_by_id), TEST(parallel_ties_have_rates_of_their_own),
          TEST(ties_that_the_file_does_not_know_are_refused_or_given_a_rate), TEST(files_that_do_not_fit_are_refused))
