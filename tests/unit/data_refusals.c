/* data: every way in which a file can be wrong has one message, with its place. */
#include "files.h"
#include "test.h"

#include <wom/data.h>

typedef struct wrong {
    const char *ties, *users, *contents, *labels; /* texts of the files; NULL: not given */
    const char *message;
} wrong;

static const wrong wrongs[] = {
    { "a\nb\n", NULL, NULL, NULL, "only one column" },
    { "from,to\n", NULL, NULL, NULL, "ties.csv: there is no tie in it" },
    { "", NULL, NULL, NULL, "ties.csv: holds no rows" },
    { "a,b\nc,\n", NULL, NULL, NULL, "ties.csv:2:3: the user is empty" },
    { "a,b\nc\n", NULL, NULL, NULL, "ties.csv:2: 1 field, must be 2" },
    { "a,b\n", "user,cost\na,-1\n", NULL, NULL, "users.csv:2:3: cost is \"-1\", must be a number of at least 0" },
    { "a,b\n", "user,cost\na,nan\n", NULL, NULL, "users.csv:2:3: " },
    { "a,b\n", "user,cost\na,inf\n", NULL, NULL, "users.csv:2:3: " },
    { "a,b\n", "user,value\na,1e999\n", NULL, NULL, "users.csv:2:3: " },
    { "a,b\n", "user,accept\na,1\nb,1.5\n", NULL, NULL,
      "users.csv:3:3: accept is \"1.5\", must be a number from 0 to 1" },
    { "a,b\n", "user,purchase\na,-0.5\n", NULL, NULL, "users.csv:2:3: " },
    { "a,b\n", "user,activity\na,-0.5\n", NULL, NULL, "users.csv:2:3: " },
    { "a,b\n", "user,circle\na,0\n", NULL, NULL, "users.csv:2:3: circle is 0, must be above 0" },
    { "a,b\n", "user,friends\na,0\n", NULL, NULL, "users.csv:2:3: friends is 0, must be above 0" },
    { "a,b\n", "user,cost\na,1\n a,2\n", NULL, NULL, "users.csv:3:2: user \"a\" has had a row already: data row 1" },
    { "a,b\n", "user,cost\n,1\n", NULL, NULL, "users.csv:2:1: the user is empty" },
    { "a,b\n", "name,cost\na,1\n", NULL, NULL, "no column \"user\"; its columns are \"name\", \"cost\"" },
    { "a,b\n", "user,COST,Cost\na,1,2\n", NULL, NULL, "users.csv: " },
    { "a,b\n", NULL, "content,value\nx,-2\n", NULL, "contents.csv:2:3: " },
    { "a,b\n", NULL, "content,value\nx,2\nx,3\n", NULL, "contents.csv:3:1: content \"x\" has had a row already" },
    { "a,b\n", NULL, "content,value\n", NULL, "contents.csv: there is no content in it" },
    { "a,b\n", NULL, "title,value\nx,1\n", NULL, "no column \"content\"; its columns are \"title\"" },
    { "a,b\n", NULL, NULL, "{\"a\": [\"\"]}", "labels.json:1:8: /a/0: the label is empty" },
    { "a,b\n", NULL, NULL, "{\"a\": {\"x\": 1e300}}",
      "labels.json:1:13: /a/x: the weight 1e+300 is beyond the range of a float" },
    { "a,b\n", NULL, NULL, "{\"a\": 5}", "labels.json:1:7: /a: is a number, must be an array of labels" },
    { "a,b\n", NULL, NULL, "", "labels.json: holds no rows" },
};

static void
every_wrong_file_is_refused_at_its_place(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; ++i) {
        const wrong *w = &wrongs[i];
        const char *const names[] = { "ties.csv", "users.csv", "contents.csv", "labels.json" };
        const char *const texts[] = { w->ties, w->users, w->contents, w->labels };
        path paths[4];
        for (int f = 0; f < 4; ++f) {
            if (texts[f] != NULL) write_file(names[f], texts[f]);
            paths[f] = path_of(names[f]);
            if (texts[f] == NULL) paths[f].text[0] = 0;
        }
        const wom_data_files files = { .ties = paths[0].text, .users = paths[1].text, .contents = paths[2].text,
                                       .user_interests = paths[3].text };
        CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, w->message);
        if (data != NULL) test_failed(__FILE__, __LINE__, "case %zu (\"%s\") was accepted", i, w->message);
        wom_data_free(data);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
    }
    wom_job_free(job);
}

static void
columns_that_do_not_exist_are_refused_with_those_that_do(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties.csv", "source,target,messages\na,b,1\nb,c,-1\n");
    const path ties = path_of("ties.csv");
    wom_data_files files = { .ties = ties.text, .from = "sender", .to = "target" };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "messages");
    files.from = "source";
    files.strength = "weight";
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "messages");
    files.strength = "messages";
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "ties.csv:3:5: ");
    files.strength = NULL;
    files.to = "source";
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "column 1 cannot be both ends");
    files.to = "target";
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_EQUAL(data->graph->num_nodes, 3);
    wom_data_free(data);
    wom_job_free(job);
}

static void
settings_of_the_files_are_checked(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties.csv", "3 2\n0 1\n1 2\n");
    const path ties = path_of("ties.csv");
    wom_data_files files = { .users = "u.csv" };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "a file of ties is needed");
    files = (wom_data_files){ .ties = "-", .users = "-" };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "only one file can be standard input, not 2");
    files = (wom_data_files){ .ties = ties.text, .fee_base = -1 };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "base of fees is -1");
    files = (wom_data_files){ .ties = ties.text, .fee_per_friend = NAN };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "fee per friend");
    files = (wom_data_files){ .ties = ties.text, .fee_per_friend = 1e308 };
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "1e+308 more per friend are beyond all numbers");
    files = (wom_data_files){ .ties = ties.text, .size_line = true };
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_EQUAL(data->report.ties.rows, 2);
    wom_data_free(data);
    write_file("ties.csv", "3 3\n0 1\n1 2\n");
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "announces 3 ties, but there are 2");
    write_file("ties.csv", "2 2\n0 1\n1 2\n");
    CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, "announces 2 users, but there are 3");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(every_wrong_file_is_refused_at_its_place),
          TEST(columns_that_do_not_exist_are_refused_with_those_that_do), TEST(settings_of_the_files_are_checked))
