/* Cascades in order of their beginning, cut in a past and what is new. */
#include <wom/learn.h>

#include <math.h>
#include <stdlib.h>

typedef struct beginning {
    double time;
    uint32_t content;
} beginning;

static int
compare_beginnings(const void *a, const void *b)
{
    const beginning *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return (x->content > y->content) - (x->content < y->content);
}

static uint32_t
list_beginnings(beginning *found, const wom_history *history, double until)
{
    const wom_log *log = history->log;
    uint32_t num = 0;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c];
        if (first == log->first[c + 1] || !(history->time[first] < until)) continue; /* NaN: untimed */
        found[num++] = (beginning){ history->time[first], c };
    }
    qsort(found, num, sizeof *found, compare_beginnings);
    return num;
}

wom_status
wom_cascade_split_create(wom_cascade_split **split, wom_job *job, const wom_history *history, double share,
                         double until)
{
    *split = NULL;
    wom_cascade_split *made = NULL;
    beginning *found = NULL;
    wom_status status = WOM_OK;
    if (!(share > 0 && share < 1))
        return wom_fail(WOM_INVALID, "share %g of cascades, must be above 0, below 1", share);
    WOM_TRY_GOTO(wom_allocate(&found, job, history->log->num_contents, sizeof *found, "beginnings of cascades"));
    const uint32_t num = list_beginnings(found, history, until);
    uint32_t cut = (uint32_t)(share * num);
    while (cut > 0 && cut < num && found[cut - 1].time == found[cut].time) cut--; /* who begins at that time is new */
    if (cut == 0 || cut >= num) {
        status = wom_fail(WOM_INVALID, "%u cascades have a time, and %u of them begin before those to be foretold: "
                          "both sides need some", num, cut);
        goto done;
    }
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "a split of cascades"));
    WOM_TRY_GOTO(wom_allocate(&made->content, job, num, sizeof *made->content, "cascades by their beginning"));
    for (uint32_t i = 0; i < num; i++) made->content[i] = found[i].content;
    made->time = found[cut].time;
    made->num_past = cut;
    made->num_new = num - cut;
    *split = made;
    made = NULL;
done:
    wom_free(found);
    wom_cascade_split_free(made);
    return status;
}

void
wom_cascade_split_free(wom_cascade_split *split)
{
    if (split == NULL) return;
    wom_free(split->content);
    wom_free(split);
}
