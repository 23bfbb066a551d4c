#include "edit_types.h"

static hid_t
text_type(size_t size, H5T_str_t padding)
{
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, size);
    H5Tset_strpad(type, padding);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

static hid_t
enumeration(const char *first, const char *second)
{
    const int8_t no = 0, yes = 1;
    const hid_t type = H5Tenum_create(H5T_STD_I8LE);
    H5Tenum_insert(type, first, &no);
    H5Tenum_insert(type, second, &yes);
    return type;
}

static hid_t
compound(void)
{
    const hid_t type = H5Tcreate(H5T_COMPOUND, 12);
    H5Tinsert(type, "a", 0, H5T_STD_I32LE);
    H5Tinsert(type, "b", 4, H5T_IEEE_F64LE);
    return type;
}

static hid_t
half(void)
{
    const hid_t type = H5Tcopy(H5T_IEEE_F32LE);
    H5Tset_fields(type, 15, 10, 5, 0, 10);
    H5Tset_size(type, 2);
    H5Tset_ebias(type, 15);
    return type;
}

hid_t
fuzz_type(fuzz_input *input)
{
    static const hsize_t two = 2;
    const hid_t numbers[] = { H5T_STD_U8LE,  H5T_STD_I8LE,  H5T_STD_U16BE, H5T_STD_I32LE,  H5T_STD_U32LE,
                              H5T_STD_U32BE, H5T_STD_I64LE, H5T_STD_U64LE, H5T_STD_U64BE,  H5T_IEEE_F32LE,
                              H5T_IEEE_F32BE, H5T_IEEE_F64LE, H5T_NATIVE_LDOUBLE, H5T_STD_B32LE, H5T_STD_REF_OBJ };
    const unsigned which = fuzz_byte(input) % 32, num_numbers = sizeof numbers / sizeof *numbers;
    if (which < num_numbers) return H5Tcopy(numbers[which]);
    switch (which - num_numbers) {
    case 0: return text_type(H5T_VARIABLE, H5T_STR_NULLTERM);
    case 1: return text_type(3, H5T_STR_SPACEPAD);
    case 2: return text_type(5, H5T_STR_NULLPAD);
    case 3: return text_type((size_t)1 << 20, H5T_STR_NULLTERM);
    case 4: return enumeration("FALSE", "TRUE");
    case 5: return enumeration("NO", "YES");
    case 6: return compound();
    case 7: return half();
    case 8: return H5Tarray_create2(H5T_STD_I32LE, 1, &two);
    case 9: return H5Tvlen_create(H5T_STD_I32LE);
    case 10: return H5Tcreate(H5T_OPAQUE, 7);
    default: return H5Tcopy(H5T_IEEE_F64LE);
    }
}

hid_t
fuzz_space(fuzz_input *input, hsize_t length)
{
    static const hsize_t five[] = { 1, 2, 1, 1, 1 }, empty[] = { 3, 0, 2 };
    const hsize_t flat[] = { length, 2 }, four[] = { 1, length, 1, 1 };
    switch (fuzz_byte(input) % 8) {
    case 0: return H5Screate(H5S_SCALAR);
    case 1: return H5Screate(H5S_NULL);
    case 2: return H5Screate_simple(2, flat, NULL);
    case 3: return H5Screate_simple(5, five, NULL);
    case 4: return H5Screate_simple(3, empty, NULL);
    case 5: return H5Screate_simple(4, four, NULL);
    default: return H5Screate_simple(1, flat, NULL);
    }
}
