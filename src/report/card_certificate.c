/* The certificate in words. */
#include "cards.h"

#include <math.h>

static double
first(report_page *page, const char *column)
{
    uint64_t length;
    const double *values = report_numbers(page, &length, "/certificate", column);
    return length > 0 ? values[0] : (double)NAN;
}

/* Rounded so that the statement stays true: a lower bound down, an upper one up. */
static void
say(report_page *page, double bound, int digits, bool is_upper)
{
    const double unit = bound != 0 && isfinite(bound) ? pow(10, floor(log10(fabs(bound))) - digits + 1) : 1;
    wom_markup_number(page->out, (is_upper ? ceil(bound / unit) : floor(bound / unit)) * unit, digits);
}

static void
tell(report_page *page)
{
    wom_markup_add(page->out, "<p>Under this model these seeds bring at least <b>");
    say(page, first(page, "lower"), 4, false);
    wom_markup_add(page->out, "</b>, and no plan allowed brings more than <b>");
    say(page, first(page, "upper"), 4, true);
    wom_markup_add(page->out, "</b>: at least <b>");
    say(page, 100 * first(page, "ratio"), 3, false);
    wom_markup_add(page->out, " %%</b> of the best possible. A statement like this is wrong with a probability of at "
                              "most ");
    say(page, 100 * first(page, "failure"), 2, true);
    wom_markup_add(page->out, " %%. It speaks of the model, not of people; <code>wom certify</code> computes it "
                              "anew.</p>\n");
}

const report_card report_certificate = { "certificate", "How good the plan is", "/certificate", tell, NULL, NULL };
