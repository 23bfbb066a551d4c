/* Graph files of other programs: told by their first bytes, unpacked for igraph. */
#include "graph/foreign.h"
#include "io/source.h"
#include "io/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, BYTES_A_NODE = 300 };

const char *const wom_graph_format_names[] = { "auto", "table", "GraphML", "GML", "Pajek", "LGL", "NCOL", NULL };

/* ---- Telling the format ---- */

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static wom_text
without_spaces(wom_text text)
{
    while (text.length > 0 && is_space(*text.start)) ++text.start, --text.length;
    return text;
}

/* Takes the line at the beginning; its end belongs to neither. */
static wom_text
take_line(wom_text *text)
{
    const char *end = text->length > 0 ? memchr(text->start, '\n', text->length) : NULL;
    const size_t length = end != NULL ? (size_t)(end - text->start) : text->length;
    const wom_text line = { text->start, length };
    text->start += length + (end != NULL);
    text->length -= length + (end != NULL);
    return line;
}

static wom_text
take_word(wom_text *text)
{
    *text = without_spaces(*text);
    wom_text word = { text->start, 0 };
    while (word.length < text->length && !is_space(text->start[word.length]) && text->start[word.length] != '[')
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

/* Lines that begin with the sign are comments. */
static wom_text
without_comments(wom_text text, char sign)
{
    for (;;) {
        text = without_spaces(text);
        if (text.length == 0 || *text.start != sign) return text;
        (void)take_line(&text);
    }
}

static bool
is_pajek(wom_text text)
{
    static const char *const words[] = { "*vertices", "*network", "*arcs", "*edges", "*arcslist", "*edgeslist",
                                         "*matrix", NULL };
    text = without_comments(text, '%');
    const wom_text first = take_word(&text);
    for (const char *const *word = words; *word != NULL; ++word)
        if (is_word(first, *word)) return true;
    return false;
}

/* "graph [", perhaps behind a creator, a version and comments. */
static bool
is_gml(wom_text text)
{
    for (int line = 0; line < 8; ++line) {
        text = without_comments(text, '#');
        wom_text rest = text;
        const wom_text key = take_word(&rest);
        rest = without_spaces(rest);
        if (is_word(key, "graph")) return rest.length > 0 && *rest.start == '[';
        if (!is_word(key, "Creator") && !is_word(key, "Version") && !is_word(key, "comment")) return false;
        (void)take_line(&text);
    }
    return false;
}

/* "# a", and below it names of friends, alone or with a weight. A comment above a table of two columns looks alike at
 * first, so a line with a lone name must follow, or "# b" behind other lines. */
static bool
is_lgl(wom_text text)
{
    bool has_head = false, has_lone_name = false, has_second_head = false, has_friend = false;
    while (text.length > 0) {
        wom_text line = take_line(&text);
        const wom_text first = take_word(&line), second = take_word(&line);
        if (text.length == 0) break; /* perhaps cut off */
        if (first.length == 0) continue;
        const bool is_head = is_word(first, "#");
        if (without_spaces(line).length > 0 || (is_head ? second.length == 0 : *first.start == '#')) return false;
        if (!has_head && !is_head) return false;
        if (!is_head && second.length > 0 && !wom_text_is_number(second)) return false;
        has_lone_name = has_lone_name || (!is_head && second.length == 0);
        has_second_head = has_second_head || (is_head && has_friend);
        has_friend = has_friend || !is_head;
        has_head = true;
    }
    return has_lone_name || has_second_head;
}

wom_graph_format
wom_graph_format_of(wom_text start)
{
    if (start.length >= 3 && memcmp(start.start, "\xef\xbb\xbf", 3) == 0)
        start = (wom_text){ start.start + 3, start.length - 3 };
    const wom_text text = without_spaces(start);
    if (text.length > 0 && *text.start == '<') return WOM_GRAPH_GRAPHML;
    if (is_pajek(text)) return WOM_GRAPH_PAJEK;
    if (is_gml(text)) return WOM_GRAPH_GML;
    return is_lgl(text) ? WOM_GRAPH_LGL : WOM_GRAPH_TABLE;
}

/* ---- Names ---- */

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

wom_status
wom_names_differ(bool *differ, wom_job *job, uint64_t num_nodes, wom_name_function name_of, const void *context,
                 const char *attribute)
{
    char **name = NULL, buffer[32];
    wom_status status = WOM_OK;
    *differ = false;
    WOM_TRY(wom_allocate(&name, job, num_nodes, sizeof *name, "names of nodes"));
    for (uint64_t i = 0; i < num_nodes && status == WOM_OK; ++i) {
        const wom_text text = name_of(context, attribute, i, buffer);
        status = wom_copy_text(&name[i], job, text.start, text.length);
    }
    if (status == WOM_OK && num_nodes > 0) {
        qsort(name, num_nodes, sizeof *name, compare_names);
        *differ = name[0][0] != 0;
        for (uint64_t i = 1; i < num_nodes; ++i) *differ = *differ && strcmp(name[i - 1], name[i]) != 0;
    }
    for (uint64_t i = 0; i < num_nodes; ++i) wom_free(name[i]);
    wom_free(name);
    return status;
}

/* ---- Reading ---- */

/* A Pajek file may announce any number of vertices in a few bytes. */
static wom_status
expect_vertices(wom_job *job, wom_source *source)
{
    char start[WOM_SOURCE_PEEK];
    size_t length = 0;
    uint64_t number = 0;
    WOM_TRY(wom_source_peek(source, start, sizeof start, &length));
    wom_text text = without_comments((wom_text){ start, length }, '%');
    if (is_word(take_word(&text), "*network")) {
        (void)take_line(&text);
        (void)take_word(&text);
    }
    const wom_text word = take_word(&text);
    if (!wom_text_whole_number(&number, word)) return WOM_OK; /* igraph says what is wrong */
    if (number >= WOM_NO_NODE)
        return wom_fail(WOM_INVALID, "%s: announces %llu nodes, but there can be 2^32 - 2 at most",
                        wom_source_name(source), (unsigned long long)number);
    return wom_job_expect_memory(job, BYTES_A_NODE * number, "the announced nodes");
}

static wom_status
unpack(FILE *stream, wom_job *job, wom_source *source)
{
    char *block = NULL;
    size_t got = 1;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&block, job, BLOCK_SIZE, 1, "a file's buffer"));
    while (got > 0) {
        WOM_TRY_GOTO(wom_job_check(job));
        WOM_TRY_GOTO(wom_source_read(source, block, BLOCK_SIZE, &got));
        if (fwrite(block, 1, got, stream) == got) continue;
        status = wom_fail(WOM_FAILED, "%s: cannot be unpacked: %s", wom_source_name(source), strerror(errno));
        goto done;
    }
    rewind(stream);
done:
    wom_free(block);
    return status;
}

wom_status
wom_graph_file_read(wom_graph_file_facts *facts, wom_job *job, wom_source *source, wom_graph_format format,
                    const char *strength, const wom_graph_sink *sink)
{
    wom_status status = WOM_OK;
    if (format == WOM_GRAPH_PAJEK) WOM_TRY(expect_vertices(job, source));
    FILE *stream = tmpfile();
    if (stream == NULL)
        return wom_fail(WOM_FAILED, "%s: no temporary file can be made: %s", wom_source_name(source), strerror(errno));
    WOM_TRY_GOTO(unpack(stream, job, source));
    WOM_TRY_GOTO(wom_foreign_read(facts, job, stream, wom_source_name(source), format, strength, sink));
done:
    fclose(stream);
    return status;
}
