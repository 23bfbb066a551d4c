/* Answers to what-if questions. */
#include "cards.h"

static void
tell(report_page *page)
{
    wom_markup_add(page->out, "<p>How many more or fewer users the campaign would make active if things were "
                              "otherwise. Each answer was simulated in the same worlds as the plan, so that small "
                              "differences show; a bar that crosses 0 leaves the sign open.</p>\n");
}

static void
draw(report_page *page)
{
    report_draw_intervals(page, &(report_intervals){ .group = "/what_if",
                                                     .labels = "question",
                                                     .value = "difference",
                                                     .low = "difference_lo95",
                                                     .high = "difference_hi95",
                                                     .only = "incremental",
                                                     .title = "Change of incremental active users, 95 % intervals",
                                                     .x_label = "change of incremental active users" });
}

const report_card report_what_if = { "whatif", "What if", "/what_if", tell, draw, NULL };
