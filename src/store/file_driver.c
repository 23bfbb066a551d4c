/* How HDF5 reaches a file that is being written: a driver that never fails to write. When a write does fail, HDF5 1.10
 * can neither go on nor close the file, and crashes at the program's end. So the driver keeps the error for the store
 * to find, and from then on throws away what HDF5 writes. */
#include "hdf5_door.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ADDRESS (((haddr_t)1 << 62) - 1)

static H5FD_t *
open_driven(const char *name, unsigned flags, hid_t access, haddr_t max_address)
{
    struct stat found;
    wom_sink *const *sink = H5Pget_driver_info(access);
    (void)name, (void)flags, (void)max_address;
    if (sink == NULL || fstat((*sink)->file, &found) != 0) return NULL;
    (*sink)->base = (H5FD_t){ .cls = NULL };
    (*sink)->end_of_space = 0;
    (*sink)->end_of_file = (haddr_t)found.st_size;
    return &(*sink)->base;
}

/* The store closes its descriptor itself. */
static herr_t
close_driven(H5FD_t *base)
{
    (void)base;
    return 0;
}

static int
compare_driven(const H5FD_t *a, const H5FD_t *b)
{
    const int file_a = ((const wom_sink *)a)->file, file_b = ((const wom_sink *)b)->file;
    return (file_a > file_b) - (file_a < file_b);
}

static herr_t
query_driven(const H5FD_t *base, unsigned long *flags)
{
    (void)base;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

static haddr_t
end_of_space(const H5FD_t *base, H5FD_mem_t type)
{
    (void)type;
    return ((const wom_sink *)base)->end_of_space;
}

static herr_t
set_end_of_space(H5FD_t *base, H5FD_mem_t type, haddr_t address)
{
    (void)type;
    ((wom_sink *)base)->end_of_space = address;
    return 0;
}

static haddr_t
end_of_file(const H5FD_t *base, H5FD_mem_t type)
{
    (void)type;
    return ((const wom_sink *)base)->end_of_file;
}

/* What was never written reads as zeros. */
static herr_t
read_driven(H5FD_t *base, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, void *buffer)
{
    char *at = buffer;
    (void)type, (void)transfer;
    while (size > 0) {
        const ssize_t length = pread(((wom_sink *)base)->file, at, size, (off_t)address);
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) return -1;
        if (length == 0) break;
        at += length;
        address += (haddr_t)length;
        size -= (size_t)length;
    }
    memset(at, 0, size);
    return 0;
}

static herr_t
write_driven(H5FD_t *base, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, const void *buffer)
{
    wom_sink *sink = (wom_sink *)base;
    const char *at = buffer;
    (void)type, (void)transfer;
    if (address + size > sink->end_of_file) sink->end_of_file = address + size;
    while (size > 0 && sink->error == 0) {
        const ssize_t length = pwrite(sink->file, at, size, (off_t)address);
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) {
            sink->error = length < 0 ? errno : ENOSPC;
            break;
        }
        at += length;
        address += (haddr_t)length;
        size -= (size_t)length;
    }
    return 0;
}

static herr_t
truncate_driven(H5FD_t *base, hid_t transfer, hbool_t is_closing)
{
    wom_sink *sink = (wom_sink *)base;
    (void)transfer, (void)is_closing;
    if (sink->end_of_file == sink->end_of_space) return 0;
    if (sink->error == 0 && ftruncate(sink->file, (off_t)sink->end_of_space) != 0)
        sink->error = errno;
    sink->end_of_file = sink->end_of_space;
    return 0;
}

static const H5FD_class_t driver_class = {
#ifdef H5FD_CLASS_VERSION
    .version = H5FD_CLASS_VERSION,
    .value = (H5FD_class_value_t)511, /* the last of those kept for use within one program */
#endif
    .name = "wom",
    .maxaddr = MAX_ADDRESS,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(wom_sink *),
    .open = open_driven,
    .close = close_driven,
    .cmp = compare_driven,
    .query = query_driven,
    .get_eoa = end_of_space,
    .set_eoa = set_end_of_space,
    .get_eof = end_of_file,
    .read = read_driven,
    .write = write_driven,
    .truncate = truncate_driven,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

bool
wom_sink_open(wom_sink *sink, hid_t access)
{
    sink->driver = H5FDregister(&driver_class);
    return sink->driver >= 0 && H5Pset_driver(access, sink->driver, &sink) >= 0;
}

void
wom_sink_close(wom_sink *sink)
{
    if (sink->driver >= 0) H5FDunregister(sink->driver);
    if (sink->file >= 0) close(sink->file);
}
