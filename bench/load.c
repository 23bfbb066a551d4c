/* Speed of loading edge lists, plain and packed, beside what wc, zcat and zstd need for the same file. */
#include <wom/data.h>
#include <wom/io.h>

#include "bench.h"
#include "files.h"

#include <inttypes.h>
#include <stdlib.h>

enum { REPETITIONS = 5 };

/* One file in one form. */
typedef struct edge_list {
    path file;
    const char *form, *floor; /* the floor is a command that reads standard input */
    uint64_t bytes, rows;     /* unpacked */
} edge_list;

static int
shell(const char *format, const char *from, const char *to)
{
    char command[4096];
    snprintf(command, sizeof command, format, from, to);
    return system(command);
}

/* ---- What is timed: each gives the seconds of one go ---- */

static double
unpack_only(wom_job *job, edge_list *list)
{
    (void)job;
    const double start = bench_now();
    const int status = shell("%s <'%s' >/dev/null", list->floor, list->file.text);
    const double seconds = bench_now() - start;
    bench_must(status == 0 ? WOM_OK : wom_fail(WOM_FAILED, "%s left with status %d", list->floor, status));
    return seconds;
}

/* The rows and their two fields, without doing anything with them. */
static double
read_fields(wom_job *job, edge_list *list)
{
    wom_reader *reader = NULL;
    const wom_reader_options options = wom_reader_defaults();
    bool has_row = true;
    uint64_t num_letters = 0;
    const double start = bench_now();
    bench_must(wom_reader_open(&reader, job, list->file.text, &options));
    for (;;) {
        bench_must(wom_reader_next(reader, &has_row));
        if (!has_row) break;
        num_letters += wom_reader_field(reader, 0).length + wom_reader_field(reader, 1).length;
    }
    const double seconds = bench_now() - start;
    const wom_reader_counts counts = wom_reader_counts_of(reader);
    list->bytes = counts.bytes;
    list->rows = counts.rows;
    wom_reader_close(reader);
    if (num_letters == 0) printf("every field is empty\n");
    return seconds;
}

static double
load_data(wom_job *job, edge_list *list)
{
    wom_data *data = NULL;
    const wom_data_files files = { .ties = list->file.text };
    const double start = bench_now();
    bench_must(wom_data_load(&data, job, &files));
    const double seconds = bench_now() - start;
    wom_data_free(data);
    return seconds;
}

/* In turns, so that a slow moment of the machine falls on all alike. */
static void
measure(wom_job *job, const char *name, edge_list *list)
{
    static double (*const ways[])(wom_job *, edge_list *) = { unpack_only, read_fields, load_data };
    const char *const way_names[] = { list->floor, "rows and fields", "wom_data_load" };
    enum { NUM_WAYS = sizeof ways / sizeof *ways };
    double seconds[NUM_WAYS][REPETITIONS];
    for (int repetition = 0; repetition < REPETITIONS; repetition++)
        for (int way = 0; way < NUM_WAYS; way++) seconds[way][repetition] = ways[way](job, list);
    printf("%s, %s: %.1f MB, %" PRIu64 " rows\n", name, list->form, (double)list->bytes / 1e6, list->rows);
    for (int way = 0; way < NUM_WAYS; way++) {
        const double median = bench_median(seconds[way], REPETITIONS);
        printf("  %-16s %7.3f s %8.0f MB/s %7.1f million rows/s\n", way_names[way], median,
               (double)list->bytes / median / 1e6, (double)list->rows / median / 1e6);
    }
}

/* ---- The files ---- */

/* A preferential tangle of 20 MB: ids of up to six digits, small ones often. */
static path
generate(wom_job *job)
{
    const path made = path_of("generated.csv");
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    wom_text_file *file = NULL;
    bench_must(wom_text_file_create(&file, job, made.text));
    bench_must(wom_text_file_print(file, "from,to\n"));
    for (uint32_t row = 0; row < 1550000; row++) {
        const double from = wom_rng_uniform(&rng), to = wom_rng_uniform(&rng);
        bench_must(wom_text_file_print(file, "%u,%u\n", (unsigned)(from * 400000), (unsigned)(to * to * 400000)));
    }
    bench_must(wom_text_file_finish(file));
    wom_text_file_free(file);
    return made;
}

static void
measure_forms(wom_job *job, const char *name, path plain)
{
    edge_list lists[] = { { plain, "plain", "wc -l", 0, 0 },
                           { path_of("packed.gz"), "gzip", "zcat", 0, 0 },
                           { path_of("packed.zst"), "zstd", "zstd -dc", 0, 0 } };
    measure(job, name, &lists[0]);
    if (shell("gzip -c '%s' >'%s'", plain.text, lists[1].file.text) == 0) measure(job, name, &lists[1]);
    if (shell("zstd -qc '%s' >'%s'", plain.text, lists[2].file.text) == 0) measure(job, name, &lists[2]);
}

int
main(int argc, char **argv)
{
    wom_job *job = bench_job(argc, argv, "load: seconds until an edge list is in memory");
    path packed, unpacked = path_of("cnr2000.tsv");
    measure_forms(job, "generated", generate(job));
    if (path_of_data(&packed, "cnr2000/cnr-2000.edges.tsv.zst") &&
        shell("zstd -dc '%s' >'%s'", packed.text, unpacked.text) == 0)
        measure_forms(job, "cnr2000", unpacked);
    wom_job_free(job);
    return 0;
}
