/* Vectors of what is open already. */
#ifndef WOM_IO_VECTORS_H
#define WOM_IO_VECTORS_H

#include "labels.h"
#include "reader.h"

/* As wom_vectors_read, of a reader of lines at its beginning. Where the lines are no vectors it has become a reader of
 * their table, unless there is no line at all. */
wom_status wom_vectors_read_lines(bool *are_vectors, wom_reader *reader, const wom_passing *passing,
                                  wom_vector_sink sink, void *context);

/* The matrix of a source that begins as an .npy does. */
wom_status wom_npy_read(wom_matrix *matrix, wom_job *job, wom_source *source);

/* Label lists or vectors, as wom_labels_read and wom_vectors_read tell them apart; vectors go to `sink`. Closes the
 * source. */
wom_status wom_interests_read(bool *are_vectors, wom_source *source, const wom_label_receiver *labels,
                              wom_vector_sink sink, void *context);

#endif
