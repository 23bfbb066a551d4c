/* How adoption grows with the steps. */
#include "cards.h"

static void
tell(report_page *page)
{
    uint64_t length, num_steps;
    const double *mean = report_numbers(page, &length, "/curves", "active_mean");
    const double *step = report_numbers(page, &num_steps, "/curves", "step");
    wom_markup_add(page->out, "<p>");
    if (length > 0 && num_steps == length) {
        wom_markup_add(page->out, "After step ");
        wom_markup_number(page->out, step[length - 1], 1);
        wom_markup_add(page->out, " <b>");
        wom_markup_number(page->out, mean[length - 1], 4);
        wom_markup_add(page->out, "</b> users are active on average, <b>");
        wom_markup_number(page->out, mean[0], 4);
        wom_markup_add(page->out, "</b> of them from the start. ");
    }
    wom_markup_add(page->out, "The line is the mean over the simulated worlds, and the band lies between the "
                              "lowest and the highest quantile that the file holds: a single campaign may end anywhere "
                              "in it, and now and then outside.</p>\n");
}

/* The first and the last quantile of every step. */
static bool
read_band(report_page *page, double **low, double **high, uint64_t num_steps)
{
    uint64_t lengths[4] = { 0 };
    uint32_t num_axes = 0;
    double *values = NULL;
    if (page->status != WOM_OK || !wom_archive_has(page->archive, "/curves/active")) return false;
    page->status = wom_archive_read(&values, page->archive, "/curves/active", WOM_TYPE_DOUBLE, lengths, &num_axes);
    const bool fits = page->status == WOM_OK && num_axes == 2 && lengths[0] == num_steps && lengths[1] > 0;
    if (fits) page->status = wom_allocate(low, page->job, num_steps, sizeof **low, "a band");
    if (fits && page->status == WOM_OK)
        page->status = wom_allocate(high, page->job, num_steps, sizeof **high, "a band");
    if (fits && page->status == WOM_OK)
        for (uint64_t i = 0; i < num_steps; i++) {
            (*low)[i] = values[i * lengths[1]];
            (*high)[i] = values[(i + 1) * lengths[1] - 1];
        }
    wom_free(values);
    return fits && page->status == WOM_OK;
}

static void
draw(report_page *page)
{
    uint64_t num_steps, num_values;
    double *low = NULL, *high = NULL;
    const double *step = report_numbers(page, &num_steps, "/curves", "step");
    const double *mean = report_numbers(page, &num_values, "/curves", "active_mean");
    if (num_values != num_steps) return;
    const bool has_band = read_band(page, &low, &high, num_steps);
    const wom_series series = { .name = "mean",
                                .x = step,
                                .y = mean,
                                .low = has_band ? low : NULL,
                                .high = has_band ? high : NULL,
                                .length = num_steps };
    wom_draw_lines(page->out, &(wom_line_chart){ "Active users by step, mean and quantiles over worlds", "step",
                                                 "active users so far", &series, 1 });
    wom_free(low);
    wom_free(high);
}

const report_card report_adoption = { "curve", "How it spreads", "/curves/active_mean", tell, draw, NULL };
