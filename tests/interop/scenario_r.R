# A run's results, read by R's rhdf5. A part of tap.R.

read_table <- function(path, name) {
  group <- h5read(path, name, bit64conversion = "double")
  attributes <- h5readAttributes(path, name)
  frame <- as.data.frame(lapply(group[attributes[["column-order"]]], as.vector), stringsAsFactors = FALSE)
  label <- as.vector(group[[attributes[["_index"]]]])
  if (is.character(label) && !anyDuplicated(label)) rownames(frame) <- label
  frame
}

tests <- list(
  the_summary_is_a_data_frame_of_metrics = function(path) {
    summary <- read_table(path, "summary")
    stopifnot(all(c("active", "incremental", "profit", "roi") %in% rownames(summary)), all(summary$n == 300))
    stopifnot(all(summary$lo95 <= summary$value), all(summary$value <= summary$hi95))
    stopifnot(all.equal(summary["profit", "value"], summary["revenue", "value"] - summary["cost", "value"]))
  },
  the_summary_is_the_mean_of_the_replicates = function(path) {
    summary <- read_table(path, "summary")
    replicates <- read_table(path, "replicates")
    for (metric in names(replicates)) {
      stopifnot(all.equal(mean(replicates[[metric]]), summary[metric, "value"]))
      stopifnot(all.equal(sd(replicates[[metric]]) / sqrt(300), summary[metric, "se"]))
    }
  },
  the_seeds_are_within_the_budget = function(path) {
    seeds <- read_table(path, "seeds")
    stopifnot(identical(as.integer(seeds$rank), seq_len(nrow(seeds))), sum(seeds$cost) <= 400)
  },
  distributions_count_every_user_and_tie = function(path) {
    figures <- read_table(path, "graph")
    degrees <- read_table(path, "distributions/in_degree")
    stopifnot(sum(degrees$count) == figures["users", "value"])
    stopifnot(sum(degrees$value * degrees$count) == figures["ties", "value"])
    stopifnot(sum(read_table(path, "distributions/strength")$count) == figures["ties", "value"])
  },
  curves_have_their_quantiles_and_steps = function(path) {
    active <- h5read(path, "curves/active") # R turns the axes round: quantile, step
    stopifnot(nrow(active) == 3, all(active[1, ] <= active[2, ]), all(active[2, ] <= active[3, ]))
    stopifnot(all.equal(as.vector(h5read(path, "curves/quantile")), c(.05, .5, .95)))
    stopifnot(ncol(active) == length(h5read(path, "curves/step")))
  },
  every_round_of_the_campaign_plays_one_arm = function(path) {
    pulls <- h5read(path, "campaign/pulls")
    stopifnot(identical(dim(pulls), c(6L, 12L)), all(abs(colSums(pulls) - 1) < 1e-9))
    stopifnot(nrow(read_table(path, "campaign/arms")) == 6)
  },
  answers_to_what_ifs_are_a_row_for_each_question_and_metric = function(path) {
    answers <- read_table(path, "what_if")
    stopifnot(length(unique(answers$question)) == 4)
    cost <- answers[answers$question == "half the budget" & answers$metric == "cost", "difference"]
    stopifnot(cost < 0)
  }
)
