/* One cascade for every worker. */
#include "walkers.h"

wom_status
wom_walkers_open(wom_walkers *walkers, wom_job *job, const wom_chances *chances)
{
    *walkers = (wom_walkers){ .num_workers = wom_job_threads(job) };
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&walkers->cascade, job, walkers->num_workers, sizeof *walkers->cascade, "cascades"));
    for (uint32_t i = 0; i < walkers->num_workers && status == WOM_OK; i++)
        status = wom_cascade_create(&walkers->cascade[i], job, chances);
    if (status != WOM_OK) wom_walkers_close(walkers);
    return status;
}

void
wom_walkers_close(wom_walkers *walkers)
{
    for (uint32_t i = 0; walkers->cascade != NULL && i < walkers->num_workers; i++)
        wom_cascade_free(walkers->cascade[i]);
    wom_free(walkers->cascade);
    *walkers = (wom_walkers){ 0 };
}
