/* data: rows of ties read in blocks give what the reader gives row by row, whatever the blocks and threads. */
#include "data/loading.h"
#include "files.h"
#include "same_data.h"
#include "test.h"

/* ---- Texts of every kind ---- */

typedef struct text {
    char bytes[1 << 17];
    size_t length;
} text;

static void
append(text *t, const char *bytes, size_t length)
{
    if (t->length + length > sizeof t->bytes) return;
    memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
}

static void
append_text(text *t, const char *terminated)
{
    append(t, terminated, strlen(terminated));
}

/* How the plain rows of one file are written. */
typedef struct style {
    const char *delimiter, *line_end;
    uint32_t largest;
    bool has_strength, has_note;
    uint32_t kind; /* of ids */
} style;

static style
style_of(wom_rng *rng)
{
    static const char *const delimiters[] = { "\t", ",", ";", "|", " ", ", ", "  ", " \t" };
    return (style){ .delimiter = delimiters[wom_rng_below(rng, 8)],
                    .line_end = wom_rng_below(rng, 4) == 0 ? "\r\n" : "\n",
                    .largest = wom_rng_below(rng, 2) == 0 ? 30 : 3000000000u,
                    .has_strength = wom_rng_below(rng, 3) == 0,
                    .has_note = wom_rng_below(rng, 4) == 0,
                    .kind = (uint32_t)wom_rng_below(rng, 4) };
}

static void
append_id(text *t, wom_rng *rng, const style *s)
{
    static const char *const formats[] = { "%u", "%u", "u%u", "a-name-of-some-length-%u" };
    char id[64];
    const uint64_t below = wom_rng_below(rng, 40) == 0 ? 5 * (uint64_t)s->largest : s->largest;
    snprintf(id, sizeof id, formats[s->kind], (unsigned)wom_rng_below(rng, below < 4000000000u ? below : 4000000000u));
    append_text(t, id);
}

/* What is not plain: ids and fields, each in place of an ordinary one. */
static const char *const odd_ids[] = {
    "007",  "7",   "0",   "00",        "-5",         "+5",         "5.0",  "1e3",  "\"7\"", "\"a \"\"b\"\"\"",
    "x y",  "",    " 12", "12 ",       "2147483647", "2147483648", "a\"b", "#7",   "%",     "99999999999999999999999",
    "\xc3\xb1", "\xf1", "12345678", "123456789", "01234567", "1\t2", "//", "/1", "\"not closed", "0x10",
    "1000000000000",
};
static const char *const odd_lines[] = {
    "", "   ", "\t", "# a comment", "% another", "// and one", "  # indented", "1", "1,2,3,4,5,6,7", "a\rb", "\xff\xfe",
    "# a comment,with,\"quotes", ",", ",,", " ", "\xef\xbb\xbf\x31,2",
};
static const char *const odd_strengths[] = {
    "-1", "", "nan", "1e-3", "3.40282346638528859812e39", "0.1234567890123456789", "-0", "1e", " 2", "+2",
};

#define ONE_OF(list, rng) (list)[wom_rng_below(rng, sizeof(list) / sizeof *(list))]

static void
append_row(text *t, wom_rng *rng, const style *s, uint64_t odd_in)
{
    for (int end = 0; end < 2; ++end) {
        if (wom_rng_below(rng, odd_in) == 0) append_text(t, ONE_OF(odd_ids, rng));
        else append_id(t, rng, s);
        if (end == 0) append_text(t, s->delimiter);
    }
    if (s->has_strength) {
        char number[32];
        snprintf(number, sizeof number, "%g", (double)wom_rng_below(rng, 1000) / 8);
        append_text(t, s->delimiter);
        append_text(t, wom_rng_below(rng, odd_in) == 0 ? ONE_OF(odd_strengths, rng) : number);
    }
    if (s->has_note) {
        append_text(t, s->delimiter);
        append_text(t, wom_rng_below(rng, odd_in) == 0 ? ONE_OF(odd_ids, rng) : "note");
    }
    if (wom_rng_below(rng, odd_in) == 0) append_text(t, s->delimiter);
}

/* `odd_in`: one field or line in so many is odd, 0: none. */
static void
make_text(text *t, uint64_t seed, const style *s, uint64_t num_lines, uint64_t odd_in)
{
    wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 1);
    t->length = 0;
    if (odd_in > 0 && wom_rng_below(&rng, 4) == 0) append_text(t, "\xef\xbb\xbf");
    for (uint64_t i = 0; i < num_lines; ++i) {
        if (odd_in > 0 && wom_rng_below(&rng, 2 * odd_in) == 0) append_text(t, ONE_OF(odd_lines, &rng));
        else append_row(t, &rng, s, odd_in > 0 ? 4 * odd_in : UINT64_MAX);
        if (odd_in > 0 && wom_rng_below(&rng, 200) == 0) append(t, "\0", 1);
        if (i + 1 < num_lines || wom_rng_below(&rng, 3) > 0) append_text(t, s->line_end);
    }
}

/* ---- One file, read in every way ---- */

static wom_status
load(wom_data **data, char *message, wom_job *job, const wom_data_files *files, uint64_t block_size)
{
    const wom_status status = wom_data_load_by(data, job, files, block_size);
    snprintf(message, 1024, "%s", status == WOM_OK ? "" : wom_error_text());
    return status;
}

static void
check_alike(const wom_data_files *files, const uint64_t *block_sizes, size_t num_sizes, bool *is_fine)
{
    static const uint32_t threads[] = { 1, 3 };
    char expected[1024], message[1024];
    wom_data *by_row = NULL, *by_block = NULL;
    wom_job *job = test_job(1);
    const wom_status status = load(&by_row, expected, job, files, WOM_LOAD_BY_ROW);
    *is_fine = status == WOM_OK;
    for (size_t t = 0; t < 2; ++t) {
        wom_job *other = test_job(threads[t]);
        for (size_t i = 0; i < num_sizes; ++i) {
            CHECK_EQUAL(load(&by_block, message, other, files, block_sizes[i]), status);
            CHECK_TEXT(message, expected);
            if (by_row != NULL && by_block != NULL) {
                check_same_data(by_row, by_block);
                CHECK(memcmp(&by_row->report, &by_block->report, sizeof by_row->report) == 0);
            }
            wom_data_free(by_block);
        }
        CHECK_EQUAL(wom_job_memory_used(other), 0);
        wom_job_free(other);
    }
    wom_data_free(by_row);
    wom_job_free(job);
}

static void
mutated_files_are_read_alike_in_blocks_and_by_row(void)
{
    static const uint64_t block_sizes[] = { 1, 16, 200, WOM_LOAD_BLOCK_SIZE };
    static text made;
    uint32_t num_fine = 0;
    bool is_fine = false;
    for (uint64_t seed = 0; seed < 200; ++seed) {
        wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_GENERATE, 0);
        const style s = style_of(&rng);
        make_text(&made, seed, &s, 1 + wom_rng_below(&rng, 50), 1 + wom_rng_below(&rng, 40));
        test_file("ties.txt", made.bytes, made.length);
        const path ties = path_of("ties.txt");
        const wom_data_files files = { .ties = ties.text,
                                       .strength = s.has_strength ? "3" : NULL,
                                       .from = seed % 7 == 0 ? "2" : NULL,
                                       .to = seed % 7 == 0 ? "1" : NULL,
                                       .max_errors = seed % 3 == 0 ? 0 : 1000 };
        check_alike(&files, block_sizes, sizeof block_sizes / sizeof *block_sizes, &is_fine);
        num_fine += is_fine;
    }
    CHECK(num_fine > 80 && num_fine < 180); /* both are tried: what can be read and what is refused */
}

/* A comment, a quote, a wrong row, each with every boundary of blocks before, within and behind it. */
static void
every_place_of_a_boundary_reads_alike(void)
{
    static const char *const odd[] = { "# comment\n# comment\n", "\"1\",2\n", "5\n", "1,\xf1\n", "\n\n\n", "1,2\r\n",
                                       "007,7\n", "1,2,\n" };
    uint64_t block_sizes[40];
    for (uint64_t i = 0; i < 40; ++i) block_sizes[i] = i + 1;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; ++i) {
        char made[256];
        bool is_fine = false;
        snprintf(made, sizeof made, "1,2\n3,4\n10,20\n3,4\n%s1,2\n7,8\n30,40\n%s5,6", odd[i], odd[i]);
        write_file("ties.csv", made);
        const path ties = path_of("ties.csv");
        check_alike(&(wom_data_files){ .ties = ties.text }, block_sizes, 40, &is_fine);
        CHECK(is_fine == (i != 2));
    }
}

/* Files of several batches, of ids of every kind; lines much longer than blocks among them. */
static void
longer_files_are_read_alike(void)
{
    static const uint64_t block_sizes[] = { 100, 700, 8000, WOM_LOAD_BLOCK_SIZE };
    static text made;
    bool is_fine = false;
    for (uint32_t i = 0; i < 8; ++i) {
        style s = { .delimiter = i % 2 == 0 ? "\t" : ",", .line_end = "\n", .kind = i / 2 % 4,
                    .largest = i % 3 == 1 ? 2000 : 2000000000, .has_strength = i % 3 == 0 };
        make_text(&made, i, &s, 2500, i % 2 == 0 ? 0 : 300);
        if (i == 5) append_text(&made, "\n#");
        while (i == 5 && made.length < 90000) append_text(&made, " a long comment");
        test_file("ties.txt", made.bytes, made.length);
        const path ties = path_of("ties.txt");
        const wom_data_files files = { .ties = ties.text, .strength = s.has_strength ? "3" : NULL, .max_errors = 1000 };
        check_alike(&files, block_sizes, 4, &is_fine);
        CHECK(is_fine || i % 2 == 1);
    }
}

static wom_status
load_in_blocks(wom_job *job)
{
    wom_data *data = NULL;
    const path ties = path_of("ties.txt");
    const wom_status status = wom_data_load_by(&data, job, &(wom_data_files){ .ties = ties.text }, 2000);
    wom_data_free(data);
    return status;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    static text made;
    const style s = { .delimiter = ",", .line_end = "\n", .kind = 2, .largest = 300 };
    make_text(&made, 1, &s, 1000, 0);
    test_file("ties.txt", made.bytes, made.length);
    test_each_allocation_failing(load_in_blocks);
}

static void
an_id_of_a_million_millions_is_one_user(void)
{
    wom_job *job = test_job(2);
    wom_data *data = NULL;
    write_file("far.csv", "1000000000000,7\n2147483647,2147483646\n7,2147483648\n");
    const path ties = path_of("far.csv");
    CHECK_OK(wom_data_load(&data, job, &(wom_data_files){ .ties = ties.text }));
    CHECK_EQUAL(data->graph->num_nodes, 5);
    CHECK_TEXT(wom_data_user_id(data, 4), "1000000000000");
    CHECK(wom_job_memory_peak(job) < 2000000);
    wom_data_free(data);
    wom_job_free(job);
}

/* Of a file larger than what is read at a time; `columns` is 2 or, with strengths, 3. */
static void
write_large(const char *name, int columns)
{
    const path made = path_of(name);
    wom_rng rng = wom_rng_stream(7, WOM_PURPOSE_GENERATE, 0);
    FILE *file = fopen(made.text, "w");
    CHECK(file != NULL);
    for (int row = 0; file != NULL && row < 700000; ++row) {
        const double a = wom_rng_uniform(&rng), b = wom_rng_uniform(&rng);
        fprintf(file, "%d\t%d", (int)(a * 60000), (int)(b * b * 60000));
        if (columns == 3) fprintf(file, "\t%d.5", row % 100);
        fputc('\n', file);
    }
    if (file != NULL) fclose(file);
}

static void
loading_needs_less_than_twice_what_is_loaded(void)
{
    for (int columns = 2; columns <= 3; ++columns) {
        write_large("large.tsv", columns);
        const path ties = path_of("large.tsv");
        for (uint32_t threads = 1; threads <= 2; ++threads) {
            wom_job *job = test_job(threads);
            wom_data *data = NULL;
            CHECK_OK(wom_data_load(&data, job, &(wom_data_files){ .ties = ties.text,
                                                                  .strength = columns == 3 ? "3" : NULL }));
            CHECK(wom_job_memory_peak(job) < 2 * wom_job_memory_used(job));
            wom_data_free(data);
            wom_job_free(job);
        }
    }
}

TEST_MAIN(TEST(loading_needs_less_than_twice_what_is_loaded),
          TEST(mutated_files_are_read_alike_in_blocks_and_by_row), TEST(every_place_of_a_boundary_reads_alike),
          TEST(longer_files_are_read_alike), TEST(each_allocation_failing_leaks_nothing),
          TEST(an_id_of_a_million_millions_is_one_user))
