/* The key figures: what the plan brings against no campaign, and what it costs. */
#include "cards.h"

#include <math.h>
#include <string.h>

static void
say(report_page *page, const char *metric, const char *before, const char *after)
{
    wom_markup_add(page->out, "%s<b>", before);
    wom_markup_number(page->out, report_at(page, "/summary", "metric", metric, "value"), 3);
    wom_markup_add(page->out, "</b>%s", after);
}

static bool
knows(report_page *page, const char *metric)
{
    return isfinite(report_at(page, "/summary", "metric", metric, "value"));
}

static void
tell(report_page *page)
{
    uint64_t asked;
    report_texts(page, &asked, "/seeds", "user");
    wom_markup_add(page->out, "<p class=\"lead\">Asking <b>%llu</b> %s", (unsigned long long)asked,
                   asked == 1 ? "user" : "users");
    if (knows(page, "incremental")) {
        say(page, "incremental", " makes ", " more users active than no campaign would");
        wom_markup_add(page->out, " (95 %% interval ");
        wom_markup_number(page->out, report_at(page, "/summary", "metric", "incremental", "lo95"), 4);
        wom_markup_add(page->out, " to ");
        wom_markup_number(page->out, report_at(page, "/summary", "metric", "incremental", "hi95"), 4);
        wom_markup_add(page->out, ")");
    }
    wom_markup_add(page->out, ". ");
    if (knows(page, "cost")) {
        say(page, "cost", "It costs ", "");
        if (knows(page, "cost_per_incremental")) say(page, "cost_per_incremental", ", or ", " for each of them");
        wom_markup_add(page->out, ". ");
    }
    if (knows(page, "profit") && knows(page, "revenue")) {
        say(page, "incremental_buyers", "The campaign adds ", " buyers, ");
        say(page, "revenue", "who bring ", ", ");
        say(page, "profit", "which leaves a profit of ", ".");
    }
    wom_markup_add(page->out, "</p>\n<p class=\"note\">Means over simulated worlds. Intervals tell how far the "
                              "simulation may be off, not how wrong the model is. Money is in the units of the "
                              "input.</p>\n");
}

static void
list(report_page *page)
{
    static const report_column columns[] = {
        { "metric", "figure", 0 }, { "value", "mean", 4 },   { "lo95", "95 % from", 4 },
        { "hi95", "to", 4 },       { "unit", "unit", 0 },    { "meaning", "what it is", 0 },
    };
    report_list(page, "/summary", columns, sizeof columns / sizeof *columns, 100);
}

const report_card report_figures = { "figures", "What the plan brings", "/summary", tell, NULL, list };
