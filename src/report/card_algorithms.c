/* The plan against others within the same means. */
#include "cards.h"

#include <math.h>

static void
tell(report_page *page)
{
    uint64_t num_plans, length, num_lows, num_highs;
    const char *const *name = report_texts(page, &num_plans, "/algorithms", "algorithm");
    const double *lead = report_numbers(page, &length, "/algorithms", "difference");
    const double *low = report_numbers(page, &num_lows, "/algorithms", "difference_lo95");
    const double *high = report_numbers(page, &num_highs, "/algorithms", "difference_hi95");
    if (num_lows != length || num_highs != length) length = 0;
    wom_markup_add(page->out, "<p>The chosen plan, in colour, and what other ways of choosing bring within the same "
                              "budget, on the same simulated worlds. \"Level\" means that the interval of the "
                              "difference holds 0.");
    for (uint64_t i = 1; i < num_plans && i < length; i++) {
        wom_markup_add(page->out, i == 1 ? " It lies " : i + 1 == num_plans ? " and " : ", ");
        if (low[i] <= 0 && high[i] >= 0) {
            wom_markup_add(page->out, "level with <bdi>");
        } else {
            wom_markup_add(page->out, "<b>");
            wom_markup_number(page->out, fabs(lead[i]), 3);
            wom_markup_add(page->out, "</b> %s <bdi>", lead[i] < 0 ? "below" : "above");
        }
        wom_markup_text(page->out, name[i]);
        wom_markup_add(page->out, "</bdi>");
    }
    wom_markup_add(page->out, num_plans > 1 && length > 1 ? ".</p>\n" : "</p>\n");
}

static void
draw(report_page *page)
{
    report_draw_intervals(page, &(report_intervals){ .group = "/algorithms",
                                                     .labels = "algorithm",
                                                     .title = "The plan and others, with 95 % intervals",
                                                     .x_label = "what the plan maximises, added by the campaign",
                                                     .first_is_chosen = true });
}

static void
list(report_page *page)
{
    static const report_column columns[] = {
        { "algorithm", "plan", 0 },  { "seeds", "users", 1 },
        { "cost", "mean cost", 4 },  { "value", "mean", 4 },
        { "difference", "chosen plan's lead", 3 }, { "difference_lo95", "95 % from", 3 },
        { "difference_hi95", "to", 3 },
    };
    report_list(page, "/algorithms", columns, sizeof columns / sizeof *columns, 100);
}

const report_card report_algorithms = { "plans", "Against other plans", "/algorithms", tell, draw, list };
