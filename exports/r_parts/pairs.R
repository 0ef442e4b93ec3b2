# Two waves of the same people.

# The exact p of Wilcoxon's V with ties: every rank's sign is a coin, zeros are dropped.
exact_p <- function(ranks, v) {
  if (length(ranks) > MOST_EXACT) return(NA)
  doubled <- round(2 * ranks)
  chance <- 1
  for (one in doubled) chance <- (c(chance, rep(0, one)) + c(rep(0, one), chance)) / 2
  sums <- seq_along(chance) - 1
  middle <- sum(doubled) / 2
  min(1, sum(chance[abs(sums - middle) >= abs(2 * v - middle) - 1e-9]))
}

# The same people twice, second minus first: t, standardised differences, ranks.
paired_comparison <- function(first, second) {
  there <- !is.na(first) & !is.na(second)
  first <- first[there]
  second <- second[there]
  d <- second - first
  n <- length(d)
  if (n < 3) stop("too few people")
  alike <- sd(d) < 1e-12  # everybody changed as much: only ranks can tell
  if (alike && abs(mean(d)) < 1e-12) stop("no difference")
  t <- if (alike) list(statistic = NA_real_, p.value = NA_real_, conf.int = c(NA_real_, NA_real_))
       else t.test(second, first, paired = TRUE)
  dz <- if (alike) NA_real_ else mean(d) / sd(d)
  limits <- if (alike) c(NA_real_, NA_real_)
            else d_limits(unname(t$statistic), n - 1, 1 / sqrt(n))
  steps <- round(d, 10)
  steps <- steps[steps != 0]
  ranks <- rank(abs(steps))
  v <- sum(ranks[steps > 0])
  w <- function(correct) {
    suppressWarnings(wilcox.test(steps, exact = FALSE, correct = correct))$p.value
  }
  list(n = n, mean_diff = mean(d), sd_diff = sd(d), t = unname(t$statistic), df = n - 1,
       p = t$p.value, ci_low = t$conf.int[1], ci_high = t$conf.int[2], dz = dz,
       dz_ci_low = limits[1], dz_ci_high = limits[2], gz_exactJ = dz * unbiased(n - 1),
       gz_ci_low = limits[1] * unbiased(n - 1), gz_ci_high = limits[2] * unbiased(n - 1),
       dav_mean_sd = mean(d) / mean(c(sd(first), sd(second))),
       dav_rms_sd = mean(d) / sqrt((var(first) + var(second)) / 2), r_pre_post = cor(first, second),
       wilcoxon_V = v, wilcoxon_n_nonzero = length(steps), wilcoxon_p_cc = w(TRUE),
       wilcoxon_p_nocc = w(FALSE), wilcoxon_p_exact = exact_p(ranks, v),
       rank_biserial = 2 * v / sum(ranks) - 1)
}

pairs_of_waves <- function(path, table) {
  names <- names_of_pairs(colnames(table))
  places <- combn(ncol(table), 2)
  some <- list(complete_pairs = table, listwise = table[complete.cases(table), , drop = FALSE])
  for (which in base::names(some)) {
    found <- lapply(seq_len(ncol(places)), function(at) {
      tryCatch(paired_comparison(some[[which]][, places[1, at]], some[[which]][, places[2, at]]),
               error = function(e) NULL)
    })
    one <- function(what) vapply(found, function(x) if (is.null(x)) NA else x[[what]], 1)
    for (at in which(!vapply(found, is.null, TRUE))) {
      put(c(path, "pairs", paste(names[at], which, sep = ".")), c(found[[at]], list(
        p_bonferroni = p.adjust(one("p"), "bonferroni")[at],
        p_holm = p.adjust(one("p"), "holm")[at],
        wilcoxon_p_cc_bonferroni = p.adjust(one("wilcoxon_p_cc"), "bonferroni")[at])))
    }
  }
}
