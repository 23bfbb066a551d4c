/* Cascades that go step by step together. */
#include "joint.h"

#include <string.h>

void
wom_joint_open(const wom_joint *joint, const wom_spread_options *options)
{
    for (uint32_t c = 0; c < joint->num_contents; c++) {
        wom_cascade *cascade = joint->cascade[c];
        const wom_chances *chances = joint->chances[c];
        wom_cascade_open(cascade);
        if (cascade->epoch == 1)
            memset(cascade->scratch, 0, (size_t)cascade->num_nodes * chances->dynamics->scratch_bytes);
        if (options->with_baseline && chances->baseline > 0)
            wom_baseline_find(cascade, joint->world[c].baseline, chances->baseline);
        else
            cascade->num_own = 0, cascade->own_is_known = false;
    }
}

static void
close_step(wom_cascade *cascade, uint32_t step)
{
    const uint32_t first = cascade->step_first[cascade->num_steps];
    for (uint32_t i = first; cascade->time != NULL && i < cascade->num_active; i++)
        cascade->time[cascade->active[i]] = step;
    if (cascade->step_number != NULL)
        cascade_close_timed_step(cascade, step);
    else
        cascade_close_step(cascade);
}

bool
wom_joint_close_step(const wom_joint *joint, uint32_t step, const wom_spread_options *options)
{
    bool anybody = false;
    for (uint32_t c = 0; c < joint->num_contents; c++) {
        wom_cascade *cascade = joint->cascade[c];
        const bool some = cascade->num_active > cascade->step_first[cascade->num_steps];
        if (some || step == 0) close_step(cascade, step);
        if (step == 0 && options->want_exposed && c < joint->num_own)
            for (uint32_t i = 0; i < cascade->num_active; i++) cascade_expose(cascade, cascade->active[i]);
        anybody = anybody || some;
    }
    return anybody;
}
