/* Files that somebody writes to while they are read. */
#include "source.h"

#include <string.h>
#include <sys/stat.h>

static wom_file_mark
mark_of(const struct stat *about)
{
    return (wom_file_mark){
        .is_file = S_ISREG(about->st_mode),
        .device = (uint64_t)about->st_dev,
        .inode = (uint64_t)about->st_ino,
        .bytes = (uint64_t)about->st_size,
        .seconds = (int64_t)about->st_mtime,
#ifdef __APPLE__
        .nanoseconds = (int64_t)about->st_mtimespec.tv_nsec,
#else
        .nanoseconds = (int64_t)about->st_mtim.tv_nsec,
#endif
    };
}

wom_file_mark
wom_file_mark_of(const char *path)
{
    struct stat about;
    if (strcmp(path, "-") == 0 || stat(path, &about) != 0) return (wom_file_mark){ 0 };
    return mark_of(&about);
}

wom_file_mark
wom_file_mark_of_open(int file)
{
    struct stat about;
    return fstat(file, &about) == 0 ? mark_of(&about) : (wom_file_mark){ 0 };
}

wom_status
wom_file_mark_compare(const wom_file_mark *before, const wom_file_mark *now, const char *name)
{
    if (!before->is_file) return WOM_OK;
    if (!now->is_file || now->device != before->device || now->inode != before->inode)
        return wom_fail(WOM_INVALID, "%s: was replaced or removed while it was read; read it again", name);
    if (now->bytes != before->bytes)
        return wom_fail(WOM_INVALID,
                        "%s: changed while it was read: it had %llu bytes, now has %llu; read it again when nobody "
                        "writes to it",
                        name, (unsigned long long)before->bytes, (unsigned long long)now->bytes);
    if (now->seconds != before->seconds || now->nanoseconds != before->nanoseconds)
        return wom_fail(WOM_INVALID,
                        "%s: changed while it was read: it was written to; read it again when nobody writes to it",
                        name);
    return WOM_OK;
}
