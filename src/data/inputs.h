/* Marks of the files that data are read from. */
#ifndef WOM_DATA_INPUTS_H
#define WOM_DATA_INPUTS_H

#include <wom/data.h>
#include <wom/io.h>

/* All files that can be given; standard input and what is not given are NULL. */
enum { WOM_DATA_NUM_INPUTS = 7 };
void wom_data_list_inputs(const char *paths[WOM_DATA_NUM_INPUTS], const wom_data_files *files);

typedef struct wom_inputs wom_inputs;

/* As the files are now. */
wom_status wom_inputs_create(wom_inputs **inputs, wom_job *job, const wom_data_files *files);
void wom_inputs_free(wom_inputs *inputs);

/* WOM_INVALID names the first that has changed; NULL has not. */
wom_status wom_inputs_check(const wom_inputs *inputs);

#endif
