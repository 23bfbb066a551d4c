/* What the first lines of a file of ties say about the rest. */
#include "data/loading.h"
#include "io/text.h"

#include <string.h>

/* Takes the next word of the line at the beginning. */
static wom_text
take_word(wom_text *text)
{
    while (text->length > 0 && wom_is_blank(*text->start)) ++text->start, --text->length;
    wom_text word = { text->start, 0 };
    while (word.length < text->length && !wom_is_blank(word.start[word.length]) && word.start[word.length] != '\n' &&
           word.start[word.length] != '\r')
        ++word.length;
    text->start += word.length;
    text->length -= word.length;
    return word;
}

static bool
is_word(wom_text word, const char *wanted)
{
    return wom_text_same_word(word, (wom_text){ wanted, strlen(wanted) });
}

static wom_status
refuse_matrix(const char *path, wom_text word, const char *wanted)
{
    return wom_fail(WOM_INVALID, "%s:1: is a Matrix Market file of kind \"%.*s\", must be %s", path,
                    wom_text_shown(word, 40), word.start, wanted);
}

/* Behind "%%MatrixMarket": object, format, field, symmetry (R. Boisvert, R. Pozo and K. Remington, NIST IR 5935). */
static wom_status
read_matrix(wom_ties_header *header, wom_text rest, const char *path)
{
    const wom_text object = take_word(&rest), layout = take_word(&rest), field = take_word(&rest),
                   symmetry = take_word(&rest);
    if (!is_word(object, "matrix")) return refuse_matrix(path, object, "matrix");
    if (!is_word(layout, "coordinate")) return refuse_matrix(path, layout, "coordinate");
    if (!is_word(field, "pattern") && !is_word(field, "real") && !is_word(field, "integer"))
        return refuse_matrix(path, field, "pattern, real or integer");
    if (!is_word(symmetry, "general") && !is_word(symmetry, "symmetric"))
        return refuse_matrix(path, symmetry, "general or symmetric");
    header->format = "Matrix Market";
    header->is_matrix = true;
    header->is_undirected = is_word(symmetry, "symmetric");
    return WOM_OK;
}

/* "% sym unweighted", "% asym", "% bip". */
static wom_status
read_konect(wom_ties_header *header, wom_text rest, const char *path)
{
    const wom_text kind = take_word(&rest);
    if (is_word(kind, "bip"))
        return wom_fail(WOM_INVALID, "%s:1: is a network with two sides (\"bip\"), whose numbers mean different "
                        "things; ties must be between users", path);
    header->is_undirected = is_word(kind, "sym");
    if (header->is_undirected || is_word(kind, "asym")) header->format = "KONECT";
    return WOM_OK;
}

/* "# Undirected graph: ..." or "# Directed graph ..." among the comments. */
static void
read_snap(wom_ties_header *header, wom_text text)
{
    while (text.length > 0 && *text.start == '#') {
        const char *end = memchr(text.start, '\n', text.length);
        wom_text line = { text.start + 1, (end != NULL ? (size_t)(end - text.start) : text.length) - 1 };
        const wom_text first = take_word(&line), second = take_word(&line);
        const bool is_graph = second.length >= 5 && is_word((wom_text){ second.start, 5 }, "graph");
        if (is_graph && (is_word(first, "Undirected") || is_word(first, "Directed"))) {
            header->format = "SNAP";
            header->is_undirected = is_word(first, "Undirected");
            return;
        }
        if (end == NULL) return;
        text.length -= (size_t)(end + 1 - text.start);
        text.start = end + 1;
    }
}

wom_status
wom_ties_header_read(wom_ties_header *header, wom_text start, const char *path, wom_graph_format format)
{
    static const char market[] = "%%MatrixMarket";
    const size_t length = sizeof market - 1;
    *header = (wom_ties_header){ .file = format != WOM_GRAPH_AUTO ? format : wom_graph_format_of(start) };
    header->format = wom_graph_format_names[header->file];
    if (header->file != WOM_GRAPH_TABLE || start.length == 0) return WOM_OK;
    if (start.length > length && is_word((wom_text){ start.start, length }, market))
        return read_matrix(header, (wom_text){ start.start + length, start.length - length }, path);
    if (*start.start == '%') return read_konect(header, (wom_text){ start.start + 1, start.length - 1 }, path);
    read_snap(header, start);
    return WOM_OK;
}
