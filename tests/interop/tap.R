# Sources a script that lists `tests`, has a program write a file, and runs them on it. Speaks TAP; without rhdf5
# everything is skipped.

run <- function(path) {
  failed <- 0
  cat(sprintf("1..%d\n", length(tests)))
  for (number in seq_along(tests)) {
    verdict <- tryCatch(
      { suppressMessages(suppressWarnings(tests[[number]](path))); "ok" },
      error = function(condition) { cat("#", conditionMessage(condition), "\n"); "not ok" })
    failed <- failed + (verdict != "ok")
    cat(sprintf("%s %d - %s\n", verdict, number, names(tests)[number]))
  }
  failed
}

invisible(Sys.setlocale("LC_CTYPE", "C.UTF-8"))
if (!suppressWarnings(suppressMessages(require(rhdf5, quietly = TRUE)))) {
  cat("1..0 # SKIP R's rhdf5 is not installed\n")
  quit(status = 0)
}
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1], encoding = "UTF-8")
path <- tempfile(fileext = ".h5")
stopifnot(system2(arguments[2], path) == 0)
quit(status = if (run(path) > 0) 1 else 0)
