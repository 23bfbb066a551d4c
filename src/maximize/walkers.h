/* One cascade for every worker. */
#ifndef MAXIMIZE_WALKERS_H
#define MAXIMIZE_WALKERS_H

#include <wom/propagation.h>

typedef struct wom_walkers {
    uint32_t num_workers;
    wom_cascade **cascade; /* [num_workers] */
} wom_walkers;

/* Memory: 16 bytes a node and worker. On failure nothing is held. */
wom_status wom_walkers_open(wom_walkers *walkers, wom_job *job, const wom_chances *chances);
void wom_walkers_close(wom_walkers *walkers);

#endif
