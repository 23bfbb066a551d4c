/* Learning in waves: regret against the best content. */
#include "cards.h"

static void
tell(report_page *page)
{
    wom_markup_add(page->out, "<p>Playing in waves and learning (<bdi>");
    wom_markup_text(page->out, report_attribute(page, "/campaign", "policy"));
    wom_markup_add(page->out, "</bdi>) brings <b>");
    wom_markup_number(page->out, report_at(page, "/campaign/totals", "metric", "policy", "value"), 4);
    wom_markup_add(page->out, "</b> users over all rounds, planning once <b>");
    wom_markup_number(page->out, report_at(page, "/campaign/totals", "metric", "plan_once", "value"), 4);
    wom_markup_add(page->out, "</b>. Regret is what was lost against the best content, had it been known: a line that "
                              "flattens has learned. The band holds nine hidden worlds in ten.</p>\n");
}

static void
draw(report_page *page)
{
    uint64_t n[5];
    const double *round = report_numbers(page, &n[0], "/campaign", "round");
    const double *mean = report_numbers(page, &n[1], "/campaign", "regret_mean");
    const double *low = report_numbers(page, &n[2], "/campaign", "regret_q05");
    const double *high = report_numbers(page, &n[3], "/campaign", "regret_q95");
    const double *once = report_numbers(page, &n[4], "/campaign", "plan_regret_mean");
    for (uint32_t i = 1; i < 5; i++)
        if (n[i] != n[0]) return;
    const wom_series series[] = { { "learning", round, mean, low, high, n[0] },
                                  { "planning once", round, once, NULL, NULL, n[0] } };
    wom_draw_lines(page->out,
                   &(wom_line_chart){ "Cumulative regret by round", "round", "regret so far, users", series, 2 });
}

static void
list(report_page *page)
{
    static const report_column columns[] = {
        { "content", "content", 0 },
        { "believed", "by the model", 4 },
        { "hidden_mean", "in hidden worlds", 4 },
    };
    report_list(page, "/campaign/arms", columns, sizeof columns / sizeof *columns, 100);
}

const report_card report_campaign = { "regret", "Learning in waves", "/campaign/regret_mean", tell, draw, list };
