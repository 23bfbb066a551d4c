/* data: ties that stand in layers, from files and back. */
#include "files.h"
#include "same_data.h"
#include "test.h"

#include <stdio.h>

static const char ties_text[] = "from,to,messages,platform\nanna,bob,2,mail\nanna,bob,3,chat\nanna,bob,5,chat\n"
                                "bob,carl,1,\ncarl,anna,4,mail\ncarl,carl,9,chat\n";
static const char other_order[] = "from,to,messages,platform\ncarl,carl,9,chat\ncarl,anna,4,mail\nanna,bob,5,chat\n"
                                  "bob,carl,1,\nanna,bob,2,mail\nanna,bob,3,chat\n";

static wom_status
load(wom_data **data, wom_job *job, const char *text, const char *column)
{
    const path ties = path_of("ties.csv");
    write_file("ties.csv", text);
    const wom_data_files files = { .ties = ties.text, .strength = "messages", .layer = column };
    return wom_data_load(data, job, &files);
}

static void
rows_of_different_layers_are_different_ties(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    CHECK_OK(load(&data, job, ties_text, "platform"));
    if (data == NULL) return;
    CHECK_EQUAL(data->num_layers, 3);
    CHECK_TEXT(data->layer_name[0], "");
    CHECK_TEXT(data->layer_name[1], "chat");
    CHECK_TEXT(data->layer_name[2], "mail");
    CHECK_EQUAL(data->graph->num_ties, 4);
    const uint64_t first = data->graph->out_first[0]; /* anna is the first, with five rows */
    CHECK_TEXT(wom_data_user_id(data, 0), "anna");
    CHECK(data->graph->layer[first] == 1 && data->graph->layer[first + 1] == 2);
    CHECK(data->graph->strength[first] == 8 && data->graph->strength[first + 1] == 2);
    CHECK(data->report.ties.rows == 6 && data->report.ties.merged_ties == 1 && data->report.ties.self_loops == 1);
    CHECK_EQUAL(data->report.ties.distinct_pairs, 3);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
layers_are_measured_and_found_by_name(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    wom_layer_size *sizes = NULL;
    uint32_t layer = 0;
    CHECK_OK(load(&data, job, ties_text, "4"));
    CHECK_OK(wom_data_measure_layers(&sizes, job, data));
    CHECK(sizes[0].num_ties == 1 && sizes[0].num_users == 2);
    CHECK(sizes[1].num_ties == 1 && sizes[1].num_users == 2);
    CHECK(sizes[2].num_ties == 2 && sizes[2].num_users == 3);
    CHECK_OK(wom_data_layer(&layer, data, "mail"));
    CHECK_EQUAL(layer, 2);
    CHECK_OK(wom_data_layer(&layer, data, ""));
    CHECK_EQUAL(layer, 0);
    CHECK_FAILS(wom_data_layer(&layer, data, "chta"), WOM_INVALID,
                "there is no layer \"chta\"; did you mean \"chat\"?");
    CHECK_FAILS(wom_data_layer(&layer, data, "telephone"), WOM_INVALID, "there are 3, such as \"\"");
    wom_free(sizes);
    wom_data_free(data);
    CHECK_OK(load(&data, job, ties_text, NULL));
    CHECK(data->num_layers == 0 && data->graph->layer == NULL);
    CHECK_FAILS(wom_data_layer(&layer, data, "mail"), WOM_INVALID, "the ties have no column of layers");
    wom_data_free(data);
    wom_job_free(job);
}

static void
layers_do_not_depend_on_the_order_of_rows(void)
{
    wom_job *job = test_job(1);
    wom_data *a = NULL, *b = NULL;
    CHECK_OK(load(&a, job, ties_text, "platform"));
    CHECK_OK(load(&b, job, other_order, "platform"));
    if (a != NULL && b != NULL) check_same_data(a, b);
    wom_data_free(a);
    wom_data_free(b);
    wom_job_free(job);
}

static void
prepared_and_plain_files_keep_the_layers(void)
{
    wom_job *job = test_job(1);
    const path file = path_of("saved.h5"), folder = path_of("written");
    char ties[sizeof folder.text + 16];
    wom_data *data = NULL, *opened = NULL, *read = NULL;
    CHECK_OK(load(&data, job, ties_text, "platform"));
    CHECK_OK(wom_data_save(data, job, file.text, NULL, NULL));
    CHECK_OK(wom_data_open(&opened, job, file.text));
    CHECK_OK(wom_data_verify(opened, job));
    check_same_data(data, opened);
    CHECK_OK(wom_data_write(opened, job, folder.text));
    snprintf(ties, sizeof ties, "%s/ties.csv", folder.text);
    const wom_data_files files = { .ties = ties, .strength = "strength", .layer = "layer" };
    CHECK_OK(wom_data_load(&read, job, &files));
    check_same_data(data, read);
    ((uint32_t *)data->graph->layer)[0] = 7;
    CHECK_FAILS(wom_data_check(data, job), WOM_INVALID, "tie 0 is in layer 7, which cannot be");
    wom_data_free(data);
    wom_data_free(opened);
    wom_data_free(read);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
what_is_no_column_of_layers_is_refused(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    static char text[40000];
    size_t length = (size_t)snprintf(text, sizeof text, "from,to,messages,platform\n");
    for (int row = 0; row <= WOM_MOST_LAYERS; ++row)
        length += (size_t)snprintf(text + length, sizeof text - length, "a,b%d,1,layer%d\n", row, row);
    CHECK_FAILS(load(&data, job, text, "platform"), WOM_INVALID, "there are more than 1000 layers");
    CHECK(data == NULL);
    CHECK_FAILS(load(&data, job, ties_text, "platfrom"), WOM_INVALID, "platfrom");
    CHECK_FAILS(load(&data, job, "graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 ] ]", "layer"),
                WOM_INVALID, "is a GML file, of whose ties layers are not read");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static path failing_ties;

static wom_status
load_again(wom_job *job)
{
    wom_data *data = NULL;
    const wom_data_files files = { .ties = failing_ties.text, .strength = "messages", .layer = "platform" };
    const wom_status status = wom_data_load(&data, job, &files);
    wom_data_free(data);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    failing_ties = path_of("ties.csv");
    write_file("ties.csv", ties_text);
    test_each_allocation_failing(load_again);
}

TEST_MAIN(TEST(rows_of_different_layers_are_different_ties), TEST(layers_are_measured_and_found_by_name),
          TEST(layers_do_not_depend_on_the_order_of_rows), TEST(prepared_and_plain_files_keep_the_layers),
          TEST(what_is_no_column_of_layers_is_refused), TEST(no_failing_allocation_leaks))
