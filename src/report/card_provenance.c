/* Where the results come from, and how to have them again. */
#include "cards.h"

#include <string.h>

static void
say(report_page *page, const char *label, const char *text)
{
    if (text[0] == '\0') return;
    wom_markup_add(page->out, "<dt>%s</dt><dd><code>", label);
    wom_markup_text(page->out, text);
    wom_markup_add(page->out, "</code></dd>\n");
}

static void
tell(report_page *page)
{
    char digest[WOM_DIGEST_LENGTH] = "";
    wom_markup_add(page->out, "<p>The file holds its scenario, so that <code>wom run ");
    wom_markup_text(page->out, page->path);
    wom_markup_add(page->out, "</code> makes it again; an equal digest means equal results.</p>\n<dl>\n");
    if (page->status == WOM_OK) page->status = wom_archive_digest(digest, page->archive);
    say(page, "digest", digest);
    say(page, "made by", report_attribute(page, "/provenance", "command"));
    say(page, "with", report_attribute(page, "/", "creator"));
    say(page, "on", report_attribute(page, "/", "created"));
    say(page, "status", report_attribute(page, "/", "status"));
    wom_markup_add(page->out, "</dl>\n");
    char *scenario = NULL;
    if (page->status != WOM_OK || !wom_archive_has(page->archive, "/effective_json")) return;
    page->status = wom_archive_read_text(&scenario, page->archive, "/effective_json");
    if (page->status == WOM_OK) {
        wom_markup_add(page->out, "<details><summary>All assumptions: the scenario with every default</summary><pre>");
        wom_markup_text(page->out, scenario);
        wom_markup_add(page->out, "</pre></details>\n");
    }
    wom_free(scenario);
}

const report_card report_provenance = { "provenance", "Where it comes from", "/provenance", tell, NULL, NULL };
