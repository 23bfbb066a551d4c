/* Tables for papers and for other programs. */
#include "print.h"

#include <stdio.h>
#include <string.h>

const char *const cli_table_forms[] = { "text", "markdown", "latex", "csv", NULL };

static void
put_markdown(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '|') putchar('\\');
        putchar(*text);
    }
}

static void
put_latex(const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("_%&#${}", *text) != NULL)
            printf("\\%c", *text);
        else if (*text == '~' || *text == '^')
            printf("\\%c{}", *text);
        else if (*text == '\\')
            fputs("\\textbackslash{}", stdout);
        else
            putchar(*text);
    }
}

static void
put_csv(const char *text)
{
    if (strpbrk(text, ",\"\n") == NULL) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

/* What stands around and between cells. */
typedef struct form_row {
    const char *before, *between, *after;
    void (*put)(const char *text);
} form_row;

static const form_row forms[] = {
    [CLI_FORM_MARKDOWN] = { "| ", " | ", " |\n", put_markdown },
    [CLI_FORM_LATEX] = { "  ", " & ", " \\\\\n", put_latex },
    [CLI_FORM_CSV] = { "", ",", "\n", put_csv },
};

static void
print_beginning(const cli_table *table, cli_form form)
{
    if (form != CLI_FORM_LATEX) return;
    printf("\\begin{tabular}{");
    for (const char *a = table->alignment; *a != '\0'; a++) putchar(*a == 'r' ? 'r' : 'l');
    printf("}\n  \\hline\n");
}

static void
print_rule(const cli_table *table, cli_form form)
{
    if (form == CLI_FORM_LATEX) printf("  \\hline\n");
    if (form != CLI_FORM_MARKDOWN) return;
    putchar('|');
    for (const char *a = table->alignment; *a != '\0'; a++) fputs(*a == 'r' ? " ---: |" : " --- |", stdout);
    putchar('\n');
}

static void
print_all(const cli_table *table, cli_form form)
{
    const form_row *row = &forms[form];
    const uint64_t num_columns = strlen(table->alignment);
    const char *cell = table->text;
    print_beginning(table, form);
    for (uint64_t i = 0; i + num_columns <= table->num_cells; i += num_columns) {
        fputs(row->before, stdout);
        for (uint64_t k = 0; k < num_columns; k++) {
            if (k > 0) fputs(row->between, stdout);
            row->put(cell);
            cell += strlen(cell) + 1;
        }
        fputs(row->after, stdout);
        if (i == 0 && table->has_header) print_rule(table, form);
    }
    if (form == CLI_FORM_LATEX) printf("  \\hline\n\\end{tabular}\n");
}

wom_status
cli_table_print_as(cli_table *table, cli_form form)
{
    if (form == CLI_FORM_TEXT) return cli_table_print(table);
    const wom_status status = table->status;
    if (status == WOM_OK) print_all(table, form);
    wom_free(table->text);
    *table = (cli_table){ 0 };
    return status;
}
