/* A table of the file as a <table> of the page. */
#include "cards.h"

enum { MOST_COLUMNS = 16 };

static void
write_cell(report_page *page, const report_column *column, const double *number, const char *text)
{
    if (text != NULL) {
        wom_markup_add(page->out, "<td><bdi>");
        wom_markup_text(page->out, text);
        wom_markup_add(page->out, "</bdi></td>");
        return;
    }
    /* The whole number is for sorting, CSV and whoever reads the page by program. */
    wom_markup_add(page->out, "<td class=\"n\" data-v=\"%.17g\">", *number);
    wom_markup_number(page->out, *number, column->digits);
    wom_markup_add(page->out, "</td>");
}

static void
write_heading(report_page *page, const report_column *column)
{
    wom_markup_add(page->out, "<th scope=\"col\"%s>%s</th>", column->digits > 0 ? " class=\"n\"" : "", column->label);
}

void
report_list(report_page *page, const char *group, const report_column *columns, uint32_t num_columns, uint64_t most)
{
    const char *const *texts[MOST_COLUMNS] = { NULL };
    const double *numbers[MOST_COLUMNS] = { NULL };
    uint64_t num_rows = 0, length;
    for (uint32_t c = 0; c < num_columns && c < MOST_COLUMNS; c++) {
        if (columns[c].digits > 0)
            numbers[c] = report_numbers(page, &length, group, columns[c].name);
        else
            texts[c] = report_texts(page, &length, group, columns[c].name);
        if (length == 0) {
            numbers[c] = NULL;
            texts[c] = NULL;
        } else if (num_rows == 0 || length < num_rows) {
            num_rows = length;
        }
    }
    const uint64_t shown = num_rows < most ? num_rows : most;
    wom_markup_add(page->out, "<div class=\"scroll\"><table data-name=\"%s\"><thead><tr>", group + 1);
    for (uint32_t c = 0; c < num_columns; c++)
        if (numbers[c] != NULL || texts[c] != NULL) write_heading(page, &columns[c]);
    wom_markup_add(page->out, "</tr></thead><tbody>\n");
    for (uint64_t row = 0; row < shown; row++) {
        wom_markup_add(page->out, "<tr>");
        for (uint32_t c = 0; c < num_columns; c++)
            if (numbers[c] != NULL || texts[c] != NULL)
                write_cell(page, &columns[c], numbers[c] != NULL ? &numbers[c][row] : NULL,
                           texts[c] != NULL ? texts[c][row] : NULL);
        wom_markup_add(page->out, "</tr>\n");
    }
    wom_markup_add(page->out, "</tbody></table></div>\n");
    if (shown < num_rows)
        wom_markup_add(page->out,
                       "<p class=\"note\">The first %llu of %llu rows; all are in the results file, table %s.</p>\n",
                       (unsigned long long)shown, (unsigned long long)num_rows, group + 1);
}
