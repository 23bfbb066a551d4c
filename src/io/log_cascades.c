/* Cascades, one a line: a root or a name, then pairs of user and time. */
#include "log.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SAMPLE_LINES = 32 };

/* What is left of a line. */
typedef struct rest {
    const char *at, *end;
} rest;

/* The next piece up to a blank, or up to `mark`, which is taken too; false when only blanks are left before the end or
 * the mark. */
static bool
take_word(wom_text *word, rest *line, char mark)
{
    while (line->at < line->end && wom_is_blank(*line->at)) line->at++;
    const char *const start = line->at;
    while (line->at < line->end && !wom_is_blank(*line->at) && *line->at != mark) line->at++;
    *word = (wom_text){ start, (size_t)(line->at - start) };
    return word->length > 0;
}

/* What begins a line: the root, or the name before the first tab. */
static bool
take_head(wom_text *head, rest *line, wom_cascade_style style)
{
    if (style != WOM_CASCADE_NAMED) return take_word(head, line, style == WOM_CASCADE_COMMAS ? ',' : 0);
    const char *tab = memchr(line->at, '\t', (size_t)(line->end - line->at));
    if (tab == NULL) return false;
    const rest name = { line->at, tab };
    *head = (wom_text){ name.at, (size_t)(name.end - name.at) };
    while (head->length > 0 && wom_is_blank(*head->start)) head->start++, head->length--;
    while (head->length > 0 && wom_is_blank(head->start[head->length - 1])) head->length--;
    line->at = tab + 1;
    return head->length > 0;
}

static void
skip_blanks(rest *line)
{
    while (line->at < line->end && wom_is_blank(*line->at)) line->at++;
}

/* "u1,t1": the time is what follows the last comma. */
static bool
take_named_pair(wom_text *user, wom_text *time, rest *line)
{
    wom_text word;
    if (!take_word(&word, line, 0)) return false;
    *user = word;
    const char *comma = memrchr(word.start, ',', word.length);
    if (comma == NULL) return false;
    *user = (wom_text){ word.start, (size_t)(comma - word.start) };
    *time = (wom_text){ comma + 1, (size_t)(word.start + word.length - comma - 1) };
    return user->length > 0 && time->length > 0;
}

/* The next pair; *has_pair is false at the end of the line, the result where the line breaks off. */
static bool
take_pair(bool *has_pair, wom_text *user, wom_text *time, rest *line, wom_cascade_style style)
{
    const char mark = style == WOM_CASCADE_COMMAS ? ',' : 0;
    skip_blanks(line);
    *has_pair = line->at < line->end;
    *user = (wom_text){ line->at, 0 };
    if (!*has_pair) return true;
    if (style == WOM_CASCADE_NAMED) return take_named_pair(user, time, line);
    if (!take_word(user, line, mark) || !take_word(time, line, mark)) return false;
    if (style != WOM_CASCADE_COMMAS) return true;
    skip_blanks(line);
    if (line->at == line->end) return true;
    return *line->at++ == ',';
}

/* ---- Telling the style ---- */

static bool
is_time(wom_text text)
{
    double seconds;
    return wom_text_is_number(text) || wom_text_date(&seconds, text);
}

/* How many pairs the line has in this style; UINT64_MAX when it is not of it. */
static uint64_t
count_pairs(wom_line line, wom_cascade_style style)
{
    rest left = { line.start, line.start + line.length };
    wom_text head, user, time;
    uint64_t num_pairs = 0;
    if (!take_head(&head, &left, style)) return UINT64_MAX;
    for (bool has_pair = true;; num_pairs++) {
        if (!take_pair(&has_pair, &user, &time, &left, style)) return UINT64_MAX;
        if (!has_pair) return num_pairs;
        if (!is_time(time)) return UINT64_MAX;
    }
}

/* What the sampled lines have shown so far. */
typedef struct judgement {
    bool is_commas, is_named; /* a line has two pairs or more */
    bool is_blanks;           /* all lines are of this style, */
    uint64_t least, most;     /* with so many pairs */
} judgement;

static bool
has_pairs(wom_line line, wom_cascade_style style)
{
    const uint64_t num_pairs = count_pairs(line, style);
    return num_pairs >= 2 && num_pairs != UINT64_MAX;
}

static void
look_at(judgement *seen, wom_line line)
{
    const uint64_t num_pairs = count_pairs(line, WOM_CASCADE_BLANKS);
    seen->is_named = seen->is_named || has_pairs(line, WOM_CASCADE_NAMED);
    seen->is_commas = seen->is_commas || has_pairs(line, WOM_CASCADE_COMMAS);
    seen->is_blanks = seen->is_blanks && num_pairs != UINT64_MAX;
    if (num_pairs < seen->least) seen->least = num_pairs;
    if (num_pairs > seen->most) seen->most = num_pairs;
}

/* The style that a line that must be a cascade is in. */
static wom_cascade_style
style_of(wom_line line)
{
    const char *tab = memchr(line.start, '\t', line.length), *comma = memchr(line.start, ',', line.length);
    if (comma == NULL) return WOM_CASCADE_BLANKS;
    return tab != NULL && tab < comma && count_pairs(line, WOM_CASCADE_COMMAS) == UINT64_MAX ? WOM_CASCADE_NAMED
                                                                                             : WOM_CASCADE_COMMAS;
}

wom_status
wom_log_cascade_style(wom_cascade_style *style, wom_reader *reader, bool is_forced)
{
    judgement seen = { .is_blanks = true, .least = UINT64_MAX };
    bool has_line = true;
    uint32_t num_lines = 0;
    reader->keeping = true;
    const wom_reader_place start = wom_reader_place_of(reader);
    for (; num_lines < SAMPLE_LINES; num_lines++) {
        WOM_TRY(wom_reader_next_line(reader, &has_line));
        if (!has_line) break;
        if (is_forced && num_lines == 0) *style = style_of(reader->line);
        look_at(&seen, reader->line);
    }
    wom_reader_go_back(reader, start);
    reader->keeping = false;
    if (is_forced && num_lines == 0)
        return wom_fail(WOM_INVALID, "%s: holds no cascade, must hold at least one", wom_source_name(reader->source));
    if (is_forced) return WOM_OK;
    *style = seen.is_commas                                                ? WOM_CASCADE_COMMAS
             : seen.is_named                                               ? WOM_CASCADE_NAMED
             : seen.is_blanks && num_lines > 1 && seen.least < seen.most   ? WOM_CASCADE_BLANKS
                                                                           : WOM_CASCADE_NONE;
    return WOM_OK;
}

/* ---- Reading ---- */

static wom_status
refuse_pair(const wom_log_reader *log, wom_text user, wom_cascade_style style)
{
    static const char *const forms[] = {
        [WOM_CASCADE_COMMAS] = "\"user time\", with commas between the pairs",
        [WOM_CASCADE_BLANKS] = "\"user time\"",
        [WOM_CASCADE_NAMED] = "\"user,time\", with blanks between the pairs",
    };
    return wom_reader_fail_at(log->reader, user.start, "the cascade breaks off; here must be a pair %s", forms[style]);
}

static wom_status
read_cascade(wom_log_reader *log, wom_cascade_style style, const char *number)
{
    const wom_line line = log->reader->line;
    rest left = { line.start, line.start + line.length };
    wom_text head, user, word = { 0 };
    double time = 0;
    if (!take_head(&head, &left, style))
        return wom_reader_fail_line(log->reader, "a cascade must begin with %s",
                                    style == WOM_CASCADE_NAMED ? "its name and a tab" : "a user, its root");
    const bool is_named = style == WOM_CASCADE_NAMED;
    const wom_text content = is_named ? head : (wom_text){ number, strlen(number) };
    if (!is_named) WOM_TRY(wom_log_hand(log, head, content, (double)NAN));
    if (style == WOM_CASCADE_COMMAS && left.at < left.end && *left.at == ',') left.at++; /* a root alone */
    for (bool has_pair = true;;) {
        if (!take_pair(&has_pair, &user, &word, &left, style)) return refuse_pair(log, user, style);
        if (!has_pair) return WOM_OK;
        WOM_TRY(wom_log_time(&time, log, word));
        WOM_TRY(wom_log_hand(log, user, content, time));
    }
}

/* Where a line may be passed over it is looked at beforehand, so that no half of it is handed on. */
static wom_status
try_cascade(wom_log_reader *log, wom_cascade_style style, const char *number)
{
    const wom_log_facts before = *log->facts;
    if (log->passing == NULL) return WOM_OK;
    log->is_trial = true;
    const wom_status status = read_cascade(log, style, number);
    log->is_trial = false;
    if (status != WOM_OK) *log->facts = before;
    return status;
}

wom_status
wom_log_read_cascades(wom_log_reader *log, wom_cascade_style style)
{
    char number[24];
    bool has_line = true;
    for (uint64_t i = 0; has_line; i++) {
        snprintf(number, sizeof number, "%llu", (unsigned long long)i);
        wom_status status = wom_reader_next_line(log->reader, &has_line);
        if (status == WOM_OK && has_line) status = try_cascade(log, style, number);
        if (status == WOM_OK && has_line) status = read_cascade(log, style, number);
        WOM_TRY(wom_reader_pass_row(log->passing, log->reader, status));
    }
    return WOM_OK;
}
