/* Columns of a results file, kept until the page is done. */
#include "cards.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
keep(report_page *page, void *memory)
{
    if (page->status == WOM_OK)
        page->status = wom_reserve(&page->kept, &page->capacity, page->job, page->num_kept + 1, sizeof *page->kept,
                                   "columns");
    if (page->status == WOM_OK)
        page->kept[page->num_kept++] = memory;
    else
        wom_free(memory);
}

static const void *
read_column(report_page *page, uint64_t *length, const char *group, const char *column, bool wants_text)
{
    char path[512];
    void *values = NULL;
    wom_type type;
    *length = 0;
    snprintf(path, sizeof path, "%.255s/%.255s", group, column);
    if (page->status != WOM_OK || !wom_archive_has(page->archive, path)) return NULL;
    page->status = wom_archive_type(&type, page->archive, path);
    if (page->status != WOM_OK || (type == WOM_TYPE_STRING) != wants_text) return NULL;
    page->status = wom_archive_read_column(&values, length, page->archive, path,
                                           wants_text ? WOM_TYPE_STRING : WOM_TYPE_DOUBLE);
    keep(page, values);
    if (page->status == WOM_OK) return values;
    *length = 0;
    return NULL;
}

const double *
report_numbers(report_page *page, uint64_t *length, const char *group, const char *column)
{
    return read_column(page, length, group, column, false);
}

const char *const *
report_texts(report_page *page, uint64_t *length, const char *group, const char *column)
{
    return read_column(page, length, group, column, true);
}

const char *
report_attribute(report_page *page, const char *path, const char *name)
{
    char *value = NULL;
    if (page->status != WOM_OK || !wom_archive_has(page->archive, path)) return "";
    if (wom_archive_attribute_text(&value, page->archive, path, name) != WOM_OK) return "";
    keep(page, value);
    return page->status == WOM_OK ? value : "";
}

double
report_at(report_page *page, const char *group, const char *labels, const char *row, const char *column)
{
    uint64_t num_names, num_values;
    const char *const *names = report_texts(page, &num_names, group, labels);
    const double *values = report_numbers(page, &num_values, group, column);
    for (uint64_t i = 0; i < num_names && i < num_values; i++)
        if (strcmp(names[i], row) == 0) return values[i];
    return NAN;
}
