# ---- 6. Pupils and what their teachers do -----------------------------------------------------

# An index: what every teacher did in all records, measure by measure, then the mean of the z
# scores. Teachers are parted at the median and, in a second reading, at the upper quartile.
# `key` names the index, `log` the instrument; `apart` are the columns that tell records apart.
activity_index <- function(key, found, measures, log, apart) {
  if (is.null(found)) return(NULL)
  people <- sort(unique(found$who))
  sums <- vapply(measures, function(measure) {
    values <- numbers(found[[measure]])
    vapply(people, function(one) {
      own <- values[found$who == one]
      if (all(is.na(own))) NA_real_ else sum(own, na.rm = TRUE)
    }, numeric(1))
  }, numeric(length(people)))
  sums <- matrix(sums, length(people), dimnames = list(people, measures))
  if (!all(apply(sums, 2, function(x) isTRUE(sd(x, na.rm = TRUE) > 0)))) {
    stop("a measure is the same for everybody")
  }
  index <- rowMeans(scale(sums))
  room <- 1e-12 * max(abs(index), na.rm = TRUE)  # what floats leave of a teacher on the border
  high <- index - median(index, na.rm = TRUE) > room
  top <- index - quantile(index, 0.75, type = 7, na.rm = TRUE, names = FALSE) > room
  put(c("activity", key, "teachers"), stats::setNames(lapply(people, function(one) {
    c(as.list(sums[one, ]), list(index = index[[one]], high = high[[one]],
                                 top_quartile = top[[one]]))
  }), people))
  put(c("activity", key, "median"), median(index, na.rm = TRUE))
  put(c("activity", key, "q75"), quantile(index, 0.75, na.rm = TRUE, names = FALSE))
  if (ncol(sums) > 1) {
    r <- cor(sums, use = "pairwise.complete.obs")
    put(c("activity", key, "r"), r[lower.tri(r)])
    put(c("activity", key, "r_by_name"), stats::setNames(as.list(r[lower.tri(r)]), combn(
      measures, 2, function(two) paste(two, collapse = "."))))
  }
  occasions <- unique(found[c("wave", apart)])
  put(c("activity", key, "made_of"), list(log = log, people = length(people),
                                          n = sum(!is.na(index)), records = nrow(found),
                                          occasions = nrow(occasions)))
  of_groups <- function(x) {
    lapply(list(high = x[high %in% TRUE], low = x[high %in% FALSE]), describe)
  }
  put(c("activity", key, "groups"), of_groups(index))
  for (measure in measures) {
    put(c("activity", key, "measures", measure),
        c(describe(sums[, measure]), groups = list(of_groups(sums[, measure]))))
  }
  data.frame(teacher = people, activity = index, high = high, top = top)
}

# The scores of pupils at the first and at the last test, one row per pupil and what was tested.
first_and_last <- function(found, item, first, last, covariates) {
  if (is.null(found)) return(NULL)
  found$value <- numbers(found[[item]])
  found$part <- if ("occurrence" %in% names(found)) found$occurrence else NA
  found$id <- paste(found$who, found$part)
  keep <- c("id", "who", "part", "teacher_id", "school_id", covariates)
  before <- found[found$wave %in% first & !is.na(found$value), c(keep, "value")]
  after <- found[found$wave %in% last & !is.na(found$value), c(keep, "value")]
  ids <- union(before$id, after$id)
  a <- match(ids, before$id)
  b <- match(ids, after$id)
  either <- function(column) ifelse(is.na(a), after[[column]][b], before[[column]][a])
  pupils <- data.frame(id = ids, who = either("who"), part = either("part"), teacher = either("teacher_id"),
                       school = either("school_id"), start = before$value[a], end = after$value[b])
  alone <- is.na(pupils$teacher)  # whom nobody teaches is a cluster of one
  pupils$teacher[alone] <- pupils$who[alone]
  for (one in covariates) pupils[[one]] <- numbers(either(one))
  pupils$gain <- pupils$end - pupils$start
  pupils
}

# What pupils gained from the first test to the last.
describe_gain <- function(key, item, pupils) {
  if (is.null(pupils)) return(invisible(NULL))
  path <- c("gain", key, item)
  put(c(path, "start"), describe(pupils$start))
  put(c(path, "end"), describe(pupils$end))
  attempt("gain of all", {
    found <- paired_comparison(pupils$start, pupils$end)
    put(c(path, "all"), found)
    cat(sprintf("  gain: M = %.2f, n = %d, t(%d) = %.2f, %s\n", found$mean_diff, found$n,
                found$df, found$t, shown_p(found$p)))
  })
  gain <- pupils$gain[!is.na(pupils$gain)]
  put(c(path, "pct_improved"), share(sum(gain > 0), length(gain)))
  there <- pupils[!is.na(pupils$gain) & !is.na(pupils$teacher), ]
  put(c(path, "cases"), list(cases = nrow(pupils), n = length(gain),
                             teachers = length(unique(there$teacher))))
  robust <- function(own) cluster_robust(own$gain, matrix(1, nrow(own)), own$teacher)[[1]]
  attempt("gain with errors by teacher", put(c(path, "robust"), robust(there)))
  attempt("gain beside teachers",
          beside_clusters(path, gain ~ 1 + (1 | teacher), there, "(Intercept)"))
  parts <- sort(unique(pupils$part[!is.na(pupils$part)]))
  if (length(parts) < 2) return(invisible(NULL))
  for (part in parts) attempt(paste("gain in", part), {
    own <- pupils[pupils$part %in% part, ]
    put(c(path, "by_part", part), paired_comparison(own$start, own$end))
    put(c(path, "robust_by_part", part), robust(there[there$part %in% part, ]))
  })
  by_part <- function(own) {
    found <- anova(lm(gain ~ part, data = own))
    list(F = found[1, "F value"], df1 = found[1, "Df"], df2 = found[2, "Df"],
         p = found[1, "Pr(>F)"])
  }
  attempt("gain by part", put(c(path, "anova_gain_by_part"), by_part(pupils)))
  attempt("teachers' mean gains by part", {
    means <- aggregate(gain ~ part + teacher, data = there, FUN = mean)
    put(c(path, "anova_mean_gain_by_part"), by_part(means))
  })
}

# An outcome over more than two waves: intercepts for each teacher and for each case.
outcome_over_waves <- function(key, item, found) {
  if (is.null(found)) return(invisible(NULL))
  found$value <- numbers(found[[item]])
  found <- found[!is.na(found$value) & !is.na(found$wave), ]
  found$wave <- droplevels(found$wave)
  names <- levels(found$wave)
  if (length(names) < 3) return(invisible(NULL))
  part <- if ("occurrence" %in% base::names(found)) found$occurrence else NA
  teacher <- ifelse(is.na(found$teacher_id), found$who, found$teacher_id)
  data <- data.frame(score = found$value, place = factor(as.integer(found$wave)),
                     case = factor(paste(found$who, part)), teacher = factor(teacher))
  path <- c("outcome_waves", key, item)
  put(path, list(n = nrow(data), cases = nlevels(data$case)))
  for (wave in names) put(c(path, "by_wave", wave), describe(found$value[found$wave == wave]))
  attempt(paste(item, "over waves"), {
    needs("lme4", "lmerTest")
    both <- nlevels(data$teacher) > 1 && nlevels(data$teacher) < nlevels(data$case)
    random <- if (both) "(1 | teacher / case)" else "(1 | case)"
    model <- lmerTest::lmer(as.formula(paste("score ~ place +", random)), data = data,
                            control = precise())
    test <- anova(model)
    put(c(path, "anova"), list(F = test[1, "F value"], df1 = test[1, "NumDF"],
                               df2 = test[1, "DenDF"], p = test[1, "Pr(>F)"]))
    v <- vapply(lme4::VarCorr(model), function(one) one[1, 1], 1)
    put(c(path, "variances"), list(teachers = if (both) v[["teacher"]] else NULL,
                                   cases = v[[grep("case", base::names(v))]],
                                   residual = sigma(model)^2))
    model_means(path, model, names, lmer.df = "satterthwaite")
  })
}

# Two groups of numbers, those of `high` minus the others.
two_groups <- function(x, high) {
  one <- x[high & !is.na(x)]
  none <- x[!high & !is.na(x)]
  n1 <- length(one)
  n0 <- length(none)
  welch <- t.test(one, none)
  student <- t.test(one, none, var.equal = TRUE)
  pooled <- sqrt(((n1 - 1) * var(one) + (n0 - 1) * var(none)) / (n1 + n0 - 2))
  d <- (mean(one) - mean(none)) / pooled
  limits <- d_limits(unname(student$statistic), n1 + n0 - 2, sqrt(1 / n1 + 1 / n0))
  j <- unbiased(n1 + n0 - 2)
  ranks <- suppressWarnings(wilcox.test(round(one, 10), round(none, 10), exact = FALSE))
  apart <- c(abs(one - median(one)), abs(none - median(none)))
  levene <- anova(lm(apart ~ factor(rep(1:2, c(n1, n0)))))
  list(n1 = n1, n0 = n0, mean1 = mean(one), mean0 = mean(none), sd1 = sd(one), sd0 = sd(none),
       diff = mean(one) - mean(none), welch_se = welch$stderr, welch_t = unname(welch$statistic),
       welch_df = unname(welch$parameter), welch_p = welch$p.value,
       welch_ci_low = welch$conf.int[1], welch_ci_high = welch$conf.int[2],
       student_t = unname(student$statistic), student_df = unname(student$parameter),
       student_p = student$p.value, cohen_d_pooled = d, d_ci_low = limits[1],
       d_ci_high = limits[2], hedges_g = d * j, g_ci_low = limits[1] * j,
       g_ci_high = limits[2] * j, mannwhitney_U = unname(ranks$statistic),
       mannwhitney_p_cc = ranks$p.value, levene_median_F = levene[1, "F value"],
       levene_median_p = levene[1, "Pr(>F)"])
}

# Gains of the pupils of active and of less active teachers. Pupils of one teacher are alike: the
# means of teachers and the model of three levels below are the tests to report.
gain_by_activity <- function(key, item, pupils, index, log) {
  if (is.null(pupils) || is.null(index)) return(invisible(NULL))
  path <- c("gain_by_activity", key, item, log)
  at <- match(pupils$teacher, index$teacher)
  pupils$high <- index$high[at]
  pupils$top <- index$top[at]
  there <- pupils[!is.na(pupils$gain) & !is.na(pupils$high), ]
  attempt("teachers' means", {
    means <- tapply(there$gain, there$teacher, mean)
    put(c(path, "teacher_level_means"),
        two_groups(as.vector(means), index$high[match(names(means), index$teacher)]))
  })
  attempt("pupils by activity", put(c(path, "pupil_level"), two_groups(there$gain, there$high)))
  attempt("upper quartile",
          put(c(path, "top_quartile_vs_rest"), two_groups(there$gain, there$top)))
  attempt("upper quartile, errors by teacher", put(
    c(path, "top_quartile_robust"),
    cluster_robust(there$gain, cbind(1, there$top), there$teacher)[[2]]))
  groups_of_clusters(path, there$gain, there$high, there$teacher)
  attempt("analysis of covariance", {
    model <- lm(end ~ start + high, data = there)
    found <- drop1(model, test = "F")["high", ]
    f <- found[["F value"]]
    slopes <- anova(model, lm(end ~ start * high, data = there))
    adjusted <- predict(model, data.frame(start = mean(there$start), high = c(FALSE, TRUE)),
                        se.fit = TRUE)
    apart <- qt(0.975, model$df.residual) * adjusted$se.fit
    size <- eta2p(f, 1, model$df.residual)
    put(c(path, "ancova"), list(
      F_high = f, df1 = 1, df2 = model$df.residual, p_high = found[["Pr(>F)"]],
      eta2p_high = f / (f + model$df.residual), adj_mean_low = adjusted$fit[[1]],
      adj_mean_high = adjusted$fit[[2]], adj_se_low = adjusted$se.fit[[1]],
      adj_se_high = adjusted$se.fit[[2]], b_high = coef(model)[["highTRUE"]],
      slope_start = coef(model)[["start"]], eta2p_ci90_low = size[["eta2p_ci90_low"]],
      eta2p_ci90_high = size[["eta2p_ci90_high"]], adj_low_low = (adjusted$fit - apart)[[1]],
      adj_high_low = (adjusted$fit + apart)[[1]], adj_low_high = (adjusted$fit - apart)[[2]],
      adj_high_high = (adjusted$fit + apart)[[2]], homogeneity_p = slopes[2, "Pr(>F)"]))
  })
}

# Pupils in teachers in schools: nothing (m0), the first score and covariates (m1), and the index
# of activity of the teacher (m2). What "explained" means is named: each component and their sum.
pupils_in_schools <- function(key, item, pupils, index, log, covariates) {
  if (is.null(pupils) || is.null(index)) return(invisible(NULL))
  pupils$activity <- index$activity[match(pupils$teacher, index$teacher)]
  needed <- c("start", "end", "teacher", "school", "activity", covariates)
  there <- pupils[complete.cases(pupils[needed]), ]
  levels <- if (length(unique(there$school)) > 2) "(1 | school/teacher)" else "(1 | teacher)"
  for (outcome in c("end", "gain")) {
    path <- c("hlm", key, item, log, paste0("outcome_", outcome))
    attempt(paste("three levels,", outcome),
            three_models(path, there, outcome, c("start", covariates), levels))
  }
  path <- c("hlm", key, item, log, "two_level_teacher_only")
  attempt("two levels", three_models(path, there, "end", c("start", covariates), "(1 | teacher)"))
}

activity_estimate <- function(model, ddf = "Satterthwaite") {
  found <- fixed_effects(model, ddf)$activity
  tested(found$est, found$se, found$df)
}
variances_of <- function(model) {
  random <- vapply(lme4::VarCorr(model), function(one) one[1, 1], 1)
  names(random) <- ifelse(grepl("teacher", names(random), fixed = TRUE), "teacher", "school")
  c(random, residual = sigma(model)^2)
}

three_models <- function(path, there, outcome, before, levels) {
  needs("lme4", "lmerTest")
  fit <- function(predictors) {
    formula <- as.formula(paste(outcome, "~", paste(c(predictors, levels), collapse = " + ")))
    lmerTest::lmer(formula, data = there, control = precise(check.nlev.gtr.1 = "ignore"))
  }
  models <- list(m0 = fit("1"), m1 = fit(before), m2 = fit(c(before, "activity")))
  v <- lapply(models, variances_of)
  above <- function(one) sum(one) - one[["residual"]]
  put(path, list(n_pupils = nrow(there), n_teachers = length(unique(there$teacher)),
                 n_schools = length(unique(there$school)), variances = lapply(v, as.list),
                 singular = any(vapply(models, lme4::isSingular, TRUE)),
                 reml_criterion = lapply(models, lme4::REMLcrit)))
  icc <- v$m0 / sum(v$m0)
  put(c(path, "icc_null"), c(icc[names(icc) != "residual"],
                             teacher_plus_school = above(v$m0) / sum(v$m0)))
  put(c(path, "icc_m1_teacher_plus_school"), above(v$m1) / sum(v$m1))
  put(c(path, "prv_m1_to_m2"), c(total = 1 - sum(v$m2) / sum(v$m1), 1 - v$m2 / v$m1,
                                 teacher_plus_school = 1 - above(v$m2) / above(v$m1)))
  put(c(path, "prv_m0_to_m2_total"), 1 - sum(v$m2) / sum(v$m0))
  put(c(path, "fixed_m2"), fixed_effects(models$m2))
  put(c(path, "coefficients_m2"), lapply(fixed_effects(models$m2), function(one) {
    tested(one$est, one$se, one$df)
  }))
  put(c(path, "activity"), activity_estimate(models$m2))
  for (name in c("m1", "m2")) put(c(path, paste0("r2_nakagawa_", name)), nakagawa(models[[name]]))
  put(c(path, "delta_r2_marginal"), (nakagawa(models$m2) - nakagawa(models$m1))[["marginal"]])
  found <- results_of(path)$fixed_m2$activity
  cat(sprintf("  %s: b = %.2f, SE = %.2f, t(%.1f) = %.2f, %s; all variances together less by %.1f %%\n",
              path[5], found$est, found$se, found$df, found$t, shown_p(found$p),
              100 * (1 - sum(v$m2) / sum(v$m1))))
  ml <- suppressMessages(anova(models$m1, models$m2, refit = TRUE))
  put(c(path, "lrt_ML_activity"), list(chi2 = ml[2, "Chisq"], df = ml[2, "Df"],
                                       p = ml[2, "Pr(>Chisq)"]))
  attempt("Kenward-Roger", {
    needs("pbkrtest")
    if (nrow(there) > 2 * MOST_PEOPLE) stop("too many pupils")
    closer <- fixed_effects(models$m2, "Kenward-Roger")
    for (name in names(closer)) {
      put(c(path, "fixed_m2", name, "df_KR"), closer[[name]]$df)
      put(c(path, "fixed_m2", name, "se_KR"), closer[[name]]$se)
      put(c(path, "fixed_m2", name, "p_KR"), closer[[name]]$p)
    }
    put(c(path, "activity_KR"), activity_estimate(models$m2, "Kenward-Roger"))
  })
}
results_of <- function(path) Reduce(function(tree, name) tree[[name]], path, results)
