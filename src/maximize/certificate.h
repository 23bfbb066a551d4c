/* The bounds that a certificate states. */
#ifndef MAXIMIZE_CERTIFICATE_H
#define MAXIMIZE_CERTIFICATE_H

#include "coverage.h"

/* Computes lower, upper and ratio from the coverages. Every round makes two statements, and each of them is wrong with
 * probability at most failure / (2 num_rounds), so none is but for `failure`. */
void wom_certificate_bound(wom_certificate *certificate);

#endif
