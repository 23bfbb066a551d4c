/* Any bytes as a scenario, then "@set" parts as overrides: what is read, with all defaults filled in, reads to itself.
 */
#include "parts.h"

#include <wom/scenario.h>

enum { MOST_OVERRIDES = 4 };

static char *
effective_text(wom_job *job, const wom_scenario *scenario)
{
    char *text = NULL;
    wom_json *effective = NULL;
    PROMISE(wom_scenario_effective(&effective, job, scenario) == WOM_OK);
    PROMISE(wom_json_print(&text, job, effective, true) == WOM_OK);
    wom_json_free(effective);
    return text;
}

static void
check_effective(const wom_scenario *scenario, wom_job *job)
{
    wom_json *json = NULL;
    wom_scenario *again = NULL;
    char *text = effective_text(job, scenario);
    PROMISE(wom_json_parse(&json, job, text, strlen(text), "effective") == WOM_OK);
    PROMISE(wom_scenario_read(&again, job, json, scenario->folder) == WOM_OK);
    char *text_again = effective_text(job, again);
    PROMISE(strcmp(text, text_again) == 0);
    wom_scenario_free(again);
    wom_free(text);
    wom_free(text_again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[MOST_OVERRIDES][FUZZ_LINE];
    const char *overrides[MOST_OVERRIDES];
    uint32_t num = 0;
    fuzz_part part = { { NULL, 0 }, { "", 0 } };
    wom_text rest = { (const char *)data, size };
    (void)fuzz_next_part(&part, &rest);
    const char *path = fuzz_file(part.text.start, part.text.length);
    for (; num < MOST_OVERRIDES && fuzz_next_part(&part, &rest); num++) {
        fuzz_line(text[num], &part);
        overrides[num] = text[num];
    }
    wom_scenario *scenario = NULL;
    wom_job *job = fuzz_job();
    const wom_status status = wom_scenario_load(&scenario, job, path, overrides, num);
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (scenario != NULL));
    if (status == WOM_OK) check_effective(scenario, job);
    wom_scenario_free(scenario);
    fuzz_end(job);
    return 0;
}
