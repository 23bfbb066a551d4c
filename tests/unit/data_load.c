/* data: small files by hand, in any order of rows. */
#include "files.h"
#include "test.h"

#include <wom/data.h>

#include <stdio.h>

static const char ties_text[] = "from,to,messages\nanna,bob,3\nbob,anna,1\nanna,carl,2\n"
                                "carl,carl,9\n 7,anna,1\nanna,bob,4\n";
static const char users_text[] = "user,cost,segment,accept\ndora,2,new,0.25\nanna,5,,1\nbob,,loyal,\n";
static const char contents_text[] = "content,value\nshoes,30\nhats,\n";
static const char interests_text[] =
    "{\"anna\": [\"pop\", \"rock\", \"pop\"], \"dora\": [\"jazz\"], \"zoe\": [\"rap\"]}";
static const char content_labels[] = "content,label,weight\nhats,rock,2\nshoes,pop,0.5\nhats,film,0\n";

static wom_status
load_small(wom_data **data, wom_job *job)
{
    path paths[5];
    const char *const names[] = { "ties.csv", "users.csv", "contents.csv", "likes.json", "about.csv" };
    for (int i = 0; i < 5; ++i) paths[i] = path_of(names[i]);
    const wom_data_files files = {
        .ties = paths[0].text, .strength = "messages", .users = paths[1].text, .contents = paths[2].text,
        .user_interests = paths[3].text, .content_interests = paths[4].text, .fee_base = 1, .fee_per_friend = 0.5,
    };
    return wom_data_load(data, job, &files);
}

static void
write_small(void)
{
    write_file("ties.csv", ties_text);
    write_file("users.csv", users_text);
    write_file("contents.csv", contents_text);
    write_file("likes.json", interests_text);
    write_file("about.csv", content_labels);
}

static void
small_files_give_the_data_one_expects(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_small();
    CHECK_OK(load_small(&data, job));
    if (data == NULL) return;
    /* Rows: anna 5, bob 3, 7 and carl 1 (the loop apart), dora 0. */
    const char *const users[] = { "anna", "bob", "7", "carl", "dora" };
    const double costs[] = { 5, 1.5, 1.5, 1, 2 }, accepts[] = { 1, 1, 1, 1, 0.25 };
    const char *const segments[] = { "", "loyal", "", "", "new" };
    CHECK_EQUAL(data->graph->num_nodes, 5);
    for (wom_node user = 0; user < 5; ++user) {
        CHECK_TEXT(wom_data_user_id(data, user), users[user]);
        CHECK_NEAR(data->cost[user], costs[user], 0);
        CHECK_NEAR(data->accept[user], accepts[user], 0);
        CHECK_TEXT(data->segment_name[data->segment[user]], segments[user]);
    }
    CHECK(data->value == NULL && data->purchase == NULL);
    CHECK_EQUAL(data->num_segments, 3);
    CHECK_EQUAL(data->graph->num_ties, 4);
    CHECK_NEAR((double)data->graph->strength[0], 7, 0);
    CHECK_EQUAL(data->report.ties.self_loops, 1);
    CHECK_EQUAL(data->report.ties.duplicate_rows, 1);
    CHECK_EQUAL(data->report.users_without_ties, 1);
    CHECK_EQUAL(data->report.users_without_row, 2);
    CHECK_EQUAL(data->report.empty_fields, 4);
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
labels_of_users_and_contents_share_their_dimensions(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_small();
    CHECK_OK(load_small(&data, job));
    if (data == NULL) return;
    const char *const labels[] = { "film", "jazz", "pop", "rap", "rock" };
    CHECK_EQUAL(data->user_interests->num_dimensions, 5);
    CHECK_EQUAL(data->content_interests->num_dimensions, 5);
    for (int d = 0; d < 5; ++d) CHECK_TEXT(data->dimension_name[d], labels[d]);
    CHECK_EQUAL(data->num_contents, 2);
    CHECK_TEXT(data->content_id[0], "shoes");
    CHECK_NEAR(data->content_value[1], 1, 0);
    CHECK_EQUAL(data->content_interests->dimension[0], 2);
    CHECK_EQUAL(data->content_interests->dimension[1], 4);
    CHECK_EQUAL(data->content_interests->first[2], 2);
    CHECK_EQUAL(data->report.repeated_labels, 1);
    CHECK_EQUAL(data->report.unknown_interest_rows, 1);
    CHECK_EQUAL(data->report.users_without_interests, 3);
    CHECK_EQUAL(data->report.contents_without_interests, 0);
    wom_data_free(data);
    wom_job_free(job);
}

static void
users_and_contents_are_found_or_suggested(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    uint32_t number = 99;
    write_small();
    CHECK_OK(load_small(&data, job));
    if (data == NULL) return;
    CHECK_OK(wom_data_user(&number, data, "carl"));
    CHECK_EQUAL(number, 3);
    CHECK_OK(wom_data_content(&number, data, "hats"));
    CHECK_EQUAL(number, 1);
    CHECK_FAILS(wom_data_user(&number, data, "Anna"), WOM_INVALID, "no user \"Anna\"; did you mean \"anna\"?");
    CHECK_FAILS(wom_data_user(&number, data, "dra"), WOM_INVALID, "did you mean \"dora\"?");
    CHECK_FAILS(wom_data_user(&number, data, "calr"), WOM_INVALID, "did you mean \"carl\"?");
    CHECK_FAILS(wom_data_user(&number, data, "xavier"), WOM_INVALID, "there are 5, such as \"anna\"");
    CHECK_FAILS(wom_data_user(&number, data, ""), WOM_INVALID, "there is no user \"\"");
    CHECK_FAILS(wom_data_content(&number, data, "shoe"), WOM_INVALID, "no content \"shoe\"; did you mean \"shoes\"?");
    CHECK_EQUAL(number, 1);
    wom_data_free(data);
    wom_job_free(job);
}

static wom_status
load_and_free(wom_job *job)
{
    wom_data *data = NULL;
    const wom_status status = load_small(&data, job);
    wom_data_free(data);
    return status;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    write_small();
    test_each_allocation_failing(load_and_free);
}

static wom_status
load_ties(wom_data **data, wom_job *job, const char *text, wom_direction direction)
{
    write_file("only.csv", text);
    const path ties = path_of("only.csv");
    return wom_data_load(data, job, &(wom_data_files){ .ties = ties.text, .direction = direction });
}

static void
ids_are_texts_of_any_length_ordered_as_numbers(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    const char *const sorted[] = { "0", "7", "10", "18446744073709551615", "18446744073709551616",
                                   "99999999999999999999" };
    CHECK_OK(load_ties(&data, job, "10 18446744073709551616\n99999999999999999999 7\n18446744073709551615 0\n",
                       WOM_DIRECTION_INFLUENCE));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 6);
    for (int i = 0; i < 6; ++i) CHECK_TEXT(wom_data_user_id(data, i), sorted[i]);
    CHECK_EQUAL(data->num_contents, 1);
    CHECK_TEXT(data->content_id[0], "content");
    CHECK(data->cost == NULL && data->segment == NULL && data->user_interests == NULL);
    wom_data_free(data);
    /* One id that is no plain integer, and all are ordered by bytes. */
    CHECK_OK(load_ties(&data, job, "10 9\n007 8\n", WOM_DIRECTION_INFLUENCE));
    if (data == NULL) return;
    CHECK_TEXT(wom_data_user_id(data, 0), "007");
    CHECK_TEXT(wom_data_user_id(data, 1), "10");
    wom_data_free(data);
    wom_job_free(job);
}

static void
the_direction_says_who_influences_whom(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    CHECK_OK(load_ties(&data, job, "a,b\n", WOM_DIRECTION_FOLLOWS));
    CHECK_EQUAL(wom_graph_out_degree(data->graph, 1), 1);
    wom_data_free(data);
    CHECK_OK(load_ties(&data, job, "a,b\n", WOM_DIRECTION_MUTUAL));
    CHECK_EQUAL(data->graph->num_ties, 2);
    wom_data_free(data);
    wom_job_free(job);
}

/* ---- The order of rows ---- */

enum { num_many = 400 };

/* Writes `num` lines, made by `print`, in an order of their own. */
static void
write_shuffled(const char *name, const char *header, uint32_t num, uint64_t seed, void (*print)(char *, uint32_t))
{
    static char text[num_many * 64];
    uint32_t order[num_many];
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, num);
    for (uint32_t i = 0; i < num; ++i) order[i] = i;
    wom_rng_shuffle(&rng, order, num);
    char *end = text + sprintf(text, "%s\n", header);
    for (uint32_t i = 0; i < num; ++i) {
        print(end, order[i]);
        end += strlen(end);
    }
    write_file(name, text);
}

static void
print_tie(char *line, uint32_t i)
{
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, i);
    const unsigned from = (unsigned)wom_rng_below(&rng, 60), to = (unsigned)wom_rng_below(&rng, 60);
    sprintf(line, "%u,%u,%.3f\n", from, to, wom_rng_uniform(&rng));
}

static void
print_user(char *line, uint32_t i)
{
    sprintf(line, "%u,%g,%s\n", i, 0.1 * i, i % 3 == 0 ? "b" : i % 3 == 1 ? "a" : "");
}

static void
print_label(char *line, uint32_t i)
{
    sprintf(line, "%u,l%u,%u\n", i * 7 % 80, i * 11 % 23, i % 5);
}

static void
check_same_vectors(const wom_vectors *a, const wom_vectors *b)
{
    CHECK_EQUAL(a->num_rows, b->num_rows);
    CHECK_EQUAL(a->num_dimensions, b->num_dimensions);
    const uint64_t num = a->first[a->num_rows];
    CHECK(memcmp(a->first, b->first, (a->num_rows + 1) * sizeof *a->first) == 0);
    CHECK(memcmp(a->dimension, b->dimension, num * sizeof *a->dimension) == 0);
    CHECK(memcmp(a->value, b->value, num * sizeof *a->value) == 0);
}

static void
the_order_of_rows_changes_nothing(void)
{
    wom_job *job = test_job(1);
    wom_data *data[2] = { NULL, NULL };
    for (uint64_t copy = 0; copy < 2; ++copy) {
        write_shuffled("ties.csv", "from,to,strength", num_many, copy + 1, print_tie);
        write_shuffled("users.csv", "user,value,segment", 70, copy + 2, print_user);
        write_shuffled("labels.csv", "user,label,weight", 300, copy + 3, print_label);
        const path ties = path_of("ties.csv"), users = path_of("users.csv"), labels = path_of("labels.csv");
        const wom_data_files files = { .ties = ties.text, .strength = "strength", .users = users.text,
                                       .user_interests = labels.text, .content_interests = labels.text };
        CHECK_OK(wom_data_load(&data[copy], job, &files));
        if (data[copy] == NULL) return;
    }
    const wom_graph *a = data[0]->graph, *b = data[1]->graph;
    CHECK_EQUAL(a->num_nodes, b->num_nodes);
    CHECK_EQUAL(a->num_nodes, 70);
    CHECK_EQUAL(a->num_ties, b->num_ties);
    CHECK(memcmp(a->out_first, b->out_first, (a->num_nodes + 1) * sizeof *a->out_first) == 0);
    CHECK(memcmp(a->out_head, b->out_head, a->num_ties * sizeof *a->out_head) == 0);
    CHECK(memcmp(a->strength, b->strength, a->num_ties * sizeof *a->strength) == 0);
    CHECK(memcmp(data[0]->value, data[1]->value, a->num_nodes * sizeof *data[0]->value) == 0);
    CHECK(memcmp(data[0]->segment, data[1]->segment, a->num_nodes * sizeof *data[0]->segment) == 0);
    for (wom_node user = 0; user < a->num_nodes; ++user)
        CHECK_TEXT(wom_data_user_id(data[0], user), wom_data_user_id(data[1], user));
    check_same_vectors(data[0]->user_interests, data[1]->user_interests);
    check_same_vectors(data[0]->content_interests, data[1]->content_interests);
    for (int copy = 0; copy < 2; ++copy) wom_data_free(data[copy]);
    wom_job_free(job);
}

/* ---- Matrices ---- */

/* An .npy file of floats, version 1.0. */
static void
write_npy(const char *name, uint32_t num_rows, uint32_t num_columns, const float *value)
{
    char bytes[1024] = "\x93NUMPY\x01";
    const int length = sprintf(bytes + 10, "{'descr': '<f4', 'fortran_order': False, 'shape': (%u, %u), }", num_rows,
                               num_columns);
    memset(bytes + 10 + length, ' ', 118 - (size_t)length);
    bytes[127] = '\n';
    bytes[8] = 118;
    memcpy(bytes + 128, value, num_rows * num_columns * sizeof *value);
    test_file(name, bytes, 128 + num_rows * num_columns * sizeof *value);
}

static void
a_matrix_follows_the_users_file_or_the_ids(void)
{
    const float rows[] = { 1, 0, 0, 2, 3, 3 }, contents[] = { 0, 5 };
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties.csv", "2,0\n2,1\n");
    write_file("users.csv", "user\n1\n2\n5\n");
    write_npy("users.npy", 3, 2, rows);
    write_npy("contents.npy", 1, 2, contents);
    const path ties = path_of("ties.csv"), users = path_of("users.csv"), matrix = path_of("users.npy"),
               content = path_of("contents.npy");
    wom_data_files files = { .ties = ties.text, .users = users.text, .user_interests = matrix.text,
                             .content_interests = content.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_TEXT(wom_data_user_id(data, 0), "2");
    CHECK_NEAR((double)data->user_interests->norm[0], 2, 0);
    CHECK_NEAR((double)data->user_interests->norm[1], 0, 0); /* user 0 has no row */
    CHECK_NEAR((double)data->user_interests->norm[2], 1, 0);
    CHECK_TEXT(data->content_id[0], "0");
    CHECK(data->dimension_name == NULL);
    wom_data_free(data);
    files.users = NULL;
    CHECK_OK(wom_data_load(&data, job, &files));
    if (data == NULL) return;
    CHECK_NEAR((double)data->user_interests->norm[0], sqrt(18), 1e-6); /* user 2 */
    CHECK_NEAR((double)data->user_interests->norm[1], 1, 0);           /* user 0 */
    CHECK_EQUAL(data->report.unknown_interest_rows, 0);
    wom_data_free(data);
    wom_job_free(job);
}

static void
matrices_that_do_not_fit_are_refused(void)
{
    const float rows[] = { 1, 0, 0, 2, 3, 3 };
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties.csv", "2,0\n2,1\n");
    write_file("users.csv", "user\n1\n2\n");
    write_file("contents.csv", "content\nx\n");
    write_file("labels.csv", "x,pop\ny,rock\n");
    write_npy("wide.npy", 2, 3, rows);
    write_npy("long.npy", 3, 2, rows);
    const path ties = path_of("ties.csv"), users = path_of("users.csv"), contents = path_of("contents.csv"),
               wide = path_of("wide.npy"), tall = path_of("long.npy"), labels = path_of("labels.csv");
    wom_data_files files = { .ties = ties.text, .users = users.text, .user_interests = tall.text };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "long.npy has 3 rows, but");
    files.users = NULL;
    files.user_interests = wide.text;
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "wide.npy has 2 rows, but there is a user \"2\"");
    files.user_interests = tall.text;
    files.content_interests = wide.text;
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "they must be the same");
    files.content_interests = labels.text;
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "both must be of one kind");
    files.content_interests = tall.text;
    files.contents = contents.text;
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "contents.csv has 1 contents");
    CHECK(data == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(small_files_give_the_data_one_expects), TEST(labels_of_users_and_contents_share_their_dimensions),
          TEST(users_and_contents_are_found_or_suggested), TEST(each_allocation_failing_leaks_nothing),
          TEST(ids_are_texts_of_any_length_ordered_as_numbers), TEST(the_direction_says_who_influences_whom),
          TEST(the_order_of_rows_changes_nothing), TEST(a_matrix_follows_the_users_file_or_the_ids),
          TEST(matrices_that_do_not_fit_are_refused))
