/* Any bytes as a .npy file: what is loaded is finite, what is not is refused. */
#include "fuzz.h"

#include <wom/io.h>

#include <math.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wom_matrix matrix;
    wom_job *job = fuzz_job();
    const wom_status status = wom_matrix_load_npy(&matrix, job, fuzz_file(data, size));
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (matrix.value != NULL));
    for (uint64_t i = 0; status == WOM_OK && i < matrix.num_rows * matrix.num_columns; i++)
        PROMISE(isfinite(matrix.value[i]));
    wom_matrix_free(&matrix);
    fuzz_end(job);
    return 0;
}
