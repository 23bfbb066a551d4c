/* data: a file that changes while it is read, or before it is told what was read, is refused; nothing is written. */
#include "files.h"
#include "scenarios.h"
#include "test.h"

#include <wom/data.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char rows[] = "from,to\na,b\nb,c\n";

/* ---- Bytes ---- */

enum { LINES = 200000, LINE = 8 };

/* More than any buffer holds. */
static path
write_long(void)
{
    char *text = malloc(LINES * LINE + 1);
    for (int i = 0; i < LINES; ++i) snprintf(text + (size_t)i * LINE, LINE + 1, "%03d,%03d\n", i % 1000, i % 77);
    test_file("long.csv", text, LINES * LINE);
    free(text);
    return path_of("long.csv");
}

/* Reads a piece, lets `change` happen, and reads on to the end. */
static wom_status
read_across(wom_job *job, const char *file, void (*change)(const char *file))
{
    wom_source *source = NULL;
    char piece[1000];
    size_t got = 1;
    WOM_TRY(wom_source_open(&source, job, file));
    wom_status status = wom_source_read(source, piece, sizeof piece, &got);
    change(file);
    while (status == WOM_OK && got > 0) status = wom_source_read(source, piece, sizeof piece, &got);
    wom_source_close(source);
    return status;
}

static void
leave(const char *file)
{
    (void)file;
}

static void
append(const char *file)
{
    FILE *stream = fopen(file, "a");
    fputs("x,y\n", stream);
    fclose(stream);
}

static void
shorten(const char *file)
{
    if (truncate(file, LINES * LINE / 2 - 3) != 0) test_failed(__FILE__, __LINE__, "cannot be shortened");
}

/* As many bytes as before, at another time. */
static void
write_over(const char *file)
{
    const struct timespec times[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
    if (utimensat(AT_FDCWD, file, times, 0) != 0) test_failed(__FILE__, __LINE__, "its time cannot be set");
}

static void
bytes_that_change_while_they_are_read_are_refused(void)
{
    wom_job *job = test_job(1);
    const path file = write_long();
    CHECK_OK(read_across(job, file.text, leave));
    CHECK_FAILS(read_across(job, file.text, append), WOM_INVALID, "it had 1600000 bytes, now has 1600004");
    CHECK_FAILS(read_across(job, file.text, shorten), WOM_INVALID, "it had 1600004 bytes, now has 799997");
    CHECK_FAILS(read_across(job, file.text, write_over), WOM_INVALID, "changed while it was read: it was written to");
    CHECK_OK(read_across(job, file.text, leave));
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
read_rows_across(wom_job *job, const char *file, void (*change)(const char *file))
{
    wom_reader *reader = NULL;
    bool has_row = true;
    const wom_reader_options options = wom_reader_defaults();
    WOM_TRY(wom_reader_open(&reader, job, file, &options));
    wom_status status = wom_reader_next(reader, &has_row);
    change(file);
    while (status == WOM_OK && has_row) status = wom_reader_next(reader, &has_row);
    if (status != WOM_OK) CHECK(!wom_reader_is_past_row(reader));
    wom_reader_close(reader);
    return status;
}

/* A line that was cut in two must not be blamed. */
static void
a_reader_says_that_the_file_changed_and_not_that_a_line_is_wrong(void)
{
    wom_job *job = test_job(1);
    CHECK_FAILS(read_rows_across(job, write_long().text, shorten), WOM_INVALID, "changed while it was read");
    CHECK_FAILS(read_rows_across(job, write_long().text, append), WOM_INVALID, "changed while it was read");
    wom_job_free(job);
}

/* ---- Data ---- */

/* What happens to which file when a stage begins. */
typedef struct meddler {
    const char *stage, *file;
    void (*change)(const char *file);
    bool has_come;
} meddler;

/* Stages are told ten times a second, so that each waits a little for the next to be told too. */
static void
meddle(void *context, const char *stage, uint64_t done, uint64_t total)
{
    meddler *m = context;
    (void)done;
    (void)total;
    usleep(120000);
    if (m->has_come || strcmp(stage, m->stage) != 0) return;
    m->has_come = true;
    m->change(m->file);
}

static wom_job *
job_with(meddler *m)
{
    wom_job *job = NULL;
    wom_job_options options = wom_job_defaults();
    options.threads = 1;
    options.progress = meddle;
    options.progress_context = m;
    CHECK_OK(wom_job_create(&job, &options));
    return job;
}

static void
replace(const char *file)
{
    char other[1100];
    snprintf(other, sizeof other, "%s.new", file);
    FILE *stream = fopen(other, "w");
    fputs(rows, stream);
    fclose(stream);
    if (rename(other, file) != 0) test_failed(__FILE__, __LINE__, "cannot be replaced");
}

static void
take_away(const char *file)
{
    unlink(file);
}

static void
ties_that_change_while_other_files_are_read_are_refused(void)
{
    static const struct {
        void (*change)(const char *file);
        const char *message;
    } cases[] = {
        { append, "ties.csv: changed while it was read: it had 16 bytes, now has 20" },
        { write_over, "ties.csv: changed while it was read: it was written to" },
        { replace, "ties.csv: was replaced or removed while it was read" },
        { take_away, "ties.csv: was replaced or removed while it was read" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        write_file("ties.csv", rows);
        const path ties = path_of("ties.csv");
        meddler m = { "reading users, contents, interests and log", ties.text, cases[i].change, false };
        wom_job *job = job_with(&m);
        wom_data *data = NULL;
        const wom_data_files files = { .ties = ties.text };
        CHECK_FAILS(wom_data_load(&data, job, &files), WOM_INVALID, cases[i].message);
        CHECK(m.has_come && data == NULL);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
        wom_job_free(job);
    }
}

static void
data_of_a_file_that_changed_since_are_not_saved(void)
{
    write_file("ties.csv", rows);
    const path ties = path_of("ties.csv"), saved = path_of("changed.h5"), partial = path_of("changed.h5.partial");
    meddler m = { "writing prepared data", ties.text, append, false };
    wom_job *job = job_with(&m);
    wom_data *data = NULL;
    const wom_data_files files = { .ties = ties.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_OK(wom_data_check_inputs(data));
    CHECK_FAILS(wom_data_save(data, job, saved.text, &files, "{}"), WOM_INVALID, "ties.csv: changed while it was read");
    CHECK(access(saved.text, F_OK) != 0 && access(partial.text, F_OK) != 0);
    wom_data_free(data);
    wom_job_free(job);
}

/* ---- Runs ---- */

static wom_status
run_meddled(meddler *m, const char *scenario_file, const char *results, uint32_t stages)
{
    wom_job *job = job_with(m);
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_status status = wom_scenario_load(&scenario, job, scenario_file, NULL, 0);
    if (status == WOM_OK) status = wom_scenario_run(&run, job, scenario, stages, results, NULL);
    wom_run_free(run);
    wom_scenario_free(scenario);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    return status;
}

static void
a_run_does_not_record_another_file_than_it_read(void)
{
    const path file = small_scenario_write(""), users = path_of("users.csv"), results = path_of("meddled.h5");
    meddler m = { "building the graph", users.text, append, false };
    CHECK_FAILS(run_meddled(&m, file.text, results.text, WOM_STAGE_LOAD), WOM_INVALID,
                "users.csv: changed while it was read");
    CHECK(m.has_come && access(results.text, F_OK) != 0);
}

static void
save_small_ties(const char *saved)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties.csv", rows);
    const path ties = path_of("ties.csv");
    const wom_data_files files = { .ties = ties.text };
    CHECK_OK(wom_data_load(&data, job, &files));
    CHECK_OK(wom_data_save(data, job, saved, &files, "{}"));
    wom_data_free(data);
    wom_job_free(job);
}

/* It is mapped for as long as the run takes. */
static void
a_run_notices_when_its_prepared_file_is_written_to(void)
{
    const path saved = path_of("saved.h5"), results = path_of("meddled.h5");
    write_file("prepared.json", "{\"data\": {\"file\": \"saved.h5\"}, \"propagation\": {\"weighting\": \"constant\"}}");
    const path file = path_of("prepared.json");
    save_small_ties(saved.text);
    meddler m = { "describing the graph", saved.text, write_over, false };
    CHECK_FAILS(run_meddled(&m, file.text, results.text, WOM_STAGE_LOAD | WOM_STAGE_DESCRIBE), WOM_INVALID,
                "saved.h5: was written to while it was used");
    CHECK(m.has_come && access(results.text, F_OK) != 0);
    save_small_ties(saved.text);
    meddler none = { "describing the graph", saved.text, take_away, false };
    CHECK_OK(run_meddled(&none, file.text, results.text, WOM_STAGE_LOAD | WOM_STAGE_DESCRIBE));
    CHECK(none.has_come);
}

TEST_MAIN(TEST(bytes_that_change_while_they_are_read_are_refused),
          TEST(a_reader_says_that_the_file_changed_and_not_that_a_line_is_wrong),
          TEST(ties_that_change_while_other_files_are_read_are_refused),
          TEST(data_of_a_file_that_changed_since_are_not_saved), TEST(a_run_does_not_record_another_file_than_it_read),
          TEST(a_run_notices_when_its_prepared_file_is_written_to))
