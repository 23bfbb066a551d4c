/* Reverse walks, many under way at a time. */
#include "flights.h"

#include "propagation/cascade.h"

#include <assert.h>

/* Walks in flight a worker; once one is alone, ties followed together, and how many users ahead rows are fetched. */
enum { NUM_FLIGHTS = 16, MET_TOGETHER = 256, FORESIGHT = 16 };

/* ---- The users of a flight ---- */

static uint32_t
slot_of(wom_node node)
{
    return (uint32_t)(node * UINT32_C(0x9e3779b1)) >> 23; /* 9 bits: WOM_FLIGHT_SLOTS */
}

static_assert(WOM_FLIGHT_SLOTS == 1 << 9, "slot_of has 9 bits");

/* Whether the node is new. */
static bool
add_to_slots(wom_flight *flight, wom_node node)
{
    uint32_t slot = slot_of(node);
    for (; flight->slot[slot] != WOM_NO_NODE; slot = (slot + 1) % WOM_FLIGHT_SLOTS)
        if (flight->slot[slot] == node) return false;
    flight->slot[slot] = node;
    return true;
}

static void
clear_slots(wom_flight *flight)
{
    for (uint32_t i = 0; i < WOM_FLIGHT_SLOTS; i++) flight->slot[i] = WOM_NO_NODE;
}

/* Frees the slots of the first `num` users of flight->user, who are all there are. */
static void
free_slots(wom_flight *flight, uint32_t num)
{
    if (num > WOM_FLIGHT_SLOTS / 16) {
        clear_slots(flight);
        return;
    }
    /* in the order of adding: what lies beyond a free slot was added later, and is looked for no more */
    for (uint32_t i = num; i-- > 0;) {
        uint32_t slot = slot_of(flight->user[i]);
        while (flight->slot[slot] != flight->user[i]) slot = (slot + 1) % WOM_FLIGHT_SLOTS;
        flight->slot[slot] = WOM_NO_NODE;
    }
}

/* ---- One walk ---- */

static bool
ends_at(const wom_flight_plan *plan, wom_flight *flight, wom_node node)
{
    if (plan->stop == NULL || !plan->stop[node]) return false;
    return plan->accept == NULL || wom_draw_acceptance(plan->accept[node], &flight->rng);
}

/* Takes a new user in. */
static void
add_member(wom_flight *flight, const wom_flight_plan *plan, wom_node node)
{
    flight->member[flight->num_members++] = node;
    __builtin_prefetch(&flight->rows->row[node]);
    flight->stopped = ends_at(plan, flight, node);
}

static void
begin_walk(wom_flight *flight, const wom_flights *flights, const wom_flight_plan *plan)
{
    flight->rows = &flights->rows[flight->content];
    flight->member = flight->user;
    flight->num_members = flight->next = flight->num_met = 0;
    flight->rest = (wom_row_rest){ 0 };
    flight->step_end = 1;
    flight->steps_left = flights->max_steps == 0 ? UINT32_MAX : flights->max_steps;
    add_to_slots(flight, flight->root);
    add_member(flight, plan, flight->root);
}

/* Whether there is another user whose row is to be walked, within the deadline. */
static bool
has_next(wom_flight *flight)
{
    if (flight->next < flight->step_end) return true;
    if (flight->next == flight->num_members || --flight->steps_left == 0) return false;
    flight->step_end = flight->num_members;
    return true;
}

/* Finds ties that may be live until there are some; false: the walk is over. */
static bool
meet_ties(wom_flight *flight)
{
    do {
        if (flight->rest.at < flight->rest.end) {
            flight->num_met = wom_in_rows_continue(flight->met, WOM_FLIGHT_TIES, &flight->rest, flight->rows,
                                                   &flight->rng);
        } else {
            if (!has_next(flight)) return false;
            flight->node = flight->member[flight->next++];
            flight->num_met = wom_in_rows_draw(flight->met, WOM_FLIGHT_TIES, &flight->rest, flight->rows, &flight->rng,
                                               flight->node);
        }
    } while (flight->num_met == 0);
    return true;
}

static void
follow_ties(wom_flight *flight, const wom_flight_plan *plan)
{
    for (uint32_t i = 0; i < flight->num_met && !flight->stopped; i++) {
        const wom_node tail = wom_in_rows_tail(flight->rows, flight->node, flight->met[i]);
        if (tail != WOM_NO_NODE && add_to_slots(flight, tail)) add_member(flight, plan, tail);
    }
    flight->num_met = 0;
}

/* ---- A walk that has outgrown its slots ---- */

/* Ties of several users, met one after the other. */
typedef struct met_together {
    wom_node node[MET_TOGETHER], tail[MET_TOGETHER];
    wom_met_tie met[MET_TOGETHER];
    uint32_t num;
} met_together;

static void
meet_together(met_together *together, wom_flight *flight)
{
    while (together->num + 2 <= MET_TOGETHER) {
        const uint32_t room = MET_TOGETHER - together->num;
        wom_met_tie *met = &together->met[together->num];
        uint32_t num;
        if (flight->rest.at < flight->rest.end) {
            num = wom_in_rows_continue(met, room, &flight->rest, flight->rows, &flight->rng);
        } else {
            /* a step's last users are followed before the next step begins */
            if (flight->next == flight->step_end && (together->num > 0 || !has_next(flight))) return;
            if (flight->next + FORESIGHT < flight->num_members)
                __builtin_prefetch(&flight->rows->row[flight->member[flight->next + FORESIGHT]]);
            flight->node = flight->member[flight->next++];
            num = wom_in_rows_draw(met, room, &flight->rest, flight->rows, &flight->rng, flight->node);
        }
        for (uint32_t i = 0; i < num; i++) together->node[together->num++] = flight->node;
    }
}

static void
follow_together(met_together *together, wom_flight *flight, const wom_flight_plan *plan, wom_cascade *cascade)
{
    for (uint32_t i = 0; i < together->num; i++) {
        const wom_node tail = wom_in_rows_tail(flight->rows, together->node[i], together->met[i]);
        together->tail[i] = tail;
        if (tail == WOM_NO_NODE) continue;
        __builtin_prefetch(&cascade->active_mark[tail], 1);
        if (plan->stop != NULL) __builtin_prefetch(&plan->stop[tail]);
    }
    for (uint32_t i = 0; i < together->num && !flight->stopped; i++) {
        const wom_node tail = together->tail[i];
        if (tail == WOM_NO_NODE || cascade->active_mark[tail] == cascade->epoch) continue;
        cascade->active_mark[tail] = cascade->epoch;
        add_member(flight, plan, tail);
    }
    together->num = 0;
}

/* Goes on with the whole network's marks, to the end. */
static void
finish_alone(wom_flight *flight, const wom_flight_plan *plan, wom_cascade *cascade)
{
    met_together together = { .num = flight->num_met };
    wom_cascade_open(cascade);
    free_slots(flight, flight->num_members);
    for (uint32_t i = 0; i < flight->num_members; i++) cascade_activate(cascade, flight->user[i]);
    flight->member = cascade->active;
    for (uint32_t i = 0; i < flight->num_met; i++) {
        together.met[i] = flight->met[i];
        together.node[i] = flight->node;
    }
    while (!flight->stopped) {
        meet_together(&together, flight);
        if (together.num == 0) return;
        follow_together(&together, flight, plan, cascade);
    }
}

/* ---- All of them ---- */

/* One turn of a flight; false: it has landed. */
static bool
advance(wom_flight *flight, const wom_flight_plan *plan, wom_cascade *cascade)
{
    if (flight->num_members + flight->num_met > WOM_FLIGHT_USERS) {
        finish_alone(flight, plan, cascade);
        return false;
    }
    if (flight->num_met > 0) {
        follow_ties(flight, plan);
        if (!flight->stopped) return true;
    } else if (!flight->stopped && meet_ties(flight)) {
        return true;
    }
    free_slots(flight, flight->num_members);
    return false;
}

static void
run_flights(const wom_flights *flights, uint32_t worker, const wom_flight_plan *plan)
{
    wom_flight *all = flights->flight[worker];
    wom_flight *flying[NUM_FLIGHTS];
    const uint32_t most = plan->one_by_one ? 1 : NUM_FLIGHTS;
    uint32_t num = 0;
    while (num < most && plan->begin(plan->context, &all[num])) {
        flying[num] = &all[num];
        begin_walk(flying[num++], flights, plan);
    }
    while (num > 0)
        for (uint32_t i = 0; i < num; i++) {
            wom_flight *flight = flying[i];
            if (advance(flight, plan, flights->walkers.cascade[worker])) continue;
            plan->land(plan->context, flight);
            if (plan->begin(plan->context, flight))
                begin_walk(flight, flights, plan);
            else
                flying[i--] = flying[--num];
        }
}

/* Who of the stops accepts, drawn before a walk by the dynamics. */
static const bool *
draw_stops(bool *scratch, const wom_flight_plan *plan, wom_flight *flight)
{
    if (plan->accept == NULL) return plan->stop;
    for (uint32_t i = 0; i < plan->num_stops; i++) scratch[plan->stops[i]] = ends_at(plan, flight, plan->stops[i]);
    return scratch;
}

/* Walks of which only the dynamics knows the law. */
static void
run_one_by_one(const wom_flights *flights, uint32_t worker, const wom_flight_plan *plan)
{
    wom_flight *flight = flights->flight[worker];
    wom_cascade *cascade = flights->walkers.cascade[worker];
    while (plan->begin(plan->context, flight)) {
        const wom_chances *chances = &flights->view[flight->content];
        const bool *stop = draw_stops(flights->stops_now[worker], plan, flight);
        flight->stopped =
            !chances->dynamics->reverse(cascade, chances, &flight->rng, flight->root, flights->max_steps, stop);
        flight->member = cascade->active;
        flight->num_members = cascade->num_active;
        /* the walk may have met others after the one at whom it stopped */
        while (flight->stopped && !stop[flight->member[flight->num_members - 1]]) flight->num_members--;
        plan->land(plan->context, flight);
    }
}

void
wom_flights_run(const wom_flights *flights, uint32_t worker, const wom_flight_plan *plan)
{
    if (flights->rows != NULL)
        run_flights(flights, worker, plan);
    else
        run_one_by_one(flights, worker, plan);
}

/* ---- Scratch ---- */

static wom_status
open_contents(wom_flights *flights, wom_job *job, const wom_chances *const *chances)
{
    const bool has_rows = wom_in_rows_serve(chances[0]->dynamics);
    const uint32_t num = flights->num_contents;
    if (has_rows)
        WOM_TRY(wom_allocate(&flights->rows, job, num, sizeof *flights->rows, "contents' rows of in-ties"));
    else
        WOM_TRY(wom_allocate(&flights->view, job, num, sizeof *flights->view, "contents' chances"));
    for (uint32_t c = 0; c < num; c++)
        WOM_TRY(has_rows ? wom_in_rows_open(&flights->rows[c], job, chances[c])
                         : wom_chances_arrange(&flights->view[c], job, chances[c]));
    return WOM_OK;
}

static wom_status
open_workers(wom_flights *flights, wom_job *job, const wom_chances *chances)
{
    WOM_TRY(wom_walkers_open(&flights->walkers, job, chances));
    const uint32_t num_workers = flights->walkers.num_workers;
    const uint32_t num_flights = flights->rows != NULL ? NUM_FLIGHTS : 1;
    WOM_TRY(wom_allocate(&flights->flight, job, num_workers, sizeof *flights->flight, "walks in flight"));
    WOM_TRY(wom_allocate(&flights->stops_now, job, num_workers, sizeof *flights->stops_now, "where walks end"));
    for (uint32_t i = 0; i < num_workers; i++) {
        WOM_TRY(wom_allocate(&flights->flight[i], job, num_flights, sizeof **flights->flight, "walks in flight"));
        for (uint32_t k = 0; k < num_flights; k++) clear_slots(&flights->flight[i][k]);
        if (flights->rows == NULL)
            WOM_TRY(wom_allocate(&flights->stops_now[i], job, chances->graph->num_nodes, sizeof **flights->stops_now,
                                 "where walks end"));
    }
    return WOM_OK;
}

wom_status
wom_flights_open(wom_flights *flights, wom_job *job, const wom_chances *const *chances, uint32_t num_contents,
                 uint32_t max_steps)
{
    *flights = (wom_flights){ .num_contents = num_contents, .max_steps = max_steps };
    wom_status status = open_contents(flights, job, chances);
    if (status == WOM_OK) status = open_workers(flights, job, chances[0]);
    if (status != WOM_OK) wom_flights_close(flights);
    return status;
}

void
wom_flights_close(wom_flights *flights)
{
    for (uint32_t c = 0; flights->rows != NULL && c < flights->num_contents; c++) wom_in_rows_close(&flights->rows[c]);
    for (uint32_t c = 0; flights->view != NULL && c < flights->num_contents; c++)
        wom_chances_disarrange(&flights->view[c]);
    for (uint32_t i = 0; i < flights->walkers.num_workers; i++) {
        if (flights->flight != NULL) wom_free(flights->flight[i]);
        if (flights->stops_now != NULL) wom_free(flights->stops_now[i]);
    }
    wom_free(flights->rows);
    wom_free(flights->view);
    wom_free(flights->flight);
    wom_free(flights->stops_now);
    wom_walkers_close(&flights->walkers);
    *flights = (wom_flights){ 0 };
}
