/* Text files that appear whole or not at all. */
#include "text.h"

#include <wom/io.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct wom_text_file {
    char *name;    /* for messages */
    char *path;    /* the file that is to be; NULL: written at once */
    char *partial; /* where it is written before */
    FILE *stream;
    locale_t c_locale;
    bool has_failed;
};

static wom_status
fail_write(wom_text_file *file, int code)
{
    file->has_failed = true;
    return wom_fail(WOM_FAILED, "%s: cannot be written: %s", file->name, strerror(code));
}

static wom_status
create_partial(int *descriptor, wom_text_file *file, wom_job *job, const char *path)
{
    static const char suffix[] = ".partial";
    const size_t length = strlen(path);
    WOM_TRY(wom_copy_text(&file->path, job, path, length));
    WOM_TRY(wom_allocate(&file->partial, job, length + sizeof suffix, 1, "a path"));
    memcpy(file->partial, path, length);
    memcpy(file->partial + length, suffix, sizeof suffix);
    *descriptor = open(file->partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (*descriptor >= 0) return WOM_OK;
    const int code = errno;
    wom_free(file->partial); /* not ours to remove */
    file->partial = NULL;
    return wom_fail(WOM_INVALID, "%s: cannot be created: %s", file->name, strerror(code));
}

/* Follows a link to the file that it leads to, so that this is replaced and not the link. */
static wom_status
open_path(int *descriptor, wom_text_file *file, wom_job *job, const char *path)
{
    struct stat about;
    if (strcmp(path, "-") == 0) {
        *descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
        return *descriptor >= 0 ? WOM_OK : wom_fail(WOM_INVALID, "standard output is closed");
    }
    if (stat(path, &about) != 0) return create_partial(descriptor, file, job, path);
    if (S_ISDIR(about.st_mode)) return wom_fail(WOM_INVALID, "%s: is a folder, must be a file", path);
    if (!S_ISREG(about.st_mode)) {
        *descriptor = open(path, O_WRONLY | O_CLOEXEC);
        return *descriptor >= 0 ? WOM_OK : wom_fail(WOM_INVALID, "%s: cannot be written: %s", path, strerror(errno));
    }
    char *real = realpath(path, NULL);
    const wom_status status = create_partial(descriptor, file, job, real != NULL ? real : path);
    free(real);
    return status;
}

wom_status
wom_text_file_create(wom_text_file **out, wom_job *job, const char *path)
{
    wom_status status = WOM_OK;
    wom_text_file *file = NULL;
    const char *name = strcmp(path, "-") == 0 ? "standard output" : path;
    int descriptor = -1;
    *out = NULL;
    WOM_TRY_GOTO(wom_allocate(&file, job, 1, sizeof *file, "a text file"));
    WOM_TRY_GOTO(wom_copy_text(&file->name, job, name, strlen(name)));
    WOM_TRY_GOTO(open_path(&descriptor, file, job, path));
    file->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    file->stream = fdopen(descriptor, "w");
    if (file->c_locale == (locale_t)0 || file->stream == NULL) {
        status = wom_fail(WOM_NO_MEMORY, "%s: a text file", path);
        goto done;
    }
    descriptor = -1;
    *out = file;
    file = NULL;
done:
    wom_text_file_free(file);
    if (descriptor >= 0) close(descriptor);
    return status;
}

wom_status
wom_text_file_print(wom_text_file *file, const char *format, ...)
{
    va_list arguments;
    const locale_t before = uselocale(file->c_locale);
    va_start(arguments, format);
    const int written = vfprintf(file->stream, format, arguments);
    va_end(arguments);
    const int code = errno;
    uselocale(before);
    return written >= 0 ? WOM_OK : fail_write(file, code);
}

static bool
needs_quotes(const char *field)
{
    const size_t length = strlen(field);
    if (length == 0) return false;
    if (strpbrk(field, ",\"\r\n") != NULL || strchr("#%/", field[0]) != NULL) return true;
    return wom_is_blank(field[0]) || wom_is_blank(field[length - 1]);
}

wom_status
wom_text_file_csv(wom_text_file *file, const char *field)
{
    if (!needs_quotes(field)) return fputs(field, file->stream) >= 0 ? WOM_OK : fail_write(file, errno);
    bool is_fine = putc('"', file->stream) != EOF;
    for (const char *p = field; *p != 0 && is_fine; p++)
        is_fine = (*p != '"' || putc('"', file->stream) != EOF) && putc(*p, file->stream) != EOF;
    is_fine = is_fine && putc('"', file->stream) != EOF;
    return is_fine ? WOM_OK : fail_write(file, errno);
}

/* An error seen at any time counts, also one whose status the caller did not look at. */
static wom_status
close_stream(wom_text_file *file)
{
    FILE *stream = file->stream;
    const bool has_failed = file->has_failed || ferror(stream) != 0;
    int code = fflush(stream) != 0 ? errno : 0;
    if (code == 0 && file->path != NULL && fsync(fileno(stream)) != 0) code = errno;
    file->stream = NULL;
    if (fclose(stream) != 0 && code == 0) code = errno;
    if (code != 0) return fail_write(file, code);
    return has_failed ? wom_fail(WOM_FAILED, "%s: a write did not succeed", file->name) : WOM_OK;
}

wom_status
wom_text_file_finish(wom_text_file *file)
{
    WOM_TRY(close_stream(file));
    if (file->path == NULL) return WOM_OK;
    if (rename(file->partial, file->path) != 0) return fail_write(file, errno);
    wom_free(file->partial);
    file->partial = NULL;
    return WOM_OK;
}

void
wom_text_file_free(wom_text_file *file)
{
    if (file == NULL) return;
    if (file->stream != NULL) fclose(file->stream);
    if (file->partial != NULL) unlink(file->partial);
    if (file->c_locale != (locale_t)0) freelocale(file->c_locale);
    wom_free(file->partial);
    wom_free(file->path);
    wom_free(file->name);
    wom_free(file);
}
