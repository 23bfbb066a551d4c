/* Whether two data sets are one. */
#ifndef SAME_DATA_H
#define SAME_DATA_H

#include <wom/data.h>

/* Checks that all arrays, names and ids agree bit for bit; what was counted while reading is not compared. */
void check_same_vectors(const wom_vectors *a, const wom_vectors *b);
void check_same_data(const wom_data *a, const wom_data *b);

#endif
