/* A tape of draws makes a chance process countable: the process asks the tape, the tape answers in every possible way,
 * one run after the other. */
#include "joint_oracle.h"

#include "test.h"

enum { MOST_DRAWS = 64, NOBODY = ORACLE_CONTENTS };

typedef struct draw_tape {
    uint32_t answer[MOST_DRAWS], num_answers[MOST_DRAWS];
    uint32_t length, at;
    double probability; /* of the answers so far */
} draw_tape;

/* One of the outcomes with weight > 0, in proportion to it. */
static uint32_t
draw_among(draw_tape *tape, const double *weight, uint32_t num_outcomes)
{
    uint32_t possible[ORACLE_CONTENTS + 1], num = 0;
    double sum = 0;
    for (uint32_t i = 0; i < num_outcomes; i++) {
        if (!(weight[i] > 0)) continue;
        possible[num++] = i;
        sum += weight[i];
    }
    if (num == 1) return possible[0];
    if (tape->at == tape->length) {
        if (tape->length == MOST_DRAWS) test_failed(__FILE__, __LINE__, "a case of too many draws");
        tape->answer[tape->length] = 0;
        tape->num_answers[tape->length++] = num;
    }
    const uint32_t outcome = possible[tape->answer[tape->at++]];
    tape->probability *= weight[outcome] / sum;
    return outcome;
}

static bool
draw(draw_tape *tape, double p)
{
    return draw_among(tape, (const double[]){ 1 - p, p }, 2) == 1;
}

/* False after the last tape. */
static bool
next_tape(draw_tape *tape)
{
    tape->at = 0;
    tape->probability = 1;
    uint32_t *length = &tape->length;
    while (*length > 0 && tape->answer[*length - 1] + 1 == tape->num_answers[*length - 1]) --*length;
    if (tape->length == 0) return false;
    tape->answer[tape->length - 1]++;
    return true;
}

/* What a run has come to. */
typedef struct course {
    bool active[ORACLE_CONTENTS][ORACLE_NODES];
    uint32_t since[ORACLE_CONTENTS][ORACLE_NODES];   /* step of becoming active */
    bool heard_alone[ORACLE_CONTENTS][ORACLE_NODES]; /* has heard and declined while she held nothing */
    bool heard[ORACLE_CONTENTS][ORACLE_NODES];
} course;

static bool
holds_any(const course *at, const joint_case *given, wom_node user)
{
    bool any = false;
    for (uint32_t c = 0; c < given->num_contents; c++) any = any || at->active[c][user];
    return any;
}

/* Draws who comes with the content from the start, be it asked or by herself. */
static bool
starts(draw_tape *tape, const joint_case *given, uint32_t content, wom_node user)
{
    for (uint32_t i = 0; i < given->num_asked[content]; i++)
        if (given->asked[content][i] == user && draw(tape, given->accept != NULL ? given->accept[user] : 1))
            return true;
    return draw(tape, given->baseline);
}

/* ---- Competition ---- */

static uint32_t
winner(draw_tape *tape, const joint_case *given, const double *tries)
{
    double of_own[ORACLE_CONTENTS] = { 0 }, of_rival[ORACLE_CONTENTS] = { 0 }, own = 0, rival = 0;
    for (uint32_t c = 0; c < given->num_contents; c++) {
        if (c < given->num_own)
            own += of_own[c] = tries[c];
        else
            rival += of_rival[c] = tries[c];
    }
    if (!(own + rival > 0)) return NOBODY;
    if (given->rule == ORACLE_OWN && own > 0) return draw_among(tape, of_own, given->num_contents);
    if (given->rule == ORACLE_RIVAL && rival > 0) return draw_among(tape, of_rival, given->num_contents);
    return draw_among(tape, tries, given->num_contents);
}

static void
settle_all(course *at, draw_tape *tape, const joint_case *given, double tries[ORACLE_NODES][ORACLE_CONTENTS],
           uint32_t step)
{
    for (wom_node user = 0; user < given->graph->num_nodes; user++) {
        const uint32_t content = winner(tape, given, tries[user]);
        if (content == NOBODY) continue;
        at->active[content][user] = true;
        at->since[content][user] = step;
    }
}

static void
try_ties(double tries[ORACLE_NODES][ORACLE_CONTENTS], const course *at, draw_tape *tape, const joint_case *given,
         uint32_t content, wom_node user)
{
    const wom_graph *graph = given->graph;
    for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) {
        const wom_node to = graph->out_head[tie];
        if (!holds_any(at, given, to) && draw(tape, given->probability[content][tie])) tries[to][content] += 1;
    }
}

static void
run_competition(course *at, draw_tape *tape, const joint_case *given)
{
    const wom_node num_nodes = given->graph->num_nodes;
    double first[ORACLE_NODES][ORACLE_CONTENTS] = { { 0 } };
    for (uint32_t c = 0; c < given->num_contents; c++)
        for (wom_node user = 0; user < num_nodes; user++) first[user][c] = starts(tape, given, c, user);
    settle_all(at, tape, given, first, 0);
    for (uint32_t step = 1; step <= num_nodes && (given->max_steps == 0 || step <= given->max_steps); step++) {
        double tries[ORACLE_NODES][ORACLE_CONTENTS] = { { 0 } };
        for (uint32_t c = 0; c < given->num_contents; c++)
            for (wom_node user = 0; user < num_nodes; user++)
                if (at->active[c][user] && at->since[c][user] + 1 == step) try_ties(tries, at, tape, given, c, user);
        settle_all(at, tape, given, tries, step);
    }
}

/* ---- Complementarity ---- */

/* With every content taken up, those declined before are thought over: so that on the whole `with_other` adopt. */
static void
adopt(course *at, draw_tape *tape, const joint_case *given, uint32_t content, wom_node user, uint32_t step)
{
    at->active[content][user] = true;
    at->since[content][user] = step;
    for (uint32_t c = 0; c < given->num_contents; c++) {
        if (!at->heard_alone[c][user] || at->active[c][user]) continue;
        at->heard_alone[c][user] = false;
        if (draw(tape, (given->with_other - given->alone) / (1 - given->alone))) adopt(at, tape, given, c, user, step);
    }
}

static void
hear(course *at, draw_tape *tape, const joint_case *given, uint32_t content, wom_node user, uint32_t step)
{
    const bool helped = holds_any(at, given, user);
    at->heard[content][user] = true;
    if (draw(tape, helped ? given->with_other : given->alone))
        adopt(at, tape, given, content, user, step);
    else
        at->heard_alone[content][user] = !helped;
}

static void
pass_on(course *at, draw_tape *tape, const joint_case *given, uint32_t content, wom_node user, uint32_t step)
{
    const wom_graph *graph = given->graph;
    for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++) {
        const wom_node to = graph->out_head[tie];
        if (at->active[content][to] || at->heard[content][to]) continue;
        if (draw(tape, given->probability[content][tie])) hear(at, tape, given, content, to, step);
    }
}

static void
run_complements(course *at, draw_tape *tape, const joint_case *given)
{
    const wom_node num_nodes = given->graph->num_nodes;
    for (uint32_t c = 0; c < given->num_contents; c++)
        for (wom_node user = 0; user < num_nodes; user++) at->active[c][user] = starts(tape, given, c, user);
    /* every step but the last has somebody who is new with some content */
    const uint32_t most = given->max_steps > 0 ? given->max_steps : num_nodes * given->num_contents;
    for (uint32_t step = 1; step <= most; step++)
        for (uint32_t c = 0; c < given->num_contents; c++)
            for (wom_node user = 0; user < num_nodes; user++)
                if (at->active[c][user] && at->since[c][user] + 1 == step) pass_on(at, tape, given, c, user, step);
}

/* ---- Every run ---- */

static void
add_run(joint_exact *exact, const course *at, const joint_case *given, double probability)
{
    for (wom_node user = 0; user < given->graph->num_nodes; user++) {
        bool own = false;
        for (uint32_t c = 0; c < given->num_contents; c++) {
            if (!at->active[c][user]) continue;
            exact->active[c][user] += probability;
            own = own || c < given->num_own;
        }
        exact->with_own[user] += own ? probability : 0;
    }
}

joint_exact
exact_joint(const joint_case *given)
{
    joint_exact exact = { 0 };
    draw_tape tape = { .probability = 1 };
    do {
        course at = { 0 };
        if (given->complementary)
            run_complements(&at, &tape, given);
        else
            run_competition(&at, &tape, given);
        add_run(&exact, &at, given, tape.probability);
    } while (next_tape(&tape));
    return exact;
}

double
exact_own(const joint_case *given)
{
    const joint_exact exact = exact_joint(given);
    double sum = 0;
    for (wom_node user = 0; user < given->graph->num_nodes; user++) sum += exact.with_own[user];
    return sum;
}

double
exact_rival(const joint_case *given)
{
    const joint_exact exact = exact_joint(given);
    double sum = 0;
    for (wom_node user = 0; user < given->graph->num_nodes; user++) sum += exact.active[given->num_own][user];
    return sum;
}
