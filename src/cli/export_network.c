/* wom export RESULTS graph --format graphml|gexf: the network for other programs. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this it is said that there are many. */
static const wom_tie many_ties = 2000000;

static const char *
ending_of(const cli_arguments *arguments)
{
    const char *dot = arguments->output != NULL ? strrchr(arguments->output, '.') : NULL;
    if (arguments->format != NULL) return arguments->format;
    return dot != NULL ? dot + 1 : "";
}

static bool
find_format(wom_network_format *format, const cli_call *call)
{
    for (uint32_t i = 0; wom_network_formats[i] != NULL; i++) {
        if (strcmp(ending_of(&call->arguments), wom_network_formats[i]) != 0) continue;
        *format = (wom_network_format)i;
        return true;
    }
    return false;
}

bool
cli_wants_network(const cli_call *call)
{
    wom_network_format format;
    return find_format(&format, call);
}

wom_status
cli_export_network(cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    wom_network_format format = WOM_NETWORK_GRAPHML;
    wom_network_counts counts = { 0 };
    const unsigned long long top = arguments->top != NULL ? strtoull(arguments->top, NULL, 10) : 0;
    (void)find_format(&format, call);
    const char *what = arguments->num_places < 2 ? "" : arguments->place[1] + (arguments->place[1][0] == '/');
    if (strcmp(what, "graph") != 0 && strcmp(what, "trace") != 0 && strncmp(what, "trace/", 6) != 0)
        return cli_misused(call, "%s is a format of networks: name \"graph\" or \"trace\" as what is to be written",
                           wom_network_formats[format]);
    if (what[0] == 't' && arguments->top != NULL) return cli_misused(call, "option \"--top\" is for the whole graph");
    if (top > UINT32_MAX) return cli_misused(call, "option \"--top\": %s is too large", arguments->top);
    const char *output = arguments->output != NULL ? arguments->output : "-";
    WOM_TRY(wom_network_write(&counts, call->job, arguments->place[0], output, what, format, (uint32_t)top));
    cli_progress_clear(&call->progress);
    if (counts.num_ties > many_ties && arguments->top == NULL)
        fprintf(stderr, "wom: note: %s are more than most programs show; --top 5000 writes the most reached only\n",
                cli_counted(counts.num_ties, "tie", "ties").text);
    if (arguments->output == NULL) return WOM_OK;
    printf("%s and %s written to %s\n", cli_counted(counts.num_nodes, "user", "users").text,
           cli_counted(counts.num_ties, "tie", "ties").text, arguments->output);
    return WOM_OK;
}
