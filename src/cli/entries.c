/* Walks a store file. */
#include "entries.h"

#include <wom/settings.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PATH = 1024, MOST_DEPTH = 16 };

/* ---- Listing ---- */

static wom_status
add_entry(cli_entries *entries, const cli_entry *entry, const char *path)
{
    WOM_TRY(wom_reserve(&entries->entry, &entries->capacity, entries->job, entries->num_entries + 1,
                        sizeof *entries->entry, "a list of tables"));
    cli_entry *added = &entries->entry[entries->num_entries];
    *added = *entry;
    WOM_TRY(wom_copy_text(&added->path, entries->job, path, strlen(path)));
    entries->num_entries++;
    return WOM_OK;
}

static bool
is_table(wom_archive *archive, const char *path)
{
    char *encoding = NULL;
    const bool is = wom_archive_attribute_text(&encoding, archive, path, "encoding-type") == WOM_OK &&
                    strcmp(encoding, "dataframe") == 0;
    wom_free(encoding);
    return is;
}

static wom_status
add_table(cli_entries *entries, wom_archive *archive, const char *path, char *const *columns, uint64_t num_columns)
{
    cli_entry entry = { .kind = CLI_ENTRY_TABLE, .num_lengths = 2, .lengths = { 0, num_columns } };
    char column[MOST_PATH];
    cli_column values = { 0 };
    if (num_columns > 0) {
        snprintf(column, sizeof column, "%.500s/%.500s", path, columns[0]);
        WOM_TRY(cli_column_read(&values, entries->job, archive, column));
        entry.lengths[0] = values.num_values;
        cli_column_clear(&values);
    }
    return add_entry(entries, &entry, path);
}

static wom_status
add_data_set(cli_entries *entries, wom_archive *archive, const char *path, wom_type type)
{
    cli_entry entry = { .kind = CLI_ENTRY_ARRAY };
    void *values = NULL;
    WOM_TRY(wom_archive_read(&values, archive, path, type, entry.lengths, &entry.num_lengths));
    wom_free(values);
    if (entry.num_lengths == 0 && type == WOM_TYPE_STRING) entry.kind = CLI_ENTRY_TEXT;
    return add_entry(entries, &entry, path);
}

static bool
is_among(const char *name, char *const *names, uint64_t num_names)
{
    for (uint64_t i = 0; i < num_names; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static wom_status walk(cli_entries *entries, wom_archive *archive, const char *path, uint32_t depth);

static wom_status
walk_members(cli_entries *entries, wom_archive *archive, const char *path, uint32_t depth, char *const *columns,
             uint64_t num_columns)
{
    char **names = NULL, member[MOST_PATH];
    uint64_t num_names = 0;
    wom_status status = WOM_OK;
    WOM_TRY(wom_archive_list(&names, &num_names, archive, path));
    for (uint64_t i = 0; i < num_names && status == WOM_OK; i++) {
        const bool is_column = is_among(names[i], columns, num_columns) || (columns && strcmp(names[i], "_index") == 0);
        if (is_column) continue;
        snprintf(member, sizeof member, "%.500s/%.500s", strcmp(path, "/") == 0 ? "" : path, names[i]);
        status = walk(entries, archive, member, depth + 1);
    }
    wom_free(names);
    return status;
}

static wom_status
walk(cli_entries *entries, wom_archive *archive, const char *path, uint32_t depth)
{
    char **columns = NULL;
    uint64_t num_columns = 0;
    wom_type type;
    if (depth > MOST_DEPTH) return wom_fail(WOM_INVALID, "\"%s\": groups are nested too deep", path);
    if (depth > 0 && wom_archive_type(&type, archive, path) == WOM_OK)
        return add_data_set(entries, archive, path, type);
    wom_status status = WOM_OK;
    if (is_table(archive, path)) {
        WOM_TRY_GOTO(wom_archive_table_columns(&columns, &num_columns, archive, path));
        WOM_TRY_GOTO(add_table(entries, archive, path, columns, num_columns));
    }
    WOM_TRY_GOTO(walk_members(entries, archive, path, depth, columns, num_columns));
done:
    wom_free(columns);
    return status;
}

wom_status
cli_entries_list(cli_entries *entries, wom_job *job, wom_archive *archive)
{
    *entries = (cli_entries){ .job = job };
    const wom_status status = walk(entries, archive, "/", 0);
    if (status != WOM_OK) cli_entries_clear(entries);
    return status;
}

void
cli_entries_clear(cli_entries *entries)
{
    for (uint64_t i = 0; i < entries->num_entries; i++) wom_free(entries->entry[i].path);
    wom_free(entries->entry);
    *entries = (cli_entries){ 0 };
}

/* ---- Finding ---- */

wom_status
cli_entries_find(const cli_entry **found, const cli_entries *entries, const char *path)
{
    const char **names = NULL;
    const char *near = NULL, *wanted = path[0] == '/' ? path + 1 : path;
    for (uint64_t i = 0; i < entries->num_entries; i++) {
        *found = &entries->entry[i];
        if (strcmp((*found)->path + 1, wanted) == 0) return WOM_OK;
    }
    *found = NULL;
    WOM_TRY(wom_allocate(&names, entries->job, entries->num_entries + 1, sizeof *names, "names"));
    for (uint64_t i = 0; i < entries->num_entries; i++) names[i] = entries->entry[i].path + 1;
    near = wom_suggest(wanted, names);
    wom_free(names);
    if (near == NULL) return wom_fail(WOM_INVALID, "there is no \"%s\"; without a name all are listed", path);
    return wom_fail(WOM_INVALID, "there is no \"%s\", did you mean \"%s\"?", path, near);
}

/* ---- Values ---- */

static wom_type
widest(wom_type type)
{
    switch (type) {
    case WOM_TYPE_BOOL:
    case WOM_TYPE_STRING:
        return type;
    case WOM_TYPE_FLOAT:
    case WOM_TYPE_DOUBLE:
        return WOM_TYPE_DOUBLE;
    case WOM_TYPE_UINT64:
        return WOM_TYPE_UINT64;
    default:
        return WOM_TYPE_INT64;
    }
}

wom_status
cli_column_read(cli_column *column, wom_job *job, wom_archive *archive, const char *path)
{
    uint64_t lengths[4] = { 0 };
    uint32_t num_axes = 0;
    *column = (cli_column){ 0 };
    WOM_TRY(wom_archive_type(&column->type, archive, path));
    column->type = widest(column->type);
    WOM_TRY(wom_archive_read(&column->values, archive, path, column->type, lengths, &num_axes));
    column->num_values = 1;
    for (uint32_t i = 0; i < num_axes; i++) column->num_values *= lengths[i];
    const char *name = strrchr(path, '/') + 1;
    const wom_status status = wom_copy_text(&column->name, job, name, strlen(name));
    if (status != WOM_OK) cli_column_clear(column);
    return status;
}

void
cli_column_clear(cli_column *column)
{
    wom_free(column->name);
    wom_free(column->values);
    *column = (cli_column){ 0 };
}

static void
print_real(cli_text *text, double x)
{
    if (isnan(x)) return;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text->text, sizeof text->text, "%.*g", digits, x);
        if (strtod(text->text, NULL) == x) return;
    }
}

cli_text
cli_column_number(const cli_column *column, uint64_t row)
{
    cli_text text = { "" };
    const size_t size = sizeof text.text;
    switch (column->type) {
    case WOM_TYPE_BOOL:
        snprintf(text.text, size, "%s", ((const uint8_t *)column->values)[row] ? "true" : "false");
        break;
    case WOM_TYPE_UINT64:
        snprintf(text.text, size, "%llu", (unsigned long long)((const uint64_t *)column->values)[row]);
        break;
    case WOM_TYPE_INT64:
        snprintf(text.text, size, "%lld", (long long)((const int64_t *)column->values)[row]);
        break;
    default:
        print_real(&text, ((const double *)column->values)[row]);
    }
    return text;
}
