/* Any bytes as a file that nobody has said anything about: what it is taken for, and what its table or its interests
 * hold. The first byte chooses the column by which rows are grouped. */
#include "fuzz.h"

#include <wom/survey.h>

#include <math.h>
#include <string.h>

static void
check_groups(const wom_table_summary *table)
{
    uint64_t num_rows = 0;
    for (uint32_t g = 0; g < table->num_groups; g++) {
        const wom_table_group *group = &table->group[g];
        PROMISE(g == 0 || group->num_rows <= table->group[g - 1].num_rows);
        num_rows += group->num_rows;
        for (uint32_t c = 0; c < table->num_columns; c++) {
            PROMISE(group->of_column[c].num_values <= group->num_rows);
            PROMISE(!(group->of_column[c].standard_error < 0));
        }
    }
    PROMISE(table->num_groups == 0 || num_rows == table->num_rows);
}

static void
look_at_table(wom_job *job, const char *path, const char *by)
{
    wom_table_summary table;
    const wom_status status = wom_table_summarise(&table, job, path, by);
    fuzz_check_status(status);
    if (status != WOM_OK) return;
    for (uint32_t c = 0; c < table.num_columns; c++) {
        const wom_column_summary *column = &table.column[c];
        PROMISE(column->num_missing + column->num_distinct <= table.num_rows);
        PROMISE(!(column->least > column->most));
        PROMISE((column->kind == WOM_COLUMN_EMPTY) == (column->num_missing == table.num_rows));
    }
    check_groups(&table);
    wom_table_summary_free(&table);
}

static void
look_at_interests(wom_job *job, const char *path)
{
    wom_interests_summary interests;
    const wom_status status = wom_interests_summarise(&interests, job, path);
    fuzz_check_status(status);
    if (status != WOM_OK) return;
    PROMISE(interests.num_missing <= interests.num_rows && interests.most_values <= interests.num_dimensions);
    PROMISE(!(interests.least > interests.most));
    for (uint32_t i = 0; i < interests.num_frequent; i++)
        PROMISE(interests.frequency[i] <= (i == 0 ? interests.num_rows : interests.frequency[i - 1]));
    wom_interests_summary_free(&interests);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const columns[] = { NULL, "1", "2", "user" };
    wom_rows_guess guess;
    if (size == 0) return 0;
    wom_job *job = fuzz_job();
    const char *path = fuzz_file(data + 1, size - 1);
    const wom_status status = wom_guess_rows(&guess, job, path);
    fuzz_check_status(status);
    PROMISE(status != WOM_OK || guess.kind == WOM_ROWS_TABLE || guess.why[0] == 0);
    PROMISE(status != WOM_OK || guess.kind == WOM_ROWS_TIES || guess.doubt[0] == 0);
    look_at_table(job, path, columns[data[0] % 4]);
    look_at_interests(job, path);
    fuzz_end(job);
    return 0;
}
