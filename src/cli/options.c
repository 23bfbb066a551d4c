/* The options, each written once: how it is called, read and explained. A command lists the names it takes. */
#include "cli.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct cli_option {
    const char *name;
    char letter;
    const char *argument; /* what it is followed by; NULL: nothing */
    size_t offset;        /* in cli_arguments */
    /* Reads the text that follows; false when it makes no sense. */
    bool (*read)(void *value, const char *text);
    const char *help;
    const char *wanted; /* what would be right */
} cli_option;

/* ---- Reading values ---- */

static bool
read_flag(void *value, const char *text)
{
    (void)text;
    *(bool *)value = true;
    return true;
}

static bool
read_text(void *value, const char *text)
{
    *(const char **)value = text;
    return text[0] != '\0';
}

static bool
read_digits(void *value, const char *text)
{
    errno = 0;
    (void)strtoull(text, NULL, 10);
    *(const char **)value = text;
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0' && errno == 0;
}

static bool
read_threads(void *value, const char *text)
{
    const char *digits;
    if (!read_digits(&digits, text)) return false;
    const unsigned long long number = strtoull(text, NULL, 10);
    *(uint32_t *)value = (uint32_t)number;
    return number >= 1 && number <= 1024;
}

/* A plain decimal number; *rest is what follows it. */
static bool
read_number(double *number, const char **rest, const char *text)
{
    const size_t length = strspn(text, "0123456789.");
    char digits[64], *end;
    if (length == 0 || length >= sizeof digits) return false;
    memcpy(digits, text, length);
    digits[length] = '\0';
    *number = strtod(digits, &end);
    *rest = text + length;
    return *end == '\0' && *number > 0;
}

static bool
read_share(void *value, const char *text)
{
    const char *rest;
    double share;
    if (!read_number(&share, &rest, text) || *rest != '\0' || share >= 1) return false;
    *(const char **)value = text;
    return true;
}

static bool
read_size(void *value, const char *text)
{
    static const char units[] = "KMGT";
    const char *rest;
    double bytes;
    if (!read_number(&bytes, &rest, text)) return false;
    const char *unit = *rest == '\0' ? NULL : strchr(units, *rest >= 'a' ? *rest - 'a' + 'A' : *rest);
    if (unit != NULL) {
        bytes = ldexp(bytes, 10 * (int)(unit - units + 1));
        rest += strncmp(rest + 1, "iB", 2) == 0 ? 3 : rest[1] == 'B' ? 2 : 1;
    }
    *(uint64_t *)value = bytes < 1e18 ? (uint64_t)bytes : 0;
    return *rest == '\0' && bytes >= 1 && bytes < 1e18;
}

static bool
read_duration(void *value, const char *text)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 } };
    const char *rest;
    if (!read_number(value, &rest, text)) return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(rest, units[i].name) == 0) {
            *(double *)value *= units[i].seconds;
            return true;
        }
    return false;
}

/* ---- The table ---- */

#define AT(member) offsetof(cli_arguments, member)
static const cli_option options[] = {
    { "set", 0, "/POINTER=VALUE", AT(settings), NULL, "set a value of the scenario; may be given several times",
      "/goal/budget=5000" },
    { "seed", 0, "N", AT(seed), read_digits, "of all chance, in place of the scenario's", "a whole number" },
    { "precision", 0, "SHARE", AT(precision), read_share,
      "stop simulating once the 95 % half-width is this share of the mean, e.g. 0.01", "a share such as 0.01" },
    { "output", 'o', "FILE", AT(output), read_text, "where the result is written", "a file name" },
    { "format", 0, "NAME", AT(format), read_text,
      "csv, json, graphml or gexf (export; else by the name's ending); text, markdown, latex or csv (compare)",
      "a format" },
    { "log", 0, "N", AT(log), read_digits, "also write a log of N cascades by the default model", "a whole number" },
    { "content", 0, "ID", AT(content), read_text, "a running content of the log, as /forecast/content", "an id" },
    { "after", 0, "N", AT(after), read_digits, "from so many of its first users, as /forecast/after",
      "a whole number" },
    { "top", 0, "N", AT(top), read_digits, "only the N users most often reached and the ties among them; 0: all",
      "a whole number" },
    { "as", 0, "KIND", AT(as), read_text,
      "ties, log, table or interests: what a file is taken for; found out if not given",
      "ties, log, table or interests" },
    { "by", 0, "COLUMN", AT(by), read_text, "of a table: means of its other columns by the values of this one",
      "a column" },
    { "from", 0, "COLUMN", AT(from), read_text, "of an edge list, by name or number from 1; the first if not given",
      "a column" },
    { "to", 0, "COLUMN", AT(to), read_text, "the second if not given", "a column" },
    { "strength", 0, "COLUMN", AT(strength), read_text, "of ties; 1 each if not given", "a column" },
    { "layer", 0, "COLUMN", AT(layer), read_text, "of ties: their platform or kind", "a column" },
    { "direction", 0, "WORD", AT(direction), read_text, "influence, follows or mutual: what a row from, to says",
      "influence, follows or mutual" },
    { "parallel", 0, "WORD", AT(parallel), read_text, "sum, drop or keep several rows for one tie",
      "sum, drop or keep" },
    { "size-line", 0, NULL, AT(size_line), read_flag, "the first row is \"nodes rows\", not a tie", NULL },
    { "max-errors", 0, "N", AT(max_errors), read_digits,
      "so many rows that cannot be read are skipped and told; none if not given", "a whole number" },
    { "strict", 0, NULL, AT(strict), read_flag,
      "refuse what is otherwise put right: self-loops, repeated rows and labels, other encodings, unknown ids", NULL },
    { "verify", 0, NULL, AT(verify), read_flag, "read the whole prepared file and compare its checksums", NULL },
    { "json", 0, NULL, AT(json), read_flag, "print the result as JSON", NULL },
    { "dry-run", 'n', NULL, AT(dry_run), read_flag, "check everything and estimate time and memory, but do nothing",
      NULL },
    { "threads", 't', "N", AT(threads), read_threads,
      "to work with; all cores if not given. Results do not depend on it", "a number from 1 to 1024" },
    { "memory", 0, "SIZE", AT(memory), read_size, "that may be used, e.g. 500M or 4G", "a size such as 500M or 4G" },
    { "time-limit", 0, "TIME", AT(time_limit), read_duration,
      "after which to stop with what is finished, e.g. 90s, 5m or 2h", "a time such as 90s, 5m or 2h" },
    { "quiet", 'q', NULL, AT(quiet), read_flag, "show no progress", NULL },
    { "help", 'h', NULL, AT(help), read_flag, "print this", NULL },
};
#undef AT

const char *const cli_scenario_options[] = { "set",     "seed",   "precision",  "json",  "dry-run",
                                             "threads", "memory", "time-limit", "quiet", NULL };
const char *const cli_writing_options[] = { "set",     "seed",   "precision",  "output", "json", "dry-run",
                                            "threads", "memory", "time-limit", "quiet",  NULL };

enum { NUM_OPTIONS = sizeof options / sizeof *options };

wom_status
cli_misused(cli_call *call, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    call->is_misused = true;
    return wom_fail(WOM_INVALID, "%s", message);
}

/* ---- Finding ---- */

static bool
takes(const cli_command *command, const cli_option *option)
{
    for (const char *const *name = command->options; *name != NULL; name++)
        if (strcmp(*name, option->name) == 0) return true;
    return strcmp(option->name, "help") == 0;
}

static wom_status
find_long(const cli_option **found, cli_call *call, const char *name, size_t length)
{
    char word[80];
    const char *names[NUM_OPTIONS + 1];
    size_t n = 0;
    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        if (!takes(call->command, &options[i])) continue;
        names[n++] = options[i].name;
        *found = &options[i];
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0) return WOM_OK;
    }
    names[n] = NULL;
    snprintf(word, sizeof word, "%.*s", (int)length, name);
    const char *near = wom_suggest(word, names);
    if (near == NULL)
        return cli_misused(call, "unknown option \"--%s\"; wom %s --help lists them", word, call->command->name);
    return cli_misused(call, "unknown option \"--%s\", did you mean \"--%s\"?", word, near);
}

static wom_status
find_short(const cli_option **found, cli_call *call, char letter)
{
    for (size_t i = 0; i < NUM_OPTIONS; i++)
        if (options[i].letter == letter && takes(call->command, &options[i])) {
            *found = &options[i];
            return WOM_OK;
        }
    return cli_misused(call, "unknown option \"-%c\"; wom %s --help lists them", letter, call->command->name);
}

/* ---- Reading the line ---- */

typedef struct word_reader {
    cli_call *call;
    char **argv;
    int argc, at;
} word_reader;

/* `text` is what stands in the same word ("--seed=5", "-o5"); NULL: the next word. */
static wom_status
apply(word_reader *reader, const cli_option *option, const char *text)
{
    cli_call *call = reader->call;
    cli_arguments *arguments = &call->arguments;
    if (option->argument == NULL && text != NULL)
        return cli_misused(call, "option \"--%s\" takes no value", option->name);
    if (option->argument != NULL && text == NULL) {
        if (reader->at == reader->argc)
            return cli_misused(call, "option \"--%s\" needs %s", option->name, option->wanted);
        text = reader->argv[reader->at++];
    }
    if (option->read == NULL) {
        arguments->settings[arguments->num_settings++] = text;
        return WOM_OK;
    }
    if (option->read((char *)arguments + option->offset, text)) return WOM_OK;
    return cli_misused(call, "option \"--%s\": \"%s\" is not %s", option->name, text, option->wanted);
}

static wom_status
read_long(word_reader *reader, const char *word)
{
    const cli_option *option = NULL;
    const char *equals = strchr(word, '=');
    const size_t length = equals == NULL ? strlen(word) : (size_t)(equals - word);
    WOM_TRY(find_long(&option, reader->call, word, length));
    return apply(reader, option, equals == NULL ? NULL : equals + 1);
}

static wom_status
read_letters(word_reader *reader, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const cli_option *option = NULL;
        WOM_TRY(find_short(&option, reader->call, *letters));
        if (option->argument != NULL) return apply(reader, option, letters[1] != '\0' ? letters + 1 : NULL);
        WOM_TRY(apply(reader, option, NULL));
    }
    return WOM_OK;
}

static wom_status
read_place(cli_call *call, const char *word)
{
    cli_arguments *arguments = &call->arguments;
    if (arguments->num_places == call->command->most_places)
        return cli_misused(call, "one argument too many, \"%s\"; usage: wom %s [OPTION...] %s", word,
                           call->command->name, call->command->places);
    if (word[0] == '\0') return cli_misused(call, "an argument is empty");
    arguments->place[arguments->num_places++] = word;
    return WOM_OK;
}

wom_status
cli_options_read(cli_call *call, int argc, char **argv, const char **settings)
{
    word_reader reader = { .call = call, .argv = argv, .argc = argc };
    bool only_places = false;
    call->arguments.settings = settings;
    while (reader.at < argc) {
        const char *word = argv[reader.at++];
        if (only_places || word[0] != '-' || word[1] == '\0')
            WOM_TRY(read_place(call, word));
        else if (strcmp(word, "--") == 0)
            only_places = true;
        else if (word[1] == '-')
            WOM_TRY(read_long(&reader, word + 2));
        else
            WOM_TRY(read_letters(&reader, word + 1));
    }
    if (call->arguments.num_places < call->command->least_places && !call->arguments.help)
        return cli_misused(call, "something is missing; usage: wom %s [OPTION...] %s", call->command->name,
                           call->command->places);
    return WOM_OK;
}

/* ---- Help ---- */

wom_status
cli_options_help(cli_call *call)
{
    const cli_command *command = call->command;
    printf("wom %s: %s\n\nusage: wom %s [OPTION...] %s\n\n%s\n\n", command->name, command->summary, command->name,
           command->places, command->help);
    cli_heading(&call->style, "Options");
    cli_table table = cli_table_begin(call->job, &call->style, "llw");
    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        const cli_option *option = &options[i];
        if (!takes(command, option)) continue;
        if (option->letter != 0)
            cli_cell(&table, "-%c,", option->letter);
        else
            cli_cell(&table, "%s", "");
        cli_cell(&table, "--%s%s%s", option->name, option->argument != NULL ? " " : "",
                 option->argument != NULL ? option->argument : "");
        cli_cell(&table, "%s", option->help);
    }
    WOM_TRY(cli_table_print(&table));
    printf("\nExit codes: wom --help tells them.\n");
    return WOM_OK;
}
