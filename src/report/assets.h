/* The page's style sheet and script, made into C texts by embed.py, and their SHA-256 in base 64. */
#ifndef REPORT_ASSETS_H
#define REPORT_ASSETS_H

extern const char report_style[], report_style_hash[], report_script[], report_script_hash[];

#endif
