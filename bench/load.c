/* Speed of loading edge lists, plain and packed, with one thread and two, beside what wc, zcat and zstd need for the
 * same file. With a number of rows as the only argument: one list of that many, once. */
#include <wom/data.h>
#include <wom/io.h>

#include "bench.h"
#include "data/loading.h"
#include "files.h"
#include "io/plain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { REPETITIONS = 5 };

/* One file in one form. */
typedef struct edge_list {
    path file;
    const char *form, *floor; /* the floor is a command that reads standard input */
    uint64_t bytes, rows;     /* unpacked */
    uint64_t held, peak, num_ties; /* of the data */
} edge_list;

static int
shell(const char *format, const char *from, const char *to)
{
    char command[4096];
    snprintf(command, sizeof command, format, from, to);
    return system(command);
}

/* ---- What is timed: each gives the seconds of one go ---- */

typedef struct seconds {
    double wall, processor;
} seconds;

static seconds
begin(void)
{
    return (seconds){ bench_now(), bench_processor() };
}

static seconds
since(seconds start)
{
    return (seconds){ bench_now() - start.wall, bench_processor() - start.processor };
}

static seconds
unpack_only(wom_job *job, edge_list *list)
{
    (void)job;
    const seconds start = begin();
    const int status = shell("%s <'%s' >/dev/null", list->floor, list->file.text);
    const seconds needed = since(start);
    bench_must(status == 0 ? WOM_OK : wom_fail(WOM_FAILED, "%s left with status %d", list->floor, status));
    return needed;
}

/* The rows and their two fields, without doing anything with them. */
static seconds
read_fields(wom_job *job, edge_list *list)
{
    wom_reader *reader = NULL;
    const wom_reader_options options = wom_reader_defaults();
    bool has_row = true;
    uint64_t num_letters = 0;
    const seconds start = begin();
    bench_must(wom_reader_open(&reader, job, list->file.text, &options));
    for (;;) {
        bench_must(wom_reader_next(reader, &has_row));
        if (!has_row) break;
        num_letters += wom_reader_field(reader, 0).length + wom_reader_field(reader, 1).length;
    }
    const seconds needed = since(start);
    const wom_reader_counts counts = wom_reader_counts_of(reader);
    list->bytes = counts.bytes;
    list->rows = counts.rows;
    wom_reader_close(reader);
    if (num_letters == 0) printf("every field is empty\n");
    return needed;
}

/* As loading reads plain rows of numbers, but into two arrays that are filled again and again. */
static seconds
parse_rows(wom_job *job, edge_list *list)
{
    wom_source *source = NULL;
    wom_reader *reader = NULL;
    wom_plain_layout layout;
    wom_blocks blocks = { .num = 1 };
    const wom_reader_options options = wom_reader_defaults();
    uint32_t *end = NULL, largest = 0;
    enum { MOST = 1 << 20 };
    bool has_row = true, is_plain = true;
    const seconds start = begin();
    bench_must(wom_allocate(&end, job, 2 * MOST, sizeof *end, "rows"));
    bench_must(wom_source_open(&source, job, list->file.text));
    bench_must(wom_reader_open_blocks(&reader, job, source, &options, 0));
    bench_must(wom_reader_next(reader, &has_row));
    is_plain = wom_plain_layout_of(&layout, reader, 0, 1, WOM_NO_COLUMN);
    while (is_plain && blocks.num > 0) {
        bench_must(wom_reader_blocks(&blocks, reader));
        for (uint32_t i = 0; i < blocks.num; i++) {
            const uint64_t num_lines = wom_block_num_lines(&blocks.block[i]);
            is_plain = is_plain && num_lines <= MOST &&
                       wom_plain_read_numbers(end, end + MOST, NULL, &largest, &layout, &blocks.block[i]);
            wom_reader_pass(reader, &blocks.block[i], num_lines);
        }
    }
    const seconds needed = since(start);
    wom_reader_close(reader);
    wom_free(end);
    return is_plain ? needed : (seconds){ HUGE_VAL, HUGE_VAL };
}

/* The part of loading until rows are columns of codes and users have names; the next is numbering them. */
static seconds
read_ties(wom_job *job, edge_list *list)
{
    const wom_data_files files = { .ties = list->file.text };
    wom_loading loading = { .job = job, .files = &files, .block_size = WOM_LOAD_BLOCK_SIZE };
    const seconds start = begin();
    bench_must(wom_data_start(&loading.data, job));
    loading.names = wom_data_names(loading.data);
    bench_must(wom_load_ties(&loading));
    const seconds needed = since(start);
    wom_free(loading.from);
    wom_free(loading.to);
    wom_free(loading.num_rows_of);
    wom_data_free(loading.data);
    return needed;
}

/* Of the ties that loading has found. */
static seconds
build_graph(wom_job *job, edge_list *list)
{
    wom_data *data = NULL;
    wom_graph *graph = NULL;
    wom_node *from = NULL;
    const wom_data_files files = { .ties = list->file.text };
    bench_must(wom_data_load(&data, job, &files));
    const wom_graph *loaded = data->graph;
    bench_must(wom_allocate(&from, job, loaded->num_ties, sizeof *from, "rows"));
    for (wom_node node = 0; node < loaded->num_nodes; node++)
        for (uint64_t tie = loaded->out_first[node]; tie < loaded->out_first[node + 1]; tie++) from[tie] = node;
    const wom_graph_rows rows = { .num_rows = loaded->num_ties, .from = from, .to = loaded->out_head,
                                  .direction = WOM_DIRECTION_INFLUENCE };
    const seconds start = begin();
    bench_must(wom_graph_create(&graph, NULL, job, loaded->num_nodes, &rows));
    const seconds needed = since(start);
    wom_graph_free(graph);
    wom_free(from);
    wom_data_free(data);
    return needed;
}

static seconds
load_data(wom_job *job, edge_list *list)
{
    wom_data *data = NULL;
    const wom_data_files files = { .ties = list->file.text };
    const seconds start = begin();
    bench_must(wom_data_load(&data, job, &files));
    const seconds needed = since(start);
    list->held = wom_job_memory_used(job);
    list->peak = wom_job_memory_peak(job);
    list->num_ties = data->graph->num_ties;
    wom_data_free(data);
    return needed;
}

typedef struct way {
    const char *name;
    seconds (*go)(wom_job *job, edge_list *list);
    uint32_t threads;
} way;

/* In turns, so that a slow moment of the machine falls on all alike. What a list has nothing of is infinite. */
static void
measure(const char *name, edge_list *list)
{
    const way ways[] = {
        { list->floor, unpack_only, 1 },          { "rows and fields", read_fields, 1 },
        { "plain rows", parse_rows, 1 },          { "rows and names", read_ties, 1 },
        { "rows and names", read_ties, 2 },       { "wom_graph_create", build_graph, 1 },
        { "wom_graph_create", build_graph, 2 },   { "wom_data_load", load_data, 1 },
        { "wom_data_load", load_data, 2 },
    };
    enum { NUM_WAYS = sizeof ways / sizeof *ways };
    double wall[NUM_WAYS][REPETITIONS], processor[NUM_WAYS][REPETITIONS];
    for (int repetition = 0; repetition < REPETITIONS; repetition++)
        for (int i = 0; i < NUM_WAYS; i++) {
            wom_job *job = test_job(ways[i].threads);
            const seconds needed = ways[i].go(job, list);
            wall[i][repetition] = needed.wall;
            processor[i][repetition] = needed.processor;
            wom_job_free(job);
        }
    printf("%s, %s: %.1f MB, %" PRIu64 " rows; %.1f bytes a tie, at the peak %.1f\n", name, list->form,
           (double)list->bytes / 1e6, list->rows, (double)list->held / (double)list->num_ties,
           (double)list->peak / (double)list->num_ties);
    for (int i = 0; i < NUM_WAYS; i++) {
        const double median = bench_median(wall[i], REPETITIONS), used = bench_median(processor[i], REPETITIONS);
        if (isinf(median)) continue;
        printf("  %-16s, %u thread%s %8.3f s %6.0f MB/s; processor %7.3f s %6.0f MB/s\n", ways[i].name,
               ways[i].threads, ways[i].threads == 1 ? " " : "s", median, (double)list->bytes / median / 1e6, used,
               (double)list->bytes / used / 1e6);
    }
}

/* ---- The files ---- */

/* Rows of a recursive matrix (Chakrabarti, Zhan and Faloutsos, SDM 2004) of 2^scale nodes, its numbers written as
 * `format` says. */
static path
generate(wom_job *job, const char *name, uint64_t num_rows, int scale, const char *format)
{
    const path made = path_of(name);
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    wom_text_file *file = NULL;
    bench_must(wom_text_file_create(&file, job, made.text));
    for (uint64_t row = 0; row < num_rows; row++) {
        unsigned from = 0, to = 0;
        for (int level = 0; level < scale; level++) {
            const unsigned quarter = (unsigned)(wom_rng_next(&rng) >> 48);
            from = 2 * from + (quarter >= 49807);
            to = 2 * to + ((quarter >= 37355 && quarter < 49807) || quarter >= 62259);
        }
        bench_must(wom_text_file_print(file, format, from, to));
    }
    bench_must(wom_text_file_finish(file));
    wom_text_file_free(file);
    return made;
}

static void
measure_forms(const char *name, path plain)
{
    edge_list lists[] = { { .file = plain, .form = "plain", .floor = "wc -l" },
                           { .file = path_of("packed.gz"), .form = "gzip", .floor = "zcat" },
                           { .file = path_of("packed.zst"), .form = "zstd", .floor = "zstd -dc" } };
    measure(name, &lists[0]);
    if (shell("gzip -c '%s' >'%s'", plain.text, lists[1].file.text) == 0) measure(name, &lists[1]);
    if (shell("zstd -qc '%s' >'%s'", plain.text, lists[2].file.text) == 0) measure(name, &lists[2]);
}

/* One list of many rows, once with each number of threads. */
static void
measure_large(wom_job *job, uint64_t num_rows)
{
    edge_list list = { .form = "plain", .floor = "wc -l" };
    int scale = 10;
    while (num_rows >> scale > 6) scale++;
    list.file = generate(job, "large.tsv", num_rows, scale, "%u\t%u\n");
    printf("wc -l: %.2f s\n", unpack_only(job, &list).wall);
    for (uint32_t threads = 1; threads <= 2; threads++) {
        wom_job *own = test_job(threads);
        const seconds needed = load_data(own, &list);
        printf("%u thread%s: %.2f s, processor %.2f s, ", threads, threads == 1 ? "" : "s", needed.wall,
               needed.processor);
        printf("%" PRIu64 " ties, %.1f bytes a tie, at the peak %.1f (%.2f GB)\n", list.num_ties,
               (double)list.held / (double)list.num_ties, (double)list.peak / (double)list.num_ties,
               (double)list.peak / 1e9);
        wom_job_free(own);
    }
}

int
main(int argc, char **argv)
{
    path packed, unpacked = path_of("cnr2000.tsv");
    wom_job *job = bench_job(1, argv, "load: seconds until an edge list is in memory");
    if (argc > 1) {
        measure_large(job, strtoull(argv[1], NULL, 10));
    } else {
        measure_forms("generated", generate(job, "generated.csv", 1550000, 18, "%u,%u\n"));
        measure_forms("texts", generate(job, "texts.csv", 700000, 17, "user_%07u,user_%07u\n"));
        if (path_of_data(&packed, "cnr2000/cnr-2000.edges.tsv.zst") &&
            shell("zstd -dc '%s' >'%s'", packed.text, unpacked.text) == 0)
            measure_forms("cnr2000", unpacked);
    }
    wom_job_free(job);
    return 0;
}
