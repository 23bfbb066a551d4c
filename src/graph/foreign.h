/* Graph files as igraph reads them. Internal. */
#ifndef WOM_GRAPH_FOREIGN_H
#define WOM_GRAPH_FOREIGN_H

#include <wom/graph.h>

#include <stdio.h>

/* Reads the stream to its end; `name` stands in front of what is refused. */
wom_status wom_foreign_read(wom_graph_file_facts *facts, wom_job *job, FILE *stream, const char *name,
                            wom_graph_format format, const char *strength, const wom_graph_sink *sink);

/* Whether an attribute has another value, which is not empty, for every node. */
typedef wom_text (*wom_name_function)(const void *context, const char *attribute, uint64_t node, char buffer[32]);
wom_status wom_names_differ(bool *differ, wom_job *job, uint64_t num_nodes, wom_name_function name_of,
                            const void *context, const char *attribute);

#endif
