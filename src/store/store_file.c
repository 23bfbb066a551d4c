/* The life of a file being written: "<path>.partial" from its creation to the rename. */
#include "hdf5_door.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FORMAT_VERSION "1.0"

/* ---- Where it goes ---- */

/* The folder of `path`, "." when it names none. */
static wom_status
copy_folder(char **folder, wom_job *job, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return wom_copy_text(folder, job, ".", 1);
    return wom_copy_text(folder, job, path, slash == path ? 1 : (size_t)(slash - path));
}

static wom_status
check_target(wom_job *job, const char *path)
{
    struct stat found;
    char *folder = NULL;
    if (path == NULL || path[0] == 0) return wom_fail(WOM_INVALID, "the results file needs a name");
    if (stat(path, &found) == 0 && S_ISDIR(found.st_mode))
        return wom_fail(WOM_INVALID, "%s: is a folder; name a file in it", path);
    if (stat(path, &found) == 0 && !S_ISREG(found.st_mode))
        return wom_fail(WOM_INVALID, "%s: is not a plain file and will not be replaced", path);
    WOM_TRY(copy_folder(&folder, job, path));
    wom_status status = WOM_OK;
    if (stat(folder, &found) != 0)
        status = wom_fail(WOM_FAILED, "%s: its folder \"%s\": %s", path, folder, strerror(errno));
    else if (!S_ISDIR(found.st_mode)) status = wom_fail(WOM_FAILED, "%s: \"%s\" is not a folder", path, folder);
    wom_free(folder);
    return status;
}

/* Whether the name still belongs to the open file, which another run may have renamed in between. */
static bool
is_still_called(int file, const char *name)
{
    struct stat open_file, named;
    return fstat(file, &open_file) == 0 && stat(name, &named) == 0 && open_file.st_ino == named.st_ino &&
           open_file.st_dev == named.st_dev;
}

/* Opens .partial, and locks it for as long as the store lives. What a run that died has left is not locked, and is
 * emptied. A disk that knows no locks is taken as it is. */
static wom_status
open_partial(wom_sink *sink, const char *partial)
{
    struct stat found;
    const int file = open(partial, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (file < 0) return wom_fail(WOM_FAILED, "%s: cannot be written: %s", partial, strerror(errno));
    wom_status status = WOM_OK;
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode))
        status = wom_fail(WOM_FAILED, "%s: is not a plain file", partial);
    else if ((flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) || !is_still_called(file, partial))
        status = wom_fail(WOM_FAILED, "%s: another run is writing it; wait, or name another file", partial);
    else if (ftruncate(file, 0) != 0)
        status = wom_fail(WOM_FAILED, "%s: cannot be written: %s", partial, strerror(errno));
    if (status != WOM_OK) close(file);
    else sink->file = file;
    return status;
}

/* ---- Create ---- */

/* Nothing of the catalogue reaches the disk between two flushes, so a killed run leaves the last flushed stage. */
static bool
keep_metadata_until_flush(hid_t access)
{
    H5AC_cache_config_t config = { .version = H5AC__CURR_CACHE_CONFIG_VERSION };
    if (H5Pget_mdc_config(access, &config) < 0) return false;
    config.evictions_enabled = false;
    config.incr_mode = H5C_incr__off;
    config.flash_incr_mode = H5C_flash_incr__off;
    config.decr_mode = H5C_decr__off;
    return H5Pset_mdc_config(access, &config) >= 0;
}

static wom_status
create_file(wom_store *store)
{
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS), creation = H5Pcreate(H5P_FILE_CREATE);
    const bool is_set = H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V110) >= 0 &&
                        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 && keep_metadata_until_flush(access) &&
                        wom_sink_open(&store->sink, access) &&
                        (!store->may_map || H5Pset_alignment(access, 1, WOM_MAP_ALIGNMENT) >= 0) &&
                        H5Pset_obj_track_times(creation, false) >= 0;
    if (is_set) store->file = H5Fcreate(store->partial, H5F_ACC_TRUNC, creation, access);
    wom_status status = WOM_OK;
    if (store->file < 0) status = wom_hdf5_fail(WOM_FAILED, store->partial, "cannot be created");
    wom_hdf5_close(creation);
    wom_hdf5_close(access);
    return status;
}

/* The time now, or the one that reproducible builds and runs agree on. */
static void
print_time(char *text, size_t size)
{
    const char *agreed = getenv("SOURCE_DATE_EPOCH");
    const time_t now = agreed != NULL ? (time_t)strtoll(agreed, NULL, 10) : time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts) == NULL || strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) text[0] = 0;
}

static wom_status
put_root_attributes(wom_store *store, const char *format)
{
    char created[64], creator[64];
    print_time(created, sizeof created);
    snprintf(creator, sizeof creator, "wom %s", wom_version());
    WOM_TRY(wom_store_put_text(store, store->file, "/", "format", format));
    WOM_TRY(wom_store_put_text(store, store->file, "/", "format_version", FORMAT_VERSION));
    WOM_TRY(wom_store_put_text(store, store->file, "/", "created", created));
    WOM_TRY(wom_store_put_text(store, store->file, "/", "creator", creator));
    return wom_store_put_text(store, store->file, "/", "status", "running");
}

/* A disk that knows no syncing is taken as it is. */
static wom_status
sync_file(int file, const char *path)
{
    if (fsync(file) != 0 && errno != EINVAL && errno != ENOTSUP)
        return wom_fail(WOM_FAILED, "%s: cannot be synced to disk: %s", path, strerror(errno));
    return WOM_OK;
}

static wom_status
flush(wom_store *store)
{
    WOM_TRY(wom_store_check_usable(store));
    if (H5Fflush(store->file, H5F_SCOPE_GLOBAL) < 0 || store->sink.error != 0)
        return wom_hdf5_write_failed(store, "the catalogue");
    return sync_file(store->sink.file, store->partial);
}

static wom_status
create(wom_store **out, wom_job *job, const char *path, const char *format, bool may_map)
{
    wom_status status = WOM_OK;
    wom_store *store = NULL;
    WOM_TRY(check_target(job, path));
    WOM_TRY(wom_allocate(&store, job, 1, sizeof *store, "a results file"));
    store->job = job;
    store->may_map = may_map;
    store->sink.file = -1;
    store->sink.driver = store->file = H5I_INVALID_HID;
    const size_t length = strlen(path);
    WOM_TRY_GOTO(wom_copy_text(&store->path, job, path, length));
    WOM_TRY_GOTO(wom_allocate(&store->partial, job, length + sizeof ".partial", 1, "a file name"));
    snprintf(store->partial, length + sizeof ".partial", "%s.partial", path);
    WOM_TRY_GOTO(open_partial(&store->sink, store->partial));
    store->owns_partial = true;
    WOM_TRY_GOTO(create_file(store));
    WOM_TRY_GOTO(put_root_attributes(store, format));
    WOM_TRY_GOTO(flush(store)); /* so that a full disk shows before the work */
    *out = store;
    store = NULL;
done:
    wom_store_free(store);
    return status;
}

wom_status
wom_store_create(wom_store **store, wom_job *job, const char *path, const char *format)
{
    *store = NULL;
    WOM_HDF5_QUIETLY(create(store, job, path, format, false));
}

wom_status
wom_store_create_mapped(wom_store **store, wom_job *job, const char *path, const char *format)
{
    *store = NULL;
    WOM_HDF5_QUIETLY(create(store, job, path, format, true));
}

/* ---- Flush, finish, free ---- */

static wom_status
flush_stage(wom_store *store)
{
    WOM_TRY(flush(store));
    store->flushed = true;
    return WOM_OK;
}

wom_status
wom_store_flush(wom_store *store)
{
    WOM_HDF5_QUIETLY(flush_stage(store));
}

static wom_status
close_file(wom_store *store)
{
    const hid_t file = store->file;
    store->file = H5I_INVALID_HID;
    if (wom_hdf5_close(file) && store->sink.error == 0) return WOM_OK;
    return wom_hdf5_write_failed(store, "the end of the file");
}

/* Renames, and syncs the folder, so that the new name outlives a power cut. */
static wom_status
put_in_place(wom_store *store)
{
    char *folder = NULL;
    if (rename(store->partial, store->path) != 0)
        return wom_fail(WOM_FAILED, "%s: cannot be put in place: %s; the results are in %s", store->path,
                        strerror(errno), store->partial);
    store->owns_partial = false;
    WOM_TRY(copy_folder(&folder, store->job, store->path));
    const int file = open(folder, O_RDONLY | O_CLOEXEC);
    const wom_status status = file < 0 ? WOM_OK : sync_file(file, folder); /* not every folder may be read */
    if (file >= 0) close(file);
    wom_free(folder);
    return status;
}

static wom_status
finish(wom_store *store, const char *outcome)
{
    WOM_TRY(wom_store_check_usable(store));
    WOM_TRY(wom_store_put_text(store, store->file, "/", "status", outcome));
    WOM_TRY(flush(store));
    WOM_TRY(close_file(store));
    WOM_TRY(wom_seal_put(store->job, store->sink.file, store->partial, &store->mapped));
    WOM_TRY(sync_file(store->sink.file, store->partial));
    store->flushed = true; /* complete, so to be kept even if it cannot be put in place */
    return put_in_place(store);
}

wom_status
wom_store_finish(wom_store *store, const char *outcome)
{
    WOM_HDF5_QUIETLY(finish(store, outcome));
}

void
wom_store_free(wom_store *store)
{
    if (store == NULL) return;
    H5E_BEGIN_TRY
    {
        wom_hdf5_close(store->file);
        if (store->owns_partial && !store->flushed) unlink(store->partial);
        wom_sink_close(&store->sink);
    }
    H5E_END_TRY
    wom_free(store->mapped.array);
    wom_free(store->partial);
    wom_free(store->path);
    wom_free(store);
}

wom_status
wom_store_check_usable(const wom_store *store)
{
    if (store->file < 0) return wom_fail(WOM_INVALID, "%s: has been finished, nothing can be added", store->path);
    if (store->broken) return wom_fail(WOM_FAILED, "%s: an earlier write to it failed", store->path);
    return WOM_OK;
}
