/* What is to be compared. */
#include "read.h"

#include <math.h>

static wom_status
read_sizes(wom_compare_section *compare, wom_job *job, const wom_json *list)
{
    if (list == NULL) return WOM_OK;
    if (wom_json_kind_of(list) != WOM_JSON_ARRAY || wom_json_count(list) == 0)
        return wom_json_fail(list, "must be a list of numbers of seeds");
    WOM_TRY(wom_allocate(&compare->sizes, job, wom_json_count(list), sizeof *compare->sizes, "numbers of seeds"));
    for (uint64_t i = 0; i < wom_json_count(list); i++) {
        const wom_json *item = wom_json_at(list, i);
        const double number = wom_json_kind_of(item) == WOM_JSON_NUMBER ? wom_json_number(item) : 0;
        if (!(number >= 1 && number < 4294967295.0 && number == floor(number)))
            return wom_json_fail(item, "must be a number of seeds, a whole number from 1");
        compare->sizes[compare->num_sizes++] = (uint32_t)number;
    }
    return WOM_OK;
}

wom_status
wom_compare_section_read(wom_scenario *scenario, const wom_json *root)
{
    wom_compare_section *compare = &scenario->compare;
    wom_job *job = scenario->job;
    const wom_json *object = wom_json_member(root, "compare");
    WOM_TRY(wom_section_read(compare, &wom_sections[SECTION_COMPARE], root));
    if (object == NULL) return WOM_OK;
    WOM_TRY(wom_choices_read(&compare->weightings, &compare->num_weightings, job, &wom_weightings,
                             wom_json_member(object, "weightings")));
    WOM_TRY(wom_choices_read(&compare->dynamics, &compare->num_dynamics, job, &wom_dynamics_catalogue,
                             wom_json_member(object, "dynamics")));
    WOM_TRY(wom_choices_read(&compare->algorithms, &compare->num_algorithms, job, &wom_algorithms,
                             wom_json_member(object, "algorithms")));
    return read_sizes(compare, job, wom_json_member(object, "seeds"));
}

void
wom_compare_section_clear(wom_compare_section *compare)
{
    wom_choices_free(compare->weightings, compare->num_weightings);
    wom_choices_free(compare->dynamics, compare->num_dynamics);
    wom_choices_free(compare->algorithms, compare->num_algorithms);
    wom_free(compare->sizes);
}
