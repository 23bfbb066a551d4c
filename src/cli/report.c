/* wom report and wom plot: results to look at. */
#include "cli.h"

#include <wom/report.h>

#include <stdio.h>
#include <string.h>

static wom_status
write_file(cli_call *call, wom_markup *markup, const char *output)
{
    const char *text = NULL;
    wom_text_file *file = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_markup_finish(&text, markup));
    WOM_TRY_GOTO(wom_text_file_create(&file, call->job, output));
    WOM_TRY_GOTO(wom_text_file_print(file, "%s", text));
    WOM_TRY_GOTO(wom_text_file_finish(file));
done:
    wom_text_file_free(file);
    return status;
}

static wom_status
make(cli_call *call, const char *figure, const char *output)
{
    wom_markup *markup = NULL;
    const char *results = call->arguments.place[0];
    wom_status status = WOM_OK;
    if (strcmp(results, output) == 0)
        return wom_fail(WOM_INVALID, "%s: would be written over the results; name another file with -o", output);
    WOM_TRY_GOTO(wom_markup_create(&markup, call->job));
    WOM_TRY_GOTO(figure != NULL ? wom_report_figure(markup, call->job, results, figure)
                                : wom_report_page(markup, call->job, results));
    WOM_TRY_GOTO(write_file(call, markup, output));
    cli_progress_clear(&call->progress);
    if (strcmp(output, "-") != 0 && !call->arguments.quiet) printf("%s\n", output);
done:
    wom_markup_free(markup);
    return status;
}

/* The results file's own name with .html for .h5. */
static wom_status
report(cli_call *call)
{
    char beside[4096];
    const char *results = call->arguments.place[0];
    const size_t length = strlen(results);
    const size_t stem = length > 3 && strcmp(results + length - 3, ".h5") == 0 ? length - 3 : length;
    if (call->arguments.output != NULL) return make(call, NULL, call->arguments.output);
    if (stem + sizeof ".html" > sizeof beside) return cli_misused(call, "the name of the results file is too long");
    snprintf(beside, sizeof beside, "%.*s.html", (int)stem, results);
    return make(call, NULL, beside);
}

static wom_status
plot(cli_call *call)
{
    const char *output = call->arguments.output != NULL ? call->arguments.output : "-";
    const char *ending = strrchr(output, '.');
    if (ending != NULL && (strcmp(ending, ".pdf") == 0 || strcmp(ending, ".png") == 0))
        return cli_misused(call, "figures are written as .svg; rsvg-convert (Debian: librsvg2-bin) makes %s of one",
                           output);
    return make(call, call->arguments.place[1], output);
}

static const char *const options[] = { "output", "memory", "time-limit", "quiet", NULL };

const cli_command cli_report = {
    .name = "report",
    .summary = "make an HTML page of a results file",
    .places = "RESULTS",
    .least_places = 1,
    .most_places = 1,
    .options = options,
    .help = "Writes one page that needs nothing beside itself, RESULTS with .html unless -o names another: figures in\n"
            "words, charts, tables that sort and can be saved. A part appears when the results hold its data.",
    .run = report,
};

const cli_command cli_plot = {
    .name = "plot",
    .summary = "draw one figure of a results file as SVG",
    .places = "RESULTS FIGURE",
    .least_places = 2,
    .most_places = 2,
    .options = options,
    .help = "FIGURE is curve, contents, plans, segments, communities, regret, whatif or models, where the results\n"
            "hold its data. To standard output, unless -o names a file.",
    .run = plot,
};
