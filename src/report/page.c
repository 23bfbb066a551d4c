/* The page around the cards, and single figures. */
#include "assets.h"
#include "cards.h"

#include <stdio.h>
#include <string.h>

static wom_status
open_page(report_page *page, wom_markup *markup, wom_job *job, const char *path)
{
    *page = (report_page){ .out = markup, .job = job, .path = path };
    return wom_archive_open(&page->archive, job, path, NULL);
}

static void
close_page(report_page *page)
{
    for (uint64_t i = 0; i < page->num_kept; i++) wom_free(page->kept[i]);
    wom_free(page->kept);
    wom_archive_close(page->archive);
}

static bool
has_card(const report_page *page, const report_card *card)
{
    return wom_archive_has(page->archive, card->needs);
}

static void
write_head(report_page *page, const char *name)
{
    wom_markup_add(page->out,
                   "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; "
                   "script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
                   report_style_hash, report_script_hash);
    wom_markup_text(page->out, name);
    wom_markup_add(page->out, "</title>\n<style>%s</style></head>\n<body><header><h1><bdi>", report_style);
    wom_markup_text(page->out, name);
    wom_markup_add(page->out, "</bdi></h1>\n<nav aria-label=\"On this page\">\n");
    for (const report_card *const *card = report_cards; *card != NULL; card++)
        if (has_card(page, *card))
            wom_markup_add(page->out, "<a href=\"#%s\">%s</a>\n", (*card)->name, (*card)->title);
    wom_markup_add(page->out, "</nav></header>\n<main>\n");
}

static void
write_card(report_page *page, const report_card *card)
{
    wom_markup_add(page->out, "<section id=\"%s\" aria-labelledby=\"%s-title\"><h2 id=\"%s-title\">%s</h2>\n",
                   card->name, card->name, card->name, card->title);
    card->tell(page);
    if (card->draw != NULL) {
        wom_markup_add(page->out, "<figure tabindex=\"0\">");
        card->draw(page);
        wom_markup_add(page->out, "</figure>\n");
    }
    if (card->list != NULL) card->list(page);
    wom_markup_add(page->out, "</section>\n");
}

wom_status
wom_report_page(wom_markup *markup, wom_job *job, const char *path)
{
    report_page page;
    char name[256];
    const char *slash = strrchr(path, '/'), *file = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(file, '.');
    uint32_t num_cards = 0;
    WOM_TRY(open_page(&page, markup, job, path));
    snprintf(name, sizeof name, "%.*s", (int)(dot != NULL ? dot - file : (ptrdiff_t)strlen(file)), file);
    for (const report_card *const *card = report_cards; *card != NULL; card++) num_cards += has_card(&page, *card);
    if (num_cards == 0) page.status = wom_fail(WOM_INVALID, "%s: holds nothing to report; is it a results file?", path);
    if (page.status == WOM_OK) write_head(&page, name);
    for (const report_card *const *card = report_cards; *card != NULL && page.status == WOM_OK; card++) {
        if (has_card(&page, *card)) write_card(&page, *card);
        if (page.status == WOM_OK) page.status = wom_job_check(job);
    }
    wom_markup_add(markup, "</main>\n<script>%s</script>\n</body></html>\n", report_script);
    close_page(&page);
    return page.status;
}

static wom_status
unknown_figure(const report_page *page, const char *name)
{
    char known[256] = "";
    size_t length = 0;
    for (const report_card *const *card = report_cards; *card != NULL; card++)
        if ((*card)->draw != NULL && has_card(page, *card) && length < sizeof known)
            length += (size_t)snprintf(known + length, sizeof known - length, "%s%s", length > 0 ? ", " : "",
                                       (*card)->name);
    return wom_fail(WOM_INVALID, "%s: has no figure \"%s\"; it has: %s", page->path, name,
                    known[0] != '\0' ? known : "none");
}

wom_status
wom_report_figure(wom_markup *markup, wom_job *job, const char *path, const char *name)
{
    report_page page;
    const report_card *found = NULL;
    WOM_TRY(open_page(&page, markup, job, path));
    for (const report_card *const *card = report_cards; *card != NULL; card++)
        if ((*card)->draw != NULL && has_card(&page, *card) && strcmp((*card)->name, name) == 0) found = *card;
    if (found != NULL)
        found->draw(&page);
    else
        page.status = unknown_figure(&page, name);
    close_page(&page);
    return page.status;
}
