/* HDF5's types and shapes, for edits. */
#ifndef FUZZ_EDIT_TYPES_H
#define FUZZ_EDIT_TYPES_H

#include "fuzz.h"

#include <hdf5.h>

/* A type and a space as bytes of the input say; to be closed. */
hid_t fuzz_type(fuzz_input *input);
hid_t fuzz_space(fuzz_input *input, hsize_t length);

#endif
