/* Matrices from .npy files, of every type and order, right and wrong. */
#include <wom/io.h>

#include "test.h"

#include <stdio.h>

typedef struct npy_file {
    unsigned char bytes[4096];
    size_t length;
} npy_file;

static void
add(npy_file *file, const void *bytes, size_t length)
{
    memcpy(file->bytes + file->length, bytes, length);
    file->length += length;
}

static npy_file
begin(int version, const char *dictionary)
{
    npy_file file = { .length = 0 };
    const unsigned length = (unsigned)strlen(dictionary);
    const unsigned char start[] = {
        0x93, 'N', 'U', 'M', 'P', 'Y', (unsigned char)version, 0, (unsigned char)length, (unsigned char)(length >> 8),
        0,    0
    };
    add(&file, start, version == 1 ? 10 : 12);
    add(&file, dictionary, length);
    return file;
}

static wom_status
load(wom_matrix *matrix, wom_job *job, const npy_file *file)
{
    return wom_matrix_load_npy(matrix, job, test_file("m.npy", file->bytes, file->length));
}

/* Bytes of two elements of a type, and what they are. */
typedef struct element_case {
    const char *type;
    const char *bytes;
    size_t length;
    float first, second;
} element_case;

static void
every_type_and_byte_order_is_understood(void)
{
    static const element_case cases[] = {
        { "<f2", "\x00\x3c\x01\x80", 4, 1, -0x1p-24f }, /* 1, the smallest subnormal */
        { ">f2", "\x7b\xff\x35\x55", 4, 65504, 0x1.554p-2f },
        { "<f4", "\x00\x00\x80\x3f\x00\x00\x20\xc0", 8, 1, -2.5f },
        { ">f4", "\x3f\x80\x00\x00\xc0\x20\x00\x00", 8, 1, -2.5f },
        { "<f8", "\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\x04\xc0", 16, 1, -2.5f },
        { ">f8", "\x3f\xf0\0\0\0\0\0\0\xc0\x04\0\0\0\0\0\0", 16, 1, -2.5f },
        { "|i1", "\x7f\x80", 2, 127, -128 },
        { "<i2", "\x01\x00\x00\x80", 4, 1, -32768 },
        { ">i2", "\x00\x01\x80\x00", 4, 1, -32768 },
        { "<i4", "\x01\0\0\0\xff\xff\xff\xff", 8, 1, -1 },
        { ">i4", "\0\0\0\x01\xff\xff\xff\xfe", 8, 1, -2 },
        { "<i8", "\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80", 16, 1, -0x1p63f },
        { ">i8", "\0\0\0\0\0\0\0\x05\xff\xff\xff\xff\xff\xff\xff\xf6", 16, 5, -10 },
        { "|u1", "\x00\xff", 2, 0, 255 },
        { "<u2", "\xff\xff\x01\x00", 4, 65535, 1 },
        { ">u4", "\0\0\0\x01\x80\0\0\0", 8, 1, 0x1p31f },
        { "<u8", "\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80", 16, 1, 0x1p63f },
        { "|b1", "\x01\x00", 2, 1, 0 },
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char dictionary[128];
        wom_matrix matrix;
        snprintf(dictionary, sizeof dictionary, "{'descr': '%s', 'fortran_order': False, 'shape': (1, 2), }   \n",
                 cases[i].type);
        npy_file file = begin(1 + (int)(i % 3), dictionary);
        add(&file, cases[i].bytes, cases[i].length);
        CHECK_OK(load(&matrix, job, &file));
        CHECK(matrix.num_rows == 1 && matrix.num_columns == 2);
        if (matrix.value == NULL) continue;
        CHECK_NEAR((double)matrix.value[0], (double)cases[i].first, 0);
        CHECK_NEAR((double)matrix.value[1], (double)cases[i].second, 0);
        wom_matrix_free(&matrix);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
both_orders_give_rows(void)
{
    wom_matrix matrix;
    wom_job *job = test_job(1);
    npy_file file = begin(1, "{'descr':'|u1','fortran_order':True,'shape':(2,3)}");
    add(&file, "\1\4\2\5\3\6", 6);
    CHECK_OK(load(&matrix, job, &file));
    for (int i = 0; i < 6; i++) CHECK_NEAR((double)matrix.value[i], i + 1, 0);
    wom_matrix_free(&matrix);
    file = begin(2, " {\"shape\" : ( 2 , 3 , ) , \"descr\" : \"|u1\" ,\n \"fortran_order\" : False , } ");
    add(&file, "\1\2\3\4\5\6", 6);
    CHECK_OK(load(&matrix, job, &file));
    for (int i = 0; i < 6; i++) CHECK_NEAR((double)matrix.value[i], i + 1, 0);
    wom_matrix_free(&matrix);
    wom_job_free(job);
}

static void
one_dimension_is_one_column(void)
{
    wom_matrix matrix;
    wom_job *job = test_job(1);
    npy_file file = begin(1, "{'descr': '|i1', 'fortran_order': False, 'shape': (3L,), }\n");
    add(&file, "\1\2\3", 3);
    CHECK_OK(load(&matrix, job, &file));
    CHECK(matrix.num_rows == 3 && matrix.num_columns == 1);
    wom_matrix_free(&matrix);
    file = begin(1, "{'descr': '|i1', 'fortran_order': True, 'shape': (0, 5), }\n");
    CHECK_OK(load(&matrix, job, &file));
    CHECK(matrix.num_rows == 0 && matrix.num_columns == 5);
    wom_matrix_free(&matrix);
    wom_job_free(job);
}

static void
values_that_are_no_finite_floats_are_refused_with_their_place(void)
{
    static const element_case cases[] = {
        { "<f4", "\0\0\0\0\0\0\xc0\x7f", 8, 0, 0 },                            /* nan */
        { "<f2", "\0\0\0\xfc", 4, 0, 0 },                                      /* -inf */
        { "<f2", "\0\0\x01\x7c", 4, 0, 0 },                                    /* nan */
        { "<f8", "\0\0\0\0\0\0\0\0\x9c\x75\0\x88\x3c\xe4\x37\x7e", 16, 0, 0 }, /* 1e300 */
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char dictionary[128];
        wom_matrix matrix;
        snprintf(dictionary, sizeof dictionary, "{'descr': '%s', 'fortran_order': True, 'shape': (1, 2), }",
                 cases[i].type);
        npy_file file = begin(1, dictionary);
        add(&file, cases[i].bytes, cases[i].length);
        CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, "row 1, column 2 is");
        CHECK(matrix.value == NULL);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

typedef struct wrong_header {
    const char *dictionary, *message;
} wrong_header;

static void
wrong_headers_are_refused(void)
{
    static const wrong_header wrong[] = {
        { "", "expected \"{\"" },
        { "{'descr': '<f4', 'fortran_order': False}", "each once" },
        { "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "each once" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", "each once" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x", "its end" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "\",\" or \"}\"" },
        { "{'descr' '<f4'}", "\":\"" },
        { "{'descr': '<f4", "closed" },
        { "{'descr': <f4", "a quoted text" },
        { "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "holds records" },
        { "{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}", "elements of type \"<f3\"" },
        { "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "elements of type \"<c8\"" },
        { "{'descr': '|S8', 'fortran_order': False, 'shape': (1,)}", "elements of type" },
        { "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}", "elements of type" },
        { "{'descr': '?f4', 'fortran_order': False, 'shape': (1,)}", "elements of type" },
        { "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "True or False" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': 1}", "a shape in parentheses" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "a length" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}", "\",\" or \")\"" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "a length below 2^64" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': ()}", "no dimension" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1)}", "more than 2 dimensions" },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "too large for any memory" },
        { "{'descr': '|u1', 'fortran_order': False, 'shape': (1000000, 1000000)}",
          "ends early: shape (1000000, 1000000)" },
        { "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1)}", "needs 1 bytes, there are 0" },
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        wom_matrix matrix;
        const npy_file file = begin(1, wrong[i].dictionary);
        CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, wrong[i].message);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
files_of_the_wrong_length_or_kind_are_refused(void)
{
    wom_matrix matrix;
    wom_job *job = test_job(1);
    npy_file file = begin(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }");
    const size_t header_length = file.length;
    add(&file, "\1\2\3\4\5", 5);
    CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, "goes on after the 4 elements");
    for (file.length = 0; file.length < header_length + 4; file.length++)
        CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, "ends early");
    CHECK_OK(load(&matrix, job, &file));
    wom_matrix_free(&matrix);
    file.bytes[6] = 4;
    CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, "is .npy version 4, must be 1, 2 or 3");
    file.bytes[0] = 'N';
    CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, "is not a .npy file");
    file = begin(2, "{");
    file.bytes[11] = 0xff;
    CHECK_FAILS(load(&matrix, job, &file), WOM_INVALID, "must be at most 1048576");
    wom_job_free(job);
}

static wom_status
load_small(wom_job *job)
{
    wom_matrix matrix;
    npy_file file = begin(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }");
    add(&file, "\1\2\3\4", 4);
    const wom_status status = load(&matrix, job, &file);
    wom_matrix_free(&matrix);
    return status;
}

static void
each_allocation_failing_is_told_and_leaks_nothing(void)
{
    test_each_allocation_failing(load_small);
}

TEST_MAIN(TEST(every_type_and_byte_order_is_understood), TEST(both_orders_give_rows), TEST(one_dimension_is_one_column),
          TEST(values_that_are_no_finite_floats_are_refused_with_their_place), TEST(wrong_headers_are_refused),
          TEST(files_of_the_wrong_length_or_kind_are_refused), TEST(each_allocation_failing_is_told_and_leaks_nothing))
