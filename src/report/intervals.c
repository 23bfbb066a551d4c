/* Tables with a value and its 95 % interval a row, drawn as dots with whiskers. */
#include "cards.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 24, NAME = 32 };

typedef struct columns {
    const char *const *names, *const *metric;
    const double *numbers, *value, *low, *high;
    uint64_t num_rows;
} columns;

static void
shorten(uint64_t *num_rows, uint64_t length)
{
    if (length < *num_rows) *num_rows = length;
}

static columns
read_columns(report_page *page, const report_intervals *wanted)
{
    uint64_t length, names, numbers;
    columns found = { 0 };
    found.value = report_numbers(page, &found.num_rows, wanted->group, wanted->value ? wanted->value : "value");
    found.low = report_numbers(page, &length, wanted->group, wanted->low ? wanted->low : "lo95");
    shorten(&found.num_rows, length);
    found.high = report_numbers(page, &length, wanted->group, wanted->high ? wanted->high : "hi95");
    shorten(&found.num_rows, length);
    found.names = report_texts(page, &names, wanted->group, wanted->labels);
    found.numbers = report_numbers(page, &numbers, wanted->group, wanted->labels);
    shorten(&found.num_rows, names > numbers ? names : numbers);
    if (wanted->only == NULL) return found;
    found.metric = report_texts(page, &length, wanted->group, "metric");
    shorten(&found.num_rows, length);
    return found;
}

void
report_draw_intervals(report_page *page, const report_intervals *wanted)
{
    wom_interval_row rows[MOST_ROWS];
    char numbers[MOST_ROWS][NAME];
    uint64_t n = 0;
    const columns found = read_columns(page, wanted);
    for (uint64_t i = 0; i < found.num_rows && n < MOST_ROWS; i++) {
        if (found.metric != NULL && strcmp(found.metric[i], wanted->only) != 0) continue;
        if (found.names == NULL) snprintf(numbers[n], NAME, "%.0f", found.numbers[i]);
        rows[n] = (wom_interval_row){ .name = found.names != NULL ? found.names[i] : numbers[n],
                                      .value = found.value[i],
                                      .low = found.low[i],
                                      .high = found.high[i],
                                      .is_chosen = wanted->first_is_chosen && n == 0 };
        if (wanted->chosen != NULL) rows[n].is_chosen = strcmp(rows[n].name, wanted->chosen) == 0;
        n++;
    }
    wom_draw_intervals(page->out, &(wom_interval_chart){ wanted->title, wanted->x_label, rows, n });
}
