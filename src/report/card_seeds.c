/* Whom to ask. */
#include "cards.h"

static void
tell(report_page *page)
{
    uint64_t num_seeds, num_costs;
    report_texts(page, &num_seeds, "/seeds", "user");
    const double *cost = report_numbers(page, &num_costs, "/seeds", "cum_cost");
    wom_markup_add(page->out, "<p>The plan asks %llu %s", (unsigned long long)num_seeds,
                   num_seeds == 1 ? "user" : "users");
    if (num_costs > 0) {
        wom_markup_add(page->out, " for ");
        wom_markup_number(page->out, cost[num_costs - 1], 4);
        wom_markup_add(page->out, " in fees, if all accept");
    }
    wom_markup_add(page->out, ". They stand in the order in which they were chosen. Gain is what a user adds to "
                              "those above her, by the algorithm's own estimate.</p>\n");
}

static void
list(report_page *page)
{
    static const report_column columns[] = {
        { "rank", "rank", 1 },   { "user", "user", 0 }, { "content", "content", 0 },   { "segment", "segment", 0 },
        { "cost", "fee", 4 },    { "gain", "gain", 3 }, { "cum_cost", "fees so far", 4 },
        { "cum_gain", "gain so far", 4 },
    };
    report_list(page, "/seeds", columns, sizeof columns / sizeof *columns, 500);
}

const report_card report_seeds = { "seeds", "Whom to ask", "/seeds", tell, NULL, list };
