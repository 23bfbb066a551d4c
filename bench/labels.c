/* Speed of reading label lists: JSON on one line, and the same as a table. */
#include <wom/io.h>
#include <wom/settings.h>

#include "bench.h"
#include "files.h"

enum { REPETITIONS = 5, IDS = 120000, GENRES = 84 };

static wom_status
count(void *context, wom_text id, wom_text label, double weight)
{
    *(uint64_t *)context += id.length + label.length + (weight > 0);
    return WOM_OK;
}

static path
generate(wom_job *job, bool is_json)
{
    const path made = path_of(is_json ? "labels.json" : "labels.csv");
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    wom_text_file *file = NULL;
    bench_must(wom_text_file_create(&file, job, made.text));
    bench_must(wom_text_file_print(file, is_json ? "{" : "user,genre\n"));
    for (uint32_t id = 0; id < IDS; id++) {
        if (is_json) bench_must(wom_text_file_print(file, "%s\"%u\": [", id > 0 ? ", " : "", id));
        for (uint64_t n = 1 + wom_rng_below(&rng, 11), i = 0; i < n; i++) {
            const unsigned genre = (unsigned)wom_rng_below(&rng, GENRES);
            const char *form = is_json ? "%s\"Norte\\u00f1o/Genre %u\"" : "%s,Norteno/Genre %u\n";
            char name[16];
            snprintf(name, sizeof name, "%u", id);
            bench_must(wom_text_file_print(file, form, !is_json ? name : i > 0 ? ", " : "", genre));
        }
        if (is_json) bench_must(wom_text_file_print(file, "]"));
    }
    if (is_json) bench_must(wom_text_file_print(file, "}"));
    bench_must(wom_text_file_finish(file));
    wom_text_file_free(file);
    return made;
}

static double
read_labels(wom_job *job, const char *file)
{
    uint64_t seen = 0;
    const double start = bench_now();
    bench_must(wom_labels_read(job, file, NULL, count, &seen));
    return bench_now() - start;
}

static double
parse_tree(wom_job *job, const char *file)
{
    wom_json *root = NULL;
    const double start = bench_now();
    bench_must(wom_json_read_file(&root, job, file));
    const double seconds = bench_now() - start;
    wom_json_free(root);
    return seconds;
}

static void
measure(wom_job *job, const char *name, path file, double (*way)(wom_job *job, const char *file))
{
    double seconds[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) seconds[i] = way(job, file.text);
    const double median = bench_median(seconds, REPETITIONS), bytes = (double)wom_file_mark_of(file.text).bytes;
    printf("  %-24s %7.1f MB %7.3f s %8.0f MB/s\n", name, bytes / 1e6, median, bytes / median / 1e6);
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "labels: seconds of reading label lists");
    const path json = generate(job, true), table = generate(job, false);
    measure(job, "JSON on one line", json, read_labels);
    measure(job, "the same to a tree", json, parse_tree);
    measure(job, "a table", table, read_labels);
    wom_job_free(job);
    return 0;
}
