/* Dates by their parts. */
#ifndef WOM_IO_DATE_H
#define WOM_IO_DATE_H

#include <wom/io.h>

/* The first second of a day, since 1970 (UTC); false where there is no such day, in the years 1 to 9999. */
bool wom_date_seconds(double *seconds, int year, int month, int day);

#endif
