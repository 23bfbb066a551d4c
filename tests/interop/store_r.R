# What the store writes, read by R's rhdf5. A part of tap.R.

users <- c("Ștefan", "", "李 \"quoted\"")

tests <- list(
  a_table_becomes_a_data_frame = function(path) {
    group <- h5read(path, "seeds", bit64conversion = "double")
    attributes <- h5readAttributes(path, "seeds")
    frame <- as.data.frame(lapply(group[attributes[["column-order"]]], as.vector), row.names = NULL)
    stopifnot(identical(names(frame)[c(1, 9)], c("is_seed", "note")), nrow(frame) == 3)
    stopifnot(identical(as.vector(group[[attributes[["_index"]]]]), users))
    stopifnot(all.equal(frame$cost, c(-0.1, 1e-300, 0.1)), identical(frame$account, c(-2^40, -1, 2^40)))
    stopifnot(identical(as.logical(as.character(frame$is_seed)), c(TRUE, FALSE, TRUE)))
  },
  a_running_number_labels_the_other_tables = function(path) {
    stopifnot(identical(as.vector(h5read(path, "numbered/_index")), 0:2))
  },
  a_table_without_rows_has_columns_without_values = function(path) {
    for (name in c("_index", "user", "is_seed", "cost")) stopifnot(length(h5read(path, paste0("empty/", name))) == 0)
  },
  an_array_has_its_axes_in_the_order_of_columns = function(path) {
    active <- h5read(path, "curves/active")
    stopifnot(identical(dim(active), c(4L, 3L, 2L)), active[4, 2, 2] == 19)
    stopifnot(identical(as.vector(h5read(path, "curves/content")), c("launch", "săle")))
  },
  texts_and_attributes_are_utf8 = function(path) {
    stopifnot(identical(as.vector(h5read(path, "scenario_json")), "{\"name\": \"läunch\"}"))
    stopifnot(identical(as.vector(h5read(path, "provenance/empty")), ""))
    stopifnot(identical(h5readAttributes(path, "seeds/cost")$units, "EUR"))
    stopifnot(identical(h5readAttributes(path, "/", bit64conversion = "double")$format, "wom sample"))
  }
)
