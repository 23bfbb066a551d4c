/* data: opening a large prepared file reads next to nothing of it. */
#include "files.h"
#include "graphs.h"
#include "test.h"

#include <wom/data.h>

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

/* Kilobytes of this process's map of the file that are in memory for it; -1: it is not mapped. */
static long
resident(const char *file)
{
    char line[2048];
    long kilobytes = -1, more;
    bool is_in_map = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    if (maps == NULL) return -1;
    while (fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, file) != NULL) is_in_map = true;
        if (!is_in_map || sscanf(line, "Rss: %ld kB", &more) != 1) continue;
        kilobytes = kilobytes < 0 ? more : kilobytes + more;
        is_in_map = false;
    }
    fclose(maps);
    return kilobytes;
}

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void
save_large(wom_job *job, const char *file)
{
    wom_data *data = graph_data(job, graph_preferential(job, 300000, 13, 7), 1);
    CHECK_OK(wom_data_save(data, job, file, NULL, NULL));
    wom_data_free(data);
}

static void
opening_touches_less_than_a_hundredth_of_a_large_file(void)
{
    const path file = path_of("large.h5");
    struct stat found = { 0 };
    wom_data *data = NULL;
    wom_node user = 0;
    wom_job *job = test_job(2);
    save_large(job, file.text);
    CHECK(stat(file.text, &found) == 0 && found.st_size > 100000000);
    const double start = seconds_now();
    CHECK_OK(wom_data_open(&data, job, file.text));
    const double seconds = seconds_now() - start;
    const long kilobytes = resident(file.text);
    printf("# %.1f MB opened in %.2f ms, %ld kB of them read\n", (double)found.st_size / 1e6, 1e3 * seconds, kilobytes);
    if (kilobytes < 0) test_skip("this system does not tell which pages are in memory");
    else CHECK((double)kilobytes * 1024 < 0.01 * (double)found.st_size);
    CHECK(wom_job_memory_used(job) < 20000); /* names of the few, nothing of the many */
    CHECK_OK(wom_data_user(&user, data, "u123456"));
    CHECK_EQUAL(user, 123456);
    CHECK(resident(file.text) < 0 || (double)resident(file.text) * 1024 < 0.05 * (double)found.st_size);
    CHECK_OK(wom_data_verify(data, job));
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(opening_touches_less_than_a_hundredth_of_a_large_file))
