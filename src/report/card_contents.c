/* What each content would bring. */
#include "cards.h"

static void
tell(report_page *page)
{
    uint64_t num_contents, num_seeds;
    report_texts(page, &num_contents, "/contents", "content");
    const char *const *chosen = report_texts(page, &num_seeds, "/seeds", "content");
    wom_markup_add(page->out, "<p>%llu contents were tried, each with the seeds that suit it best",
                   (unsigned long long)num_contents);
    if (num_seeds > 0) {
        wom_markup_add(page->out, "; the plan passes on <b><bdi>");
        wom_markup_text(page->out, chosen[0]);
        wom_markup_add(page->out, "</bdi></b>");
    }
    wom_markup_add(page->out, ". Dots are means, bars 95 %% intervals: contents whose bars overlap are hard to tell "
                              "apart.</p>\n");
}

static void
draw(report_page *page)
{
    uint64_t num_seeds;
    const char *const *chosen = report_texts(page, &num_seeds, "/seeds", "content");
    report_draw_intervals(page, &(report_intervals){ .group = "/contents",
                                                     .labels = "content",
                                                     .title = "What each content brings, with 95 % intervals",
                                                     .x_label = "what the plan maximises, added by the campaign",
                                                     .chosen = num_seeds > 0 ? chosen[0] : NULL });
}

const report_card report_contents = { "contents", "Which content", "/contents", tell, draw, NULL };
