# The waves of a scale under other choices, and whether the model fits.

# What the model leaves of every score, in residual standard deviations, and what each person stands
# above or below all. To look at them: plot(fitted(model), residuals(model)), qqnorm().
left_by <- function(model) {
  left <- residuals(model, scaled = TRUE)
  shape <- describe(left)
  people <- lme4::ranef(model)[[1]][[1]]
  list(n = length(left), outlying = sum(abs(left) > 3), skew = shape$skew,
       kurtosis = shape$kurtosis, smallest = min(left), largest = max(left),
       people = length(people), skew_people = describe(people)$skew)
}

# The waves again where half of the items, or all, must be answered for a score; nothing where no
# score depends on it.
other_rules <- function(key, found, scale, table) {
  if (is.null(table) || !length(scale$defined)) return(invisible(NULL))
  needs("lme4", "lmerTest")
  for (enough in c(0.5, 1)) {
    again <- table_of_scores(found, score_scale(found, scale, enough))
    if (isTRUE(all.equal(again, table, tolerance = 1e-12))) next
    long <- long_scores(again[, colSums(!is.na(table)) > 0, drop = FALSE])
    path <- c("instruments", key, "waves", scale$code, "rules", paste0("rule_", 100 * enough))
    put(c(path, "n"), nrow(long))
    attempt(paste(scale$code, "by another rule"), {
      test <- anova(lmerTest::lmer(score ~ place + (1 | who), data = long, control = precise()))
      put(c(path, "anova"), list(F = test[1, "F value"], df1 = test[1, "NumDF"],
                                 df2 = test[1, "DenDF"], p = test[1, "Pr(>F)"]))
    })
  }
}

# p of the mixed models of all scales of a questionnaire, by Holm.
among_scales <- function(key, codes) {
  p <- vapply(codes, function(code) {
    one <- results_of(c("instruments", key, "waves", code, "lmm", "anova", "p_satterthwaite"))
    if (is.numeric(one)) one else NA_real_
  }, numeric(1))
  if (sum(!is.na(p)) < 2) return(invisible(NULL))
  holm <- p.adjust(p, "holm")
  for (code in codes[!is.na(p)]) {
    put(c("instruments", key, "waves", code, "holm_scales"),
        list(scales = sum(!is.na(p)), p_holm = holm[[code]]))
  }
}
