/* The progress line: stage, share, time so far, time to go. */
#include "cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void
cli_progress_begin(cli_progress *progress, bool is_wanted)
{
    const double started = now();
    *progress = (cli_progress){ .is_wanted = is_wanted, .started = started, .stage_started = started };
}

static size_t
columns(void)
{
    struct winsize size = { 0 };
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* The time to go is told once the stage has shown its pace. */
static void
describe(char *line, size_t size, const cli_progress *progress, uint64_t done, uint64_t total)
{
    const double time = now(), in_stage = time - progress->stage_started;
    const double share = total == 0 ? 0 : (double)done / (double)total;
    int length = snprintf(line, size, "%s", progress->stage);
    if (total > 0 && (size_t)length < size)
        length += snprintf(line + length, size - (size_t)length, "  %.0f %%", 100 * share);
    if ((size_t)length < size)
        length += snprintf(line + length, size - (size_t)length, "  %s", cli_seconds(time - progress->started).text);
    if (share > 0.01 && share < 1 && in_stage > 1 && (size_t)length < size)
        snprintf(line + length, size - (size_t)length, ", this stage for another %s",
                 cli_seconds(in_stage * (1 - share) / share).text);
}

void
cli_progress_show(void *context, const char *stage, uint64_t done, uint64_t total)
{
    cli_progress *progress = context;
    char line[256];
    if (!progress->is_wanted || stage == NULL) return;
    if (progress->stage == NULL || strcmp(progress->stage, stage) != 0 || done == 0) progress->stage_started = now();
    progress->stage = stage;
    if (now() - progress->started < 0.3) return; /* short commands shall not flicker */
    describe(line, sizeof line, progress, done < total || total == 0 ? done : total, total);
    const size_t most = columns() - 1;
    fprintf(stderr, "\r%.*s\033[K", (int)(most < sizeof line ? most : sizeof line), line);
    fflush(stderr);
    progress->is_shown = true;
}

void
cli_progress_clear(cli_progress *progress)
{
    if (!progress->is_shown) return;
    fprintf(stderr, "\r\033[K");
    fflush(stderr);
    progress->is_shown = false;
}
