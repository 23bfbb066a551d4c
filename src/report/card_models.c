/* Models compared (wom compare). */
#include "cards.h"

static void
tell(report_page *page)
{
    wom_markup_add(page->out, "<p>Each model chose seeds of its own, which were judged in worlds of its own. Where "
                              "they differ much, it matters which one is true.</p>\n");
}

static void
draw(report_page *page)
{
    report_draw_intervals(page, &(report_intervals){ .group = "/compare/models",
                                                     .labels = "model",
                                                     .title = "What each model expects, with 95 % intervals",
                                                     .x_label = "active users the campaign adds" });
}

const report_card report_models = { "models", "Models compared", "/compare/models", tell, draw, NULL };
