/* Items ranked by scores that change while the best are taken: a heap that knows where everybody is. */
#ifndef MAXIMIZE_RANKING_H
#define MAXIMIZE_RANKING_H

#include <wom/base.h>

typedef struct wom_ranking {
    double *score;  /* [num_items] */
    double *second; /* [num_items] decides between equal scores; then the lower item comes first */
    uint32_t *heap; /* [num_ranked] items */
    uint32_t *place; /* [num_items] in the heap; UINT32_MAX: not ranked */
    uint32_t num_ranked;
} wom_ranking;

/* Nobody is ranked, all scores are 0. Memory: 24 bytes an item. */
wom_status wom_ranking_create(wom_ranking **ranking, wom_job *job, uint32_t num_items);
void wom_ranking_free(wom_ranking *ranking);

/* Ranks an item, or moves it to where the score belongs. */
void wom_ranking_set(wom_ranking *ranking, uint32_t item, double score, double second);

/* The item is no longer ranked; nothing happens when it is not. */
void wom_ranking_remove(wom_ranking *ranking, uint32_t item);

static inline bool
wom_ranking_has(const wom_ranking *ranking, uint32_t item)
{
    return ranking->place[item] != UINT32_MAX;
}

#endif
