/* Chains over the states of all users. A user's state is a digit: 0 never infected, 1 .. period infectious for so many
 * steps at least, period + 1 recovered. */
#include "epidemics.h"

#include <assert.h>

static uint32_t
digits(const epidemic *on, uint32_t state, uint32_t digit[EPIDEMIC_USERS])
{
    uint32_t num_ever = 0;
    for (wom_node user = 0; user < on->graph->num_nodes; user++) {
        digit[user] = state % (on->period + 2);
        state /= on->period + 2;
        num_ever += digit[user] > 0;
    }
    return num_ever;
}

static uint32_t
place_of(const epidemic *on, wom_node user)
{
    uint32_t place = 1;
    for (wom_node before = 0; before < user; before++) place *= on->period + 2;
    return place;
}

void
epidemic_begin(epidemic *made, const wom_graph *graph, double recovery, uint32_t period, bool forgets,
               const wom_node *seeds, uint32_t num_seeds)
{
    *made = (epidemic){
        .graph = graph, .recovery = period > 0 ? 1 : recovery, .period = period > 0 ? period : 1, .forgets = forgets
    };
    uint32_t state = 0;
    assert(graph->num_nodes <= EPIDEMIC_USERS);
    made->num_states = place_of(made, graph->num_nodes);
    assert(made->num_states <= EPIDEMIC_STATES);
    for (uint32_t i = 0; i < num_seeds; i++) state += made->period * place_of(made, seeds[i]);
    made->probability[state] = 1;
}

static bool
is_infectious(const epidemic *on, uint32_t digit)
{
    return digit > 0 && digit <= on->period;
}

/* That one of the infectious succeeds with the user in a step. */
static double
infection(const epidemic *on, const uint32_t *digit, wom_node user)
{
    const wom_graph *graph = on->graph;
    double escapes = 1;
    for (uint64_t k = graph->in_first[user]; k < graph->in_first[user + 1]; k++)
        if (is_infectious(on, digit[graph->in_tail[k]]))
            escapes *= 1 - (double)graph->strength[graph->in_tie[k]];
    return 1 - escapes;
}

/* Given the state, users go on independently: ties into different users have coins of their own. */
static void
go_on(epidemic *on, const uint32_t *digit, wom_node user, uint32_t state, double probability)
{
    if (probability == 0) return;
    if (user == on->graph->num_nodes) {
        on->next[state] += probability;
        return;
    }
    const uint32_t place = place_of(on, user), recovered = on->period + 1;
    const double q = infection(on, digit, user);
    uint32_t to = digit[user];
    double chance = 1; /* of `to` */
    if (digit[user] == 0 || (digit[user] == recovered && on->forgets)) {
        to = on->period;
        chance = q;
    } else if (digit[user] == 1) {
        to = recovered;
        chance = on->recovery * (on->forgets ? 1 - q : 1);
    } else if (digit[user] != recovered) {
        to = digit[user] - 1;
    }
    go_on(on, digit, user + 1, state + to * place, probability * chance);
    go_on(on, digit, user + 1, state + digit[user] * place, probability * (1 - chance));
}

void
epidemic_run(epidemic *on, uint32_t num_steps)
{
    for (uint32_t step = 0; step < num_steps; step++) {
        for (uint32_t state = 0; state < on->num_states; state++) on->next[state] = 0;
        for (uint32_t state = 0; state < on->num_states; state++) {
            uint32_t digit[EPIDEMIC_USERS];
            digits(on, state, digit);
            go_on(on, digit, 0, 0, on->probability[state]);
        }
        for (uint32_t state = 0; state < on->num_states; state++) on->probability[state] = on->next[state];
    }
}

double
epidemic_ever(const epidemic *on, wom_node user)
{
    double sum = 0;
    for (uint32_t state = 0; state < on->num_states; state++) {
        uint32_t digit[EPIDEMIC_USERS];
        digits(on, state, digit);
        if (digit[user] > 0) sum += on->probability[state];
    }
    return sum;
}

double
epidemic_size(const epidemic *on, uint32_t number)
{
    double sum = 0;
    for (uint32_t state = 0; state < on->num_states; state++) {
        uint32_t digit[EPIDEMIC_USERS];
        if (digits(on, state, digit) == number) sum += on->probability[state];
    }
    return sum;
}
