/* Logs with their users moved about, by what a null keeps. */
#include "learn/influence.h"

const char *const wom_influence_null_names[] = { "shuffled", "activity", "calendar", "relabelled", "order", NULL };

/* ---- Cells ---- */

/* A content's first action is alone; the others change places within their stratum of time. */
static uint32_t
number_places_in_contents(uint32_t *cell_of, const influence_log *log)
{
    uint32_t cell = 0;
    for (uint64_t i = 0; i < log->log->num_actions; i++) {
        const uint64_t after_first = i - log->log->first[log->log->content[i]];
        if (i > 0 && (after_first < 2 || log->stratum[i] != log->stratum[i - 1])) cell++;
        cell_of[i] = cell;
    }
    return log->log->num_actions > 0 ? cell + 1 : 0;
}

static uint32_t
number_cells(influence_cells *cells, const influence_log *log, wom_influence_null null, uint64_t num_slots,
             const wom_influence_options *options)
{
    if (null == WOM_NULL_ORDER) return number_places_in_contents(cells->of, log);
    const uint32_t *number = null == WOM_NULL_CALENDAR     ? log->stratum
                             : null == WOM_NULL_RELABELLED ? options->segment
                                                           : NULL;
    for (uint64_t i = 0; i < num_slots; i++) cells->of[i] = number != NULL ? number[i] : 0;
    return null == WOM_NULL_CALENDAR ? log->num_strata : null == WOM_NULL_RELABELLED ? options->num_segments : 1;
}

wom_status
influence_cells_create(influence_cells *cells, wom_job *job, const influence_log *log, wom_influence_null null,
                       const wom_influence_options *options)
{
    const uint64_t num = null == WOM_NULL_RELABELLED ? log->graph->num_nodes : log->log->num_actions;
    wom_status status = WOM_OK;
    *cells = (influence_cells){ 0 };
    WOM_TRY_GOTO(wom_allocate(&cells->of, job, num, sizeof *cells->of, "places to shuffle"));
    WOM_TRY_GOTO(wom_allocate(&cells->slot, job, num, sizeof *cells->slot, "places to shuffle"));
    cells->num = number_cells(cells, log, null, num, options);
    WOM_TRY_GOTO(wom_allocate(&cells->first, job, cells->num + UINT64_C(1), sizeof(uint64_t), "places to shuffle"));
    for (uint64_t i = 0; i < num; i++) cells->first[cells->of[i]]++;
    for (uint32_t cell = 0; cell < cells->num; cell++) cells->first[cell + 1] += cells->first[cell];
    for (uint64_t i = num; i-- > 0;) cells->slot[--cells->first[cells->of[i]]] = i;
done:
    if (status != WOM_OK) influence_cells_clear(cells);
    return status;
}

void
influence_cells_clear(influence_cells *cells)
{
    wom_free(cells->first);
    wom_free(cells->slot);
    wom_free(cells->of);
    *cells = (influence_cells){ 0 };
}

/* ---- Shuffling ---- */

static void
exchange(wom_node *user, uint64_t a, uint64_t b)
{
    const wom_node kept = user[a];
    user[a] = user[b];
    user[b] = kept;
}

static void
shuffle_cells(wom_node *user, const influence_cells *cells, wom_rng *rng)
{
    for (uint32_t cell = 0; cell < cells->num; cell++) {
        const uint64_t *slot = cells->slot + cells->first[cell];
        for (uint64_t left = cells->first[cell + 1] - cells->first[cell]; left > 1; left--)
            exchange(user, slot[left - 1], slot[wom_rng_below(rng, left)]);
    }
}

static bool
acts_on(const wom_log *log, const wom_node *user, uint32_t content, wom_node who)
{
    for (uint64_t i = log->first[content]; i < log->first[content + 1]; i++)
        if (user[i] == who) return true;
    return false;
}

/* Exchanges the user of action i, who acts on its content twice, with one of the cell so that neither does then. */
static void
part_double(wom_node *user, const influence_log *log, const influence_cells *cells, wom_rng *rng, uint64_t i)
{
    enum { MOST_TRIES = 200 };
    const wom_log *actions = log->log;
    const uint64_t first = cells->first[cells->of[i]], num = cells->first[cells->of[i] + 1] - first;
    for (int t = 0; t < MOST_TRIES; t++) {
        const uint64_t other = cells->slot[first + wom_rng_below(rng, num)];
        if (actions->content[other] == actions->content[i] || user[other] == user[i]) continue;
        if (acts_on(actions, user, actions->content[i], user[other])) continue;
        if (acts_on(actions, user, actions->content[other], user[i])) continue;
        exchange(user, i, other);
        return;
    }
}

/* Chance may give a user one content twice. Such doubles are parted one by one, which makes none anew. */
static void
part_doubles(influence_counter *counter, const influence_log *log, const influence_cells *cells, wom_rng *rng)
{
    const wom_log *actions = log->log;
    for (wom_node node = 0; node < log->graph->num_nodes; node++) counter->rank[node] = 0;
    for (uint32_t c = 0; c < actions->num_contents; c++) {
        for (uint64_t i = actions->first[c]; i < actions->first[c + 1]; i++) {
            const uint64_t before = counter->rank[counter->user[i]];
            if (before <= actions->first[c]) {
                counter->rank[counter->user[i]] = i + 1;
                continue;
            }
            /* either of both goes, or those who come in their place would come late */
            const uint64_t goes = wom_rng_below(rng, 2) == 0 ? i : before - 1;
            const wom_node remains = counter->user[i];
            part_double(counter->user, log, cells, rng, goes);
            counter->rank[counter->user[goes]] = goes + 1;
            counter->rank[remains] = (goes == i ? before - 1 : i) + 1;
        }
    }
}

void
influence_shuffle(influence_counter *counter, const influence_log *log, const influence_cells *cells,
                  wom_influence_null null, uint64_t seed, uint64_t shuffle)
{
    const wom_log *actions = log->log;
    wom_rng rng = wom_rng_stream(wom_key(seed, WOM_PURPOSE_SHUFFLE, null, 0), WOM_PURPOSE_SHUFFLE, shuffle);
    if (null == WOM_NULL_RELABELLED) {
        for (wom_node node = 0; node < log->graph->num_nodes; node++) counter->place[node] = node;
        shuffle_cells(counter->place, cells, &rng);
        for (uint64_t i = 0; i < actions->num_actions; i++) counter->user[i] = counter->place[actions->user[i]];
        return;
    }
    for (uint64_t i = 0; i < actions->num_actions; i++) counter->user[i] = actions->user[i];
    shuffle_cells(counter->user, cells, &rng);
    if (null == WOM_NULL_ACTIVITY || null == WOM_NULL_CALENDAR) part_doubles(counter, log, cells, &rng);
}
