/* A heap that knows where everybody is. */
#include "ranking.h"

wom_status
wom_ranking_create(wom_ranking **ranking, wom_job *job, uint32_t num_items)
{
    *ranking = NULL;
    wom_ranking *made = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a ranking"));
    WOM_TRY_GOTO(wom_allocate(&made->score, job, num_items, sizeof *made->score, "a ranking"));
    WOM_TRY_GOTO(wom_allocate(&made->second, job, num_items, sizeof *made->second, "a ranking"));
    WOM_TRY_GOTO(wom_allocate(&made->heap, job, num_items, sizeof *made->heap, "a ranking"));
    WOM_TRY_GOTO(wom_allocate(&made->place, job, num_items, sizeof *made->place, "a ranking"));
    for (uint32_t item = 0; item < num_items; item++) made->place[item] = UINT32_MAX;
    *ranking = made;
    made = NULL;
done:
    wom_ranking_free(made);
    return status;
}

void
wom_ranking_free(wom_ranking *ranking)
{
    if (ranking == NULL) return;
    wom_free(ranking->score);
    wom_free(ranking->second);
    wom_free(ranking->heap);
    wom_free(ranking->place);
    wom_free(ranking);
}

static bool
comes_before(const wom_ranking *ranking, uint32_t a, uint32_t b)
{
    if (ranking->score[a] != ranking->score[b]) return ranking->score[a] > ranking->score[b];
    if (ranking->second[a] != ranking->second[b]) return ranking->second[a] > ranking->second[b];
    return a < b;
}

static void
put(wom_ranking *ranking, uint32_t place, uint32_t item)
{
    ranking->heap[place] = item;
    ranking->place[item] = place;
}

/* Moves the item from its place up or down to where it belongs. */
static void
settle(wom_ranking *ranking, uint32_t item)
{
    uint32_t place = ranking->place[item];
    for (uint32_t parent; place > 0; place = parent) {
        parent = (place - 1) / 2;
        if (!comes_before(ranking, item, ranking->heap[parent])) break;
        put(ranking, place, ranking->heap[parent]);
    }
    for (uint64_t child; (child = 2 * (uint64_t)place + 1) < ranking->num_ranked; place = (uint32_t)child) {
        if (child + 1 < ranking->num_ranked &&
            comes_before(ranking, ranking->heap[child + 1], ranking->heap[child]))
            child++;
        if (!comes_before(ranking, ranking->heap[child], item)) break;
        put(ranking, place, ranking->heap[child]);
    }
    put(ranking, place, item);
}

void
wom_ranking_set(wom_ranking *ranking, uint32_t item, double score, double second)
{
    ranking->score[item] = score;
    ranking->second[item] = second;
    if (!wom_ranking_has(ranking, item)) ranking->place[item] = ranking->num_ranked++;
    settle(ranking, item);
}

void
wom_ranking_remove(wom_ranking *ranking, uint32_t item)
{
    if (!wom_ranking_has(ranking, item)) return;
    const uint32_t place = ranking->place[item], last = ranking->heap[--ranking->num_ranked];
    ranking->place[item] = UINT32_MAX;
    if (last == item) return;
    ranking->place[last] = place;
    settle(ranking, last);
}
