# ---- 3. The waves of a scale compared ---------------------------------------------------------

MOST_PEOPLE <- 1000   # with more, teacher + wave by lm() and Kenward-Roger take minutes
MOST_EXACT <- 500     # with more, the normal approximation is as good as the exact p

# 95 % limits of t's noncentrality, times what one unit of t is worth in standard deviations.
d_limits <- function(t, df, per_t) {
  limit <- function(at) {
    apart <- function(ncp) suppressWarnings(pt(t, df, ncp)) - at
    reach <- 8 + abs(t)
    uniroot(apart, c(t - reach, t + reach), tol = 1e-12)$root
  }
  per_t * c(limit(0.975), limit(0.025))
}
# Partial eta squared of an F with its 90 % interval by noncentral F.
eta2p <- function(f, df1, df2) {
  limit <- function(at) {
    apart <- function(ncp) pf(f, df1, df2, ncp) - at
    if (apart(0) <= 0) return(0)
    far <- 10
    while (apart(far) > 0) far <- 2 * far
    uniroot(apart, c(0, far), tol = 1e-12)$root
  }
  ncp <- c(limit(0.95), limit(0.05))
  limits <- ncp / (ncp + df2)
  c(eta2p = df1 * f / (df1 * f + df2), eta2p_ci90_low = limits[1], eta2p_ci90_high = limits[2])
}
# Takes the bias off d: gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)).
unbiased <- function(m) exp(lgamma(m / 2) - log(sqrt(m / 2)) - lgamma((m - 1) / 2))

# A row per person and wave that has a score.
long_scores <- function(table) {
  long <- data.frame(who = factor(rep(rownames(table), ncol(table))),
                     place = factor(rep(seq_len(ncol(table)), each = nrow(table))),
                     score = as.vector(table))
  droplevels(long[!is.na(long$score), ])
}

# Every analysis of one scale over the waves. `table` has a row per person, a column per wave.
compare_waves <- function(key, code, table) {
  if (is.null(table)) return(invisible(NULL))
  table <- table[rowSums(!is.na(table)) > 0, colSums(!is.na(table)) > 0, drop = FALSE]
  path <- c("instruments", key, "waves", code)
  put(c(path, "cells"), list(n = sum(!is.na(table)), people = nrow(table),
                             waves = colnames(table)))
  if (ncol(table) < 2 || sum(rowSums(!is.na(table)) > 1) < 2) {
    cat("  ", code, ": no two waves of the same people to compare.\n", sep = "")
    return(invisible(NULL))
  }
  if (max(abs(table - rowMeans(table, na.rm = TRUE)), na.rm = TRUE) < 1e-12) {
    cat("  ", code, ": nobody changed, so there is nothing to test.\n", sep = "")
    return(invisible(NULL))
  }
  long <- long_scores(table)
  attempt(paste(code, "additive analysis of variance"), additive(path, long, colnames(table)))
  attempt(paste(code, "repeated measures"), repeated(path, table))
  attempt(paste(code, "mixed model"), mixed(path, long, colnames(table)))
  attempt(paste(code, "Friedman"), by_ranks(path, table))
  attempt(paste(code, "pairs of waves"), pairs_of_waves(path, table))
}

names_of_pairs <- function(names) {
  apply(combn(length(names), 2), 2, function(two) paste(names[two[2]], names[two[1]], sep = "-"))
}
# Means that a model gives the waves and every pair of them, later minus earlier. Past 3,000 cells
# emmeans takes infinite degrees of freedom for mixed models; its columns are called otherwise then.
model_means <- function(path, model, names, ...) {
  needs("emmeans")
  rows <- function(found, ...) {
    found <- as.data.frame(summary(found, ...))
    base::names(found) <- c(asymp.LCL = "lower.CL", asymp.UCL = "upper.CL", z.ratio = "t.ratio",
                            stats::setNames(nm = base::names(found)))[base::names(found)]
    found
  }
  grid <- suppressMessages(emmeans::emmeans(model, "place", ...))
  means <- rows(grid, infer = c(TRUE, FALSE))
  put(c(path, "emmeans"), stats::setNames(lapply(seq_along(names), function(at) {
    list(emmean = means$emmean[at], se = means$SE[at], df = means$df[at],
         low = means$lower.CL[at], high = means$upper.CL[at])
  }), names))
  both <- emmeans::contrast(grid, method = "revpairwise")
  count <- choose(length(names), 2)
  pair <- rows(both, infer = c(TRUE, TRUE), adjust = "none", level = 1 - 0.05 / count)
  bonferroni <- rows(both, infer = c(FALSE, TRUE), adjust = "bonferroni")
  holm <- rows(both, infer = c(FALSE, TRUE), adjust = "holm")
  put(c(path, "pairs"), stats::setNames(lapply(seq_len(count), function(at) {
    list(diff = pair$estimate[at], se = pair$SE[at], df = pair$df[at], t = pair$t.ratio[at],
         p = pair$p.value[at], p_bonf = bonferroni$p.value[at], p_holm = holm$p.value[at],
         ci_bonf_low = pair$lower.CL[at], ci_bonf_high = pair$upper.CL[at])
  }), in_order_of_later(names)))
}
# The pairs as emmeans lists them: those of the second wave, of the third, and so on.
in_order_of_later <- function(names) {
  unlist(lapply(seq_along(names)[-1], function(later) {
    paste(names[later], names[seq_len(later - 1)], sep = "-")
  }))
}

# Teacher + wave over every answered cell, the wave fitted last.
additive <- function(path, long, names) {
  if (nlevels(long$who) > MOST_PEOPLE) stop("too many people for lm()")
  path <- c(path, "additive_anova")
  model <- lm(score ~ who + place, data = long)
  found <- anova(model)
  ss <- found[["Sum Sq"]]
  df <- found[["Df"]]
  f <- found["place", "F value"]
  put(path, c(list(n_obs = nrow(long), n_people = nlevels(long$who), F = f, df1 = df[2],
                   df2 = df[3], p = found["place", "Pr(>F)"], SS_wave = ss[2], SS_resid = ss[3],
                   SS_people_first = ss[1], ges = ss[2] / sum(ss)), eta2p(f, df[2], df[3])))
  cat(sprintf("  teacher + wave: F(%d, %d) = %.2f, %s, eta2p = %.3f\n", df[2], df[3], f,
              shown_p(found["place", "Pr(>F)"]), df[2] * f / (df[2] * f + df[3])))
  attempt("means of the model", model_means(path, model, names))
  alone <- anova(lm(score ~ place, data = long))
  put(c(path, "if_waves_were_independent_groups"),
      list(F = alone[1, "F value"], df1 = alone[1, "Df"], df2 = alone[2, "Df"],
           p = alone[1, "Pr(>F)"]))
}

# Repeated measures of those who answered in every wave, with Mauchly's test and both corrections.
repeated <- function(path, table) {
  needs("afex")
  whole <- table[complete.cases(table), , drop = FALSE]
  if (nrow(whole) < 3) stop("too few people with all waves")
  long <- data.frame(who = factor(rep(seq_len(nrow(whole)), ncol(whole))),
                     place = factor(rep(seq_len(ncol(whole)), each = nrow(whole))),
                     score = as.vector(whole))
  model <- suppressMessages(afex::aov_ez("who", "score", long, within = "place",
                                         include_aov = FALSE))
  found <- suppressWarnings(summary(model$Anova, multivariate = FALSE))
  one <- found$univariate.tests["place", ]
  ss <- unname(c(one["Sum Sq"], one["Error SS"],
                 found$univariate.tests["(Intercept)", "Error SS"]))
  path <- c(path, "rm_anova_listwise")
  put(path, list(n = nrow(whole), k = ncol(whole), F = unname(one["F value"]),
                 df1 = unname(one["num Df"]), df2 = unname(one["den Df"]),
                 p = unname(one["Pr(>F)"]), SS = ss[1], SS_error = ss[2], SS_subjects = ss[3],
                 pes = ss[1] / (ss[1] + ss[2]), ges = ss[1] / sum(ss)))
  put(c(path, "size"), eta2p(unname(one["F value"]), unname(one["num Df"]), unname(one["den Df"])))
  if (ncol(whole) > 2) {
    if (!"place" %in% rownames(found$sphericity.tests)) return(without_spread(path, whole, one))
    shape <- found$sphericity.tests["place", ]
    cure <- found$pval.adjustments["place", ]
    put(c(path, "mauchly_W"), unname(shape["Test statistic"]))
    put(c(path, "mauchly_p"), unname(shape["p-value"]))
    put(c(path, "GG_eps"), unname(cure["GG eps"]))
    put(c(path, "p_GG"), unname(cure["Pr(>F[GG])"]))
    put(c(path, "HF_eps_uncapped"), unname(cure["HF eps"]))
    put(c(path, "p_HF"), unname(cure["Pr(>F[HF])"]))
    cat(sprintf("  complete people: F = %.2f, GG epsilon = %.2f, %s\n", one["F value"],
                cure["GG eps"], shown_p(cure["Pr(>F[GG])"])))
  }
}

# Where some contrast of the waves does not vary car leaves sphericity out: Mauchly's W is then zero,
# epsilon is still defined (Box 1954; Huynh & Feldt 1976).
without_spread <- function(path, whole, test) {
  n <- nrow(whole)
  df <- ncol(whole) - 1
  contrasts <- qr.Q(qr(contr.helmert(ncol(whole))))
  spread <- eigen(crossprod(contrasts, cov(whole) %*% contrasts), symmetric = TRUE)$values
  epsilon <- sum(spread)^2 / (df * sum(spread^2))
  feldt <- (n * df * epsilon - 2) / (df * (n - 1 - df * epsilon))
  p <- function(factor) {
    unname(pf(test["F value"], factor * test["num Df"], factor * test["den Df"],
              lower.tail = FALSE))
  }
  for (one in list(list("mauchly_W", 0), list("GG_eps", epsilon), list("p_GG", p(epsilon)),
                   list("HF_eps_uncapped", feldt), list("p_HF", p(min(1, feldt))))) {
    put(c(path, one[[1]]), one[[2]])
  }
}

# Drives lme4's optimiser further than it goes by itself, so that numbers can be compared.
precise <- function(...) {
  lme4::lmerControl(optimizer = "bobyqa", check.conv.singular = "ignore",
                    optCtrl = list(rhobeg = 0.2, rhoend = 1e-11, maxfun = 1e5), ...)
}
# Nakagawa's R squared: what fixed effects explain, and what they explain with the random ones.
nakagawa <- function(model) {
  fixed <- var(as.vector(model.matrix(model) %*% lme4::fixef(model)))
  random <- sum(vapply(lme4::VarCorr(model), function(one) one[1, 1], 1))
  whole <- fixed + random + sigma(model)^2
  c(marginal = fixed / whole, conditional = (fixed + random) / whole)
}
fixed_effects <- function(model, ddf = "Satterthwaite") {
  found <- coef(summary(model, ddf = ddf))
  stats::setNames(lapply(seq_len(nrow(found)), function(at) {
    list(est = found[at, "Estimate"], se = found[at, "Std. Error"], df = found[at, "df"],
         t = found[at, "t value"], p = found[at, "Pr(>|t|)"])
  }), rownames(found))
}

# Linear mixed model with a random intercept of the person, REML, every answered cell.
mixed <- function(path, long, names) {
  needs("lme4", "lmerTest")
  path <- c(path, "lmm")
  model <- lmerTest::lmer(score ~ place + (1 | who), data = long, control = precise())
  found <- anova(model, ddf = "Satterthwaite")
  put(path, list(n_obs = nrow(long), reml_criterion = lme4::REMLcrit(model),
                 singular = lme4::isSingular(model)))
  put(c(path, "anova"), list(F = found[1, "F value"], df1 = found[1, "NumDF"],
                             df2_satterthwaite = found[1, "DenDF"],
                             p_satterthwaite = found[1, "Pr(>F)"]))
  put(c(path, "size"), eta2p(found[1, "F value"], found[1, "NumDF"], found[1, "DenDF"]))
  fixed <- fixed_effects(model)
  base::names(fixed) <- c("(Intercept)", names[-1])
  put(c(path, "fixed"), fixed)
  between <- lme4::VarCorr(model)$who[1, 1]
  put(c(path, "var"), list(people = between, residual = sigma(model)^2))
  put(c(path, "icc"), between / (between + sigma(model)^2))
  put(c(path, "r2_nakagawa"), nakagawa(model))
  cat(sprintf("  mixed model: F(%g, %.1f) = %.2f, %s (Satterthwaite)\n",
              found[1, "NumDF"], found[1, "DenDF"], found[1, "F value"],
              shown_p(found[1, "Pr(>F)"])))
  attempt("means of the mixed model",
          model_means(path, model, names, lmer.df = "satterthwaite"))
  attempt("residuals", put(c(path, "residuals"), left_by(model)))
  attempt("nlme", {
    needs("nlme")
    inner <- anova(nlme::lme(score ~ place, random = ~ 1 | who, data = long))["place", ]
    put(c(path, "nlme"), list(F = inner[["F-value"]], df1 = inner[["numDF"]],
                              df2 = inner[["denDF"]], p = inner[["p-value"]]))
  })
  attempt("Kenward-Roger", {
    needs("pbkrtest")
    if (nlevels(long$who) > MOST_PEOPLE) stop("with so many people it hardly differs from Satterthwaite")
    closer <- anova(model, ddf = "Kenward-Roger")
    put(c(path, "anova", "F_KR"), closer[1, "F value"])
    put(c(path, "anova", "df2_KR"), closer[1, "DenDF"])
    put(c(path, "anova", "p_KR"), closer[1, "Pr(>F)"])
  })
}

# Ranks: scores are rounded at ten decimals, so that means that are equal on paper tie.
by_ranks <- function(path, table) {
  whole <- round(table[complete.cases(table), , drop = FALSE], 10)
  if (nrow(whole) < 2) stop("too few people with all waves")
  found <- friedman.test(whole)
  chi2 <- unname(found$statistic)
  put(c(path, "friedman"),
      list(n = nrow(whole), chi2 = chi2, df = unname(found$parameter), p = found$p.value,
           kendall_W = chi2 / (nrow(whole) * (ncol(whole) - 1)),
           mean_ranks = as.list(colMeans(t(apply(whole, 1, rank))))))
}
