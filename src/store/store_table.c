/* Tables: a group with a data set a column, as AnnData's data-frame encoding 0.2.0 has it. */
#include "hdf5_door.h"

#include <string.h>

typedef struct new_table {
    const char *path;
    const wom_column *columns;
    uint32_t num_columns;
    uint64_t num_rows;
    const char *index;
} new_table;

static wom_status
join_column(wom_new_data *new_data, char path[WOM_HDF5_MAX_PATH], const new_table *table, const wom_column *column)
{
    WOM_TRY(wom_hdf5_join(path, table->path, column->name));
    *new_data = (wom_new_data){ .path = path, .type = column->type, .data = column->data, .lengths = &table->num_rows,
                                .num_axes = 1, .units = column->units, .long_name = column->long_name };
    return WOM_OK;
}

static wom_status
check_column(const wom_store *store, const new_table *table, uint32_t place)
{
    char path[WOM_HDF5_MAX_PATH];
    wom_new_data new_data;
    const char *name = table->columns[place].name;
    WOM_TRY(wom_hdf5_check_name(name, "a column"));
    if (strcmp(name, "_index") == 0)
        return wom_fail(WOM_INVALID, "\"_index\" is kept for running numbers, and cannot name a column");
    for (uint32_t i = 0; i < place; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return wom_fail(WOM_INVALID, "two columns are called \"%s\"", name);
    WOM_TRY(join_column(&new_data, path, table, &table->columns[place]));
    return wom_store_check_data(store, &new_data);
}

static wom_status
check_table(const wom_store *store, const new_table *table)
{
    bool has_index = table->index == NULL;
    WOM_TRY(wom_store_check_free_path(store, table->path));
    if (table->num_columns == 0) return wom_fail(WOM_INVALID, "a table needs at least one column");
    for (uint32_t i = 0; i < table->num_columns; i++) {
        WOM_TRY(check_column(store, table, i));
        has_index = has_index || strcmp(table->columns[i].name, table->index) == 0;
    }
    if (!has_index) return wom_fail(WOM_INVALID, "no column is called \"%s\", to label the rows", table->index);
    return WOM_OK;
}

static wom_status
put_running_index(wom_store *store, const new_table *table)
{
    char path[WOM_HDF5_MAX_PATH];
    wom_new_data new_data;
    void *numbers = NULL;
    const wom_column column = { .name = "_index", .units = "1", .long_name = "row" };
    WOM_TRY(join_column(&new_data, path, table, &column));
    WOM_TRY(wom_store_running_numbers(&numbers, store->job, &new_data));
    const wom_status status = wom_store_put(store, &new_data);
    wom_free(numbers);
    return status;
}

/* The attributes that make a group a data frame. */
static wom_status
put_frame(wom_store *store, hid_t group, const new_table *table)
{
    const char **names = NULL;
    uint64_t num_names = 0;
    WOM_TRY(wom_allocate(&names, store->job, table->num_columns, sizeof *names, "column names"));
    for (uint32_t i = 0; i < table->num_columns; i++) {
        const char *name = table->columns[i].name;
        if (table->index == NULL || strcmp(name, table->index) != 0) names[num_names++] = name;
    }
    wom_status status = wom_store_put_texts(store, group, table->path, "column-order", names, num_names);
    wom_free(names);
    WOM_TRY(status);
    WOM_TRY(wom_store_put_text(store, group, table->path, "_index", table->index ? table->index : "_index"));
    return wom_store_put_encoding(store, group, table->path, "dataframe");
}

static wom_status
put_table(wom_store *store, const new_table *table)
{
    char path[WOM_HDF5_MAX_PATH];
    wom_new_data new_data;
    WOM_TRY(wom_store_make_group(store, table->path));
    const hid_t group = H5Gopen2(store->file, table->path, H5P_DEFAULT);
    wom_status status = put_frame(store, group, table);
    wom_hdf5_close(group);
    WOM_TRY(status);
    if (table->index == NULL) WOM_TRY(put_running_index(store, table));
    for (uint32_t i = 0; i < table->num_columns; i++) {
        WOM_TRY(join_column(&new_data, path, table, &table->columns[i]));
        WOM_TRY(wom_store_put(store, &new_data));
    }
    return WOM_OK;
}

static wom_status
write_table(wom_store *store, const new_table *table)
{
    WOM_TRY(wom_fail_in(check_table(store, table), "table \"%s\"", table->path ? table->path : ""));
    const wom_status status = put_table(store, table);
    if (status != WOM_OK) wom_store_remove(store, table->path);
    return status;
}

wom_status
wom_store_write_table(wom_store *store, const char *path, const wom_column *columns, uint32_t num_columns,
                      uint64_t num_rows, const char *index)
{
    const new_table table = { path, columns, num_columns, num_rows, index };
    WOM_HDF5_QUIETLY(write_table(store, &table));
}
