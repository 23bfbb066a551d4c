/* Reading a scenario, piece by piece. */
#ifndef SCENARIO_READ_H
#define SCENARIO_READ_H

#include "sections.h"

/* Reads the section's fields from the member of `root` that bears its name (the root itself for the scenario's own).
 * Other keys it may have are its choices and others. */
wom_status wom_section_read(void *params, const wom_section *section, const wom_json *root);

/* One of the section's choices. */
wom_status wom_section_choice_read(wom_choice *choice, wom_job *job, const wom_section *section, const char *name,
                                   const wom_json *root);

/* A choice or a list of at least one; NULL value: none. On failure, too, the caller frees them. */
wom_status wom_choices_read(wom_choice **choices, uint32_t *num_choices, wom_job *job, const wom_catalogue *catalogue,
                            const wom_json *value);
void wom_choices_free(wom_choice *choices, uint32_t num_choices);

/* A list of texts, borrowed from the JSON; NULL value: none. */
wom_status wom_texts_read(const char ***texts, uint32_t *num_texts, wom_job *job, const wom_json *value);

/* wom_scenario_read but for looking into the questions, whose variants are read by this. */
wom_status wom_scenario_read_plan(wom_scenario **scenario, wom_job *job, wom_json *json, const char *folder);

wom_status wom_compare_section_read(wom_scenario *scenario, const wom_json *root);
void wom_compare_section_clear(wom_compare_section *compare);
wom_status wom_purchase_section_read(wom_scenario *scenario, const wom_json *root);
wom_status wom_what_ifs_read(wom_scenario *scenario, const wom_json *root);

#endif
