/* simulate: an invented log is written whole or not at all, and no allocation failing leaks. */
#include "graphs.h"
#include "test.h"

#include <wom/simulate.h>

#include <stdio.h>

static wom_data *data_of_all;

/* All like all contents. */
static wom_data *
data_of(wom_job *job, wom_graph *graph, uint32_t num_contents)
{
    static float ones[64];
    wom_data *data = graph_data(job, graph, num_contents);
    for (int i = 0; i < 64; i++) ones[i] = 1;
    data->user_interests = graph_vectors(job, graph->num_nodes, 1, ones);
    data->content_interests = graph_vectors(job, num_contents, 1, ones);
    return data;
}

static wom_status
invent(wom_job *job)
{
    return wom_log_invent(job, data_of_all, 7, 1, test_path("log.csv"));
}

static void
each_allocation_failing_leaks_nothing(void)
{
    wom_job *job = test_job(1);
    data_of_all = data_of(job, graph_preferential(job, 40, 2, 1), 3);
    test_each_allocation_failing(invent);
    wom_data_free(data_of_all);
    wom_job_free(job);
}

/* A path of three: whoever comes after the first is the next on the path, later. */
static void
cascades_follow_ties_and_time(void)
{
    wom_job *job = test_job(1);
    wom_data *data = data_of(job, GRAPH_OF(job, 3, { 0, 1, 1 }, { 1, 2, 1 }), 2);
    char line[64], user[8], content[16], before[16] = "";
    double time = 0, last = 0;
    int rows = 0, last_user = 0;
    CHECK_OK(wom_log_invent(job, data, 5, 1, test_path("path.csv")));
    FILE *file = fopen(test_path("path.csv"), "r");
    CHECK(file != NULL && fgets(line, sizeof line, file) != NULL && strcmp(line, "user,content,time\n") == 0);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        CHECK(sscanf(line, "%7[^,],%15[^,],%lf", user, content, &time) == 3);
        if (strcmp(content, before) == 0) CHECK(user[1] - '0' == last_user + 1 && time > last);
        snprintf(before, sizeof before, "%s", content);
        last_user = user[1] - '0';
        last = time;
        rows++;
    }
    CHECK(rows >= 5 && rows <= 15);
    CHECK_TEXT(before, "c1/2");
    if (file != NULL) fclose(file);
    wom_data_free(data);
    wom_job_free(job);
}

TEST_MAIN(TEST(cascades_follow_ties_and_time), TEST(each_allocation_failing_leaks_nothing))
