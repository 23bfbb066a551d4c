/* The cards, in the order of the page. */
#include "cards.h"

#include <stddef.h>

const report_card *const report_cards[] = {
    &report_figures,    &report_certificate, &report_seeds,       &report_adoption, &report_contents,
    &report_algorithms, &report_segments,    &report_communities, &report_campaign, &report_what_if,
    &report_models,     &report_provenance,  NULL,
};
