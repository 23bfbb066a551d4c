/* Matrices from NumPy's .npy files. */
#include "npy_header.h"
#include "vectors.h"

#include <math.h>
#include <string.h>

enum { BLOCK_ELEMENTS = 16 * 1024, LARGEST_ELEMENT = 8 };

/* IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
static double
half_to_double(uint16_t bits)
{
    const int exponent = bits >> 10 & 31, fraction = bits & 1023;
    const double sign = bits >> 15 ? -1 : 1;
    if (exponent == 31) return fraction != 0 ? (double)NAN : sign * (double)INFINITY;
    if (exponent == 0) return sign * ldexp(fraction, -24);
    return sign * ldexp(1024 + fraction, exponent - 25);
}

static uint64_t
load_bits(const unsigned char *bytes, uint32_t size, bool is_big_endian)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < size; i++) bits = bits << 8 | bytes[is_big_endian ? i : size - 1 - i];
    return bits;
}

static double
float_bits_to_double(uint64_t bits, uint32_t size)
{
    double wide;
    float narrow;
    const uint32_t low = (uint32_t)bits;
    if (size == 2) return half_to_double((uint16_t)bits);
    if (size == 4) {
        memcpy(&narrow, &low, sizeof narrow);
        return (double)narrow;
    }
    memcpy(&wide, &bits, sizeof wide);
    return wide;
}

static double
element_to_double(const unsigned char *bytes, const wom_npy_header *header)
{
    const uint64_t bits = load_bits(bytes, header->size, header->is_big_endian);
    const uint32_t unused = 64 - 8 * header->size;
    switch (header->kind) {
    case 'f':
        return float_bits_to_double(bits, header->size);
    case 'i': /* the sign bit moves to the top and back down */
        return (double)((int64_t)(bits << unused) >> unused);
    case 'b':
        return bits != 0;
    default:
        return (double)bits;
    }
}

/* Where element number `index` of the file belongs in a row-major matrix. */
static uint64_t
place_of(uint64_t index, const wom_npy_header *header)
{
    if (!header->is_fortran) return index;
    return index % header->num_rows * header->num_columns + index / header->num_rows;
}

static wom_status
store_block(wom_matrix *matrix, const unsigned char *block, uint64_t first, uint64_t count,
            const wom_npy_header *header, const char *name)
{
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t place = place_of(first + i, header);
        const double value = element_to_double(block + i * header->size, header);
        const float stored = (float)value;
        if (!isfinite(stored))
            return wom_fail(WOM_INVALID, "%s: row %llu, column %llu is %g, must be a finite 32-bit number", name,
                            (unsigned long long)(place / header->num_columns + 1),
                            (unsigned long long)(place % header->num_columns + 1), value);
        matrix->value[place] = stored;
    }
    return WOM_OK;
}

/* Refuses a shape that cannot be, before memory is asked for it. */
static wom_status
check_shape(uint64_t *num_elements, const wom_npy_header *header, const wom_source *source)
{
    const uint64_t rows = header->num_rows, columns = header->num_columns;
    const uint64_t left = wom_source_bytes_left(source);
    const char *name = wom_source_name(source);
    if (columns > 0 && rows > (UINT64_MAX / LARGEST_ELEMENT) / columns)
        return wom_fail(WOM_INVALID, "%s: shape (%llu, %llu) is too large for any memory", name,
                        (unsigned long long)rows, (unsigned long long)columns);
    *num_elements = rows * columns;
    if (left != UINT64_MAX && *num_elements * header->size > left)
        return wom_fail(WOM_INVALID, "%s: ends early: shape (%llu, %llu) needs %llu bytes, there are %llu", name,
                        (unsigned long long)rows, (unsigned long long)columns,
                        (unsigned long long)(*num_elements * header->size), (unsigned long long)left);
    return WOM_OK;
}

static wom_status
read_elements(wom_matrix *matrix, wom_job *job, wom_source *source, const wom_npy_header *header, unsigned char *block)
{
    const uint64_t num_elements = matrix->num_rows * matrix->num_columns;
    size_t got = 0;
    char more;
    for (uint64_t first = 0; first < num_elements; first += BLOCK_ELEMENTS) {
        const uint64_t left = num_elements - first;
        const uint64_t count = left < BLOCK_ELEMENTS ? left : BLOCK_ELEMENTS;
        WOM_TRY(wom_job_check(job));
        WOM_TRY(wom_npy_take(source, block, count * header->size, "elements"));
        WOM_TRY(store_block(matrix, block, first, count, header, wom_source_name(source)));
    }
    WOM_TRY(wom_source_read(source, &more, 1, &got));
    if (got == 0) return WOM_OK;
    return wom_fail(WOM_INVALID, "%s: goes on after the %llu elements of its shape, must hold one matrix",
                    wom_source_name(source), (unsigned long long)num_elements);
}

wom_status
wom_npy_read(wom_matrix *matrix, wom_job *job, wom_source *source)
{
    wom_status status = WOM_OK;
    wom_npy_header header = { 0 };
    wom_matrix loaded = { 0 };
    unsigned char *block = NULL;
    uint64_t num_elements = 0;
    *matrix = (wom_matrix){ 0 };
    WOM_TRY_GOTO(wom_npy_read_header(&header, job, source));
    WOM_TRY_GOTO(check_shape(&num_elements, &header, source));
    loaded.num_rows = header.num_rows;
    loaded.num_columns = header.num_columns;
    WOM_TRY_GOTO(wom_allocate(&loaded.value, job, num_elements, sizeof *loaded.value, "a matrix"));
    WOM_TRY_GOTO(wom_allocate(&block, job, BLOCK_ELEMENTS, LARGEST_ELEMENT, "a matrix's buffer"));
    WOM_TRY_GOTO(read_elements(&loaded, job, source, &header, block));
    *matrix = loaded;
    loaded.value = NULL;
done:
    wom_free(block);
    wom_matrix_free(&loaded);
    return status;
}

wom_status
wom_matrix_load_npy(wom_matrix *matrix, wom_job *job, const char *path)
{
    wom_source *source = NULL;
    *matrix = (wom_matrix){ 0 };
    WOM_TRY(wom_source_open(&source, job, path));
    const wom_status status = wom_npy_read(matrix, job, source);
    wom_source_close(source);
    return status;
}

void
wom_matrix_free(wom_matrix *matrix)
{
    if (matrix == NULL) return;
    wom_free(matrix->value);
    *matrix = (wom_matrix){ 0 };
}
