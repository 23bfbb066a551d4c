/* report: a results file as one HTML page to look at, and its figures as SVG.
 *
 * The page computes nothing that the run did not store; it tells and draws. It needs nothing beside itself, and its
 * content security policy forbids it to ask a network for anything. A card appears when the file holds its data. */
#ifndef WOM_REPORT_H
#define WOM_REPORT_H

#include <wom/draw.h>
#include <wom/store.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Appends the page of the results file `path`. WOM_INVALID when it is none, is damaged, or has no card. */
wom_status wom_report_page(wom_markup *markup, wom_job *job, const char *path);

/* Appends the figure of one card as an SVG document. WOM_INVALID when there is no such figure (the message names those
 * that the file has). */
wom_status wom_report_figure(wom_markup *markup, wom_job *job, const char *path, const char *name);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
