# R's values for other data than the study's: Rscript tests/compare/other.R FOLDER OUT
# Every FOLDER/<family>.json has cases with an input; OUT/<family>.json gets R's values beside them.
suppressPackageStartupMessages({library(jsonlite); library(lme4); library(lmerTest)})
options(warn = -1, contrasts = c("contr.treatment", "contr.poly"))

num <- function(x) vapply(x, function(v) if (is.null(v)) NA_real_ else as.numeric(v), 0)
txt <- function(x) vapply(x, as.character, "")
mat <- function(rows) do.call(rbind, lapply(rows, num))
ok <- function(f) tryCatch(f, error = function(e) { message("R: ", conditionMessage(e)); NULL })
keep <- function(x) x[apply(!is.na(x), 1, any), apply(!is.na(x), 2, any), drop = FALSE]

# Noncentrality by uniroot on the distribution functions, to the last digits.
root <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-13, maxiter = 10000, extendInt = "downX")$root
t_ncp <- function(t, df, conf = .95) sapply(c(1 - (1 - conf) / 2, (1 - conf) / 2), function(p)
  root(function(d) pt(t, df, d) - p, t - 3, t + 3))
f_ncp <- function(f, a, b, conf = .9) sapply(c(1 - (1 - conf) / 2, (1 - conf) / 2), function(p)
  if (pf(f, a, b) <= p) 0 else root(function(d) pf(f, a, b, d) - p, 0, a * f + 5))
J <- function(m) if (m > 1) exp(lgamma(m / 2) - log(m / 2) / 2 - lgamma((m - 1) / 2)) else NA
eta2 <- function(f, a, b) { n <- f_ncp(f, a, b); list(eta2p = a * f / (a * f + b), eta2p_low = n[1] / (n[1] + b), eta2p_high = n[2] / (n[2] + b)) }

describe <- function(i) {
  x <- num(i$values); n <- length(x); q <- quantile(x, c(.25, .5, .75), names = FALSE, type = 7)
  half <- qt(.975, n - 1) * sd(x) / sqrt(n)
  list(n = n, mean = mean(x), sd = sd(x), se = sd(x) / sqrt(n), ci_low = mean(x) - half, ci_high = mean(x) + half,
       median = q[2], q1 = q[1], q3 = q[3], min = min(x), max = max(x),
       skew = psych::skew(x, type = 3), kurtosis = psych::kurtosi(x, type = 3))
}

consistency <- function(i) {
  x <- mat(i$rows); colnames(x) <- paste0("i", seq_len(ncol(x)))
  x <- x[apply(!is.na(x), 1, any), , drop = FALSE]
  one <- function(x) ok({
    a <- suppressMessages(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
    n <- nrow(x); k <- nrow(a$item.stats); al <- a$total$raw_alpha
    list(n = n, value = al, low = 1 - (1 - al) * qf(.975, n - 1, (n - 1) * (k - 1)),
         high = 1 - (1 - al) * qf(.025, n - 1, (n - 1) * (k - 1)), standardised = a$total$std.alpha, mean_r = a$total$average_r)
  })
  whole <- na.omit(x)
  v <- apply(whole, 2, var) > 0
  items <- lapply(seq_len(ncol(x)), function(j) {
    if (!v[j]) return(list(item_rest_r = NULL, alpha_if_dropped = NULL))
    rest <- whole[, v & seq_along(v) != j, drop = FALSE]; s <- rowSums(rest); k <- ncol(rest)
    list(item_rest_r = if (k > 0 && var(s) > 0) cor(whole[, j], s), alpha_if_dropped = if (k > 1) k / (k - 1) * (1 - sum(apply(rest, 2, var)) / var(s)))
  })
  omega <- ok({
    y <- whole[, v, drop = FALSE]; stopifnot(ncol(y) >= 3)
    f <- factanal(y, 1, control = list(nstart = 5, lower = 1e-7, opt = list(factr = 1, pgtol = 1e-12, maxit = 20000)))
    s <- apply(y, 2, sd); l <- sum(f$loadings[, 1] * s)^2; th <- sum(f$uniquenesses * s^2)
    if (min(f$uniquenesses) < 1e-5) NULL else list(value = l / (l + th))
  })
  left <- ok({ f <- suppressMessages(psych::fa(cor(x[, apply(x, 2, function(c) var(c, na.rm = TRUE)) > 0], use = "pairwise"), 1, fm = "minres", n.obs = nrow(x)))
    stopifnot(min(f$uniquenesses) > 1e-3); l <- sum(f$loadings[, 1])^2; list(value = l / (l + sum(f$uniquenesses))) })
  list(listwise = one(whole), pairwise = one(x), items = items, omega = omega, loose_omega_residuals = left)
}

repeated <- function(i) {
  x <- na.omit(keep(mat(i$rows))); n <- nrow(x); k <- ncol(x); if (n < 2 || k < 2) return(list(n = n, k = k))
  long <- data.frame(y = c(x), p = factor(rep(1:n, k)), w = factor(rep(1:k, each = n)))
  a <- anova(lm(y ~ p + w, long)); ssw <- a["w", 2]; ssp <- a["p", 2]; sse <- a["Residuals", 2]
  f <- a["w", 4]; out <- list(n = n, k = k, f = f, df1 = a["w", 1], df2 = a["Residuals", 1], p = a["w", 5],
    ss_occasions = ssw, ss_people = ssp, ss_error = sse, generalised_eta2 = ssw / (ssw + ssp + sse))
  out <- c(out, eta2(f, a["w", 1], a["Residuals", 1]))
  if (k > 2) {
    # car gives nothing where there are fewer people than contrasts; stats::anova.mlm does.
    b <- anova(lm(x ~ 1), X = ~1, test = "Spherical"); out$sphericity <- list(p_gg = b[1, "G-G Pr"], p_hf = b[1, "H-F Pr"])
    s <- ok(summary(car::Anova(lm(x ~ 1), idata = data.frame(w = factor(1:k)), idesign = ~w), multivariate = FALSE))
    e <- s$pval.adjustments; m <- s$sphericity.tests
    if (!is.null(e) && !is.na(e["w", "GG eps"])) out$sphericity <- c(out$sphericity, list(gg = e["w", "GG eps"], hf = e["w", "HF eps"]))
    if (!is.null(m) && NROW(m) && is.finite(m[1, 2])) out$sphericity <- c(out$sphericity, list(w = m[1, 1], p = m[1, 2]))
  }
  out
}

additive <- function(i) {
  x <- mat(i$rows); d <- data.frame(y = c(x), p = factor(c(row(x))), w = factor(c(col(x))))
  d <- droplevels(d[!is.na(d$y), ]); m <- lm(y ~ p + w, d); a <- anova(m); f <- a["w", 4]
  e <- as.data.frame(emmeans::emmeans(m, "w")); pr <- ok(emmeans::contrast(emmeans::emmeans(m, "w"), "revpairwise", adjust = "bonferroni"))
  s <- as.data.frame(pr); ci <- as.data.frame(confint(pr)); holm <- as.data.frame(summary(pr, adjust = "holm"))
  c(list(n = nrow(d), f = f, df1 = a["w", 1], df2 = a["Residuals", 1], p = a["w", 5], ss_occasions = a["w", 2],
         ss_error = a["Residuals", 2], ss_people = a["p", 2]), eta2(f, a["w", 1], a["Residuals", 1]), list(
    means = lapply(seq_len(nrow(e)), function(j) list(value = e$emmean[j], se = e$SE[j], low = e$lower.CL[j], high = e$upper.CL[j])),
    pairs = lapply(seq_len(nrow(s)), function(j) list(value = s$estimate[j], se = s$SE[j], t = s$t.ratio[j],
      p_bonferroni = s$p.value[j], p_holm = holm$p.value[j], low = ci$lower.CL[j], high = ci$upper.CL[j]))))
}

tight <- function(formula, data, REML = TRUE) {
  fit <- function(o) suppressMessages(lmerTest::lmer(formula, data, REML = REML, control = o))
  several <- list(
    fit(lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = .2, rhoend = 1e-11, maxfun = 1e5), check.nobs.vs.nlev = "ignore")),
    fit(lmerControl(optimizer = "nloptwrap", optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14, xtol_rel = 1e-14, ftol_rel = 1e-15, maxeval = 1e5))))
  several[[which.min(sapply(several, function(m) -as.numeric(logLik(m))))]]
}
variances <- function(m) { v <- as.data.frame(VarCorr(m)); setNames(as.list(v$vcov), ifelse(v$grp == "Residual", "residual", v$grp)) }
coefs <- function(m) {
  s <- summary(m)$coefficients; kr <- ok(lapply(seq_len(nrow(s)), function(j) lmerTest::contest1D(m, diag(nrow(s))[j, ], ddf = "Kenward-Roger")))
  lapply(seq_len(nrow(s)), function(j) c(list(value = s[j, 1], se = s[j, 2], df = s[j, 3], t = s[j, 4], p = s[j, 5]),
    if (!is.null(kr)) list(kr = list(se = kr[[j]]$`Std. Error`, df = kr[[j]]$df, p = kr[[j]]$`Pr(>|t|)`))))
}
ftest <- function(a, row) list(f = a[row, "F value"], df1 = a[row, "NumDF"], df2 = a[row, "DenDF"], p = a[row, "Pr(>F)"])

waves <- function(i) {
  x <- mat(i$rows); d <- data.frame(y = c(x), person = factor(c(row(x))), w = factor(c(col(x))))
  if (!is.null(i$places)) d$place <- factor(txt(i$places)[c(row(x))])
  d <- droplevels(d[!is.na(d$y), ])
  m <- if (is.null(i$places)) tight(y ~ w + (1 | person), d) else tight(y ~ w + (1 | person) + (1 | place), d)
  e <- emmeans::emmeans(m, "w", lmer.df = "satterthwaite"); em <- as.data.frame(e)
  pr <- emmeans::contrast(e, "revpairwise", adjust = "bonferroni"); s <- as.data.frame(pr); ci <- as.data.frame(confint(pr))
  holm <- as.data.frame(summary(pr, adjust = "holm"))
  r2 <- variances(m)
  list(n = nrow(d), variances = r2, deviance = -2 * as.numeric(logLik(m)), singular = isSingular(m, tol = 1e-4),
       satterthwaite = ftest(anova(m), "w"), kenward_roger = ok(ftest(anova(m, ddf = "Kenward-Roger"), "w")), coefficients = coefs(m),
       means = lapply(seq_len(nrow(em)), function(j) list(value = em$emmean[j], se = em$SE[j], df = em$df[j], low = em$lower.CL[j], high = em$upper.CL[j])),
       pairs = lapply(order(match(s$contrast, s$contrast)), function(j) list(value = s$estimate[j], se = s$SE[j], df = s$df[j],
         p_bonferroni = s$p.value[j], p_holm = holm$p.value[j], low = ci$lower.CL[j], high = ci$upper.CL[j])))
}

levels_model <- function(i) {  # predictors by name, factors by name, crossed or nested by their labels
  d <- data.frame(y = num(i$y)); for (n in names(i$x)) d[[n]] <- num(i$x[[n]])
  for (n in names(i$factors)) d[[n]] <- factor(txt(i$factors[[n]]))
  random <- paste0("(1|", names(i$factors), ")", collapse = "+"); d <- na.omit(d)
  fm <- as.formula(paste("y ~ 1 +", paste(c(names(i$x), random), collapse = "+"))); f0 <- as.formula(paste("y ~ 1 +", random))
  m <- tight(fm, d); m0 <- tight(f0, d)
  ml <- tight(fm, d, FALSE); ml0 <- tight(f0, d, FALSE)
  v <- unlist(variances(m)); v0 <- unlist(variances(m0)); vf <- var(as.vector(model.matrix(m) %*% fixef(m)))
  lev <- setdiff(names(v), "residual")
  list(variances = as.list(v), null = as.list(v0), deviance = -2 * as.numeric(logLik(m)), deviance_ml = -2 * as.numeric(logLik(ml)),
       coefficients = coefs(m), icc = sum(v0[lev]) / sum(v0), prv_total = 1 - sum(v) / sum(v0), prv_residual = 1 - v[["residual"]] / v0[["residual"]],
       r2 = list(marginal = vf / (vf + sum(v)), conditional = (vf + sum(v[lev])) / (vf + sum(v))),
       lrt = list(chi2 = 2 * (as.numeric(logLik(ml)) - as.numeric(logLik(ml0))), df = length(i$x)))
}

by_groups <- function(i) {
  x <- mat(i$rows); d <- data.frame(y = c(x), person = factor(c(row(x))), w = factor(c(col(x))), g = factor(txt(i$groups)[c(row(x))]))
  d <- droplevels(d[!is.na(d$y), ]); m <- tight(y ~ w * g + (1 | person), d)
  a <- anova(m); k <- ok(anova(m, ddf = "Kenward-Roger")); la <- anova(tight(y ~ w * g + (1 | person), d, FALSE), tight(y ~ w + g + (1 | person), d, FALSE))
  list(wave = ftest(a, "w"), group = ftest(a, "g"), product = ftest(a, "w:g"),
       product_kenward_roger = if (!is.null(k)) ftest(k, "w:g"), likelihood_ratio = list(chi2 = la$Chisq[2], p = la$`Pr(>Chisq)`[2]))
}

friedman <- function(i) {
  x <- round(na.omit(keep(mat(i$rows))), 10); if (nrow(x) < 2) return(list(n = nrow(x), k = ncol(x)))
  f <- friedman.test(x)
  list(n = nrow(x), k = ncol(x), chi2 = unname(f$statistic), p = f$p.value, kendall_w = unname(f$statistic) / (nrow(x) * (ncol(x) - 1)),
       mean_ranks = as.list(unname(colMeans(t(apply(x, 1, rank))))))
}

pairs <- function(i) {
  x <- cbind(num(i$first), num(i$second)); x <- na.omit(x); n <- nrow(x); d <- x[, 2] - x[, 1]
  t <- ok(t.test(x[, 2], x[, 1], paired = TRUE)); s <- apply(x, 2, sd)
  means <- list(n = n, difference = mean(d), sd = sd(d), dav = mean(d) / mean(s), dav_rms = mean(d) / sqrt(mean(s^2)), r = if (all(s > 0)) cor(x[, 1], x[, 2]))
  if (!is.null(t)) { dz <- mean(d) / sd(d); ci <- t_ncp(unname(t$statistic), n - 1) / sqrt(n)
    means <- c(means, list(low = t$conf.int[1], high = t$conf.int[2], t = unname(t$statistic), p = t$p.value, dz = dz, dz_low = ci[1], dz_high = ci[2]),
      if (n > 2) list(gz = dz * J(n - 1), gz_low = ci[1] * J(n - 1), gz_high = ci[2] * J(n - 1))) }
  r <- round(d, 10); m <- sum(r != 0)
  ranks <- list(n = n, nonzero = m)
  if (m > 0) { w <- wilcox.test(r, exact = FALSE, digits.rank = 10)
    z <- r[r != 0]; rk <- rank(round(abs(z), 10))
    # All signs of the mid-ranks, as coin::wilcoxsign_test(distribution = "exact", zero.method = "Wilcoxon") counts them.
    ex <- if (m <= 14) { all <- as.matrix(expand.grid(rep(list(0:1), m))) %*% rk; far <- abs(all - sum(rk) / 2); mean(far >= abs(sum(rk[z > 0]) - sum(rk) / 2) - 1e-9) }
    ranks <- c(ranks, list(v = unname(w$statistic), p_corrected = w$p.value, p_plain = wilcox.test(r, exact = FALSE, correct = FALSE, digits.rank = 10)$p.value,
      p_exact = ex, rank_biserial = (sum(rk[z > 0]) - sum(rk[z < 0])) / sum(rk))) }
  list(means = means, ranks = ranks)
}

proportions <- function(i) {
  t <- mat(i$table); x1 <- t[1, 1]; n1 <- sum(t[1, ]); x2 <- t[2, 1]; n2 <- sum(t[2, ])
  w <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
  a <- w(x1, n1); b <- w(x2, n2); p1 <- x1 / n1; p2 <- x2 / n2; ce <- binom.test(x1, n1)$conf.int
  f <- fisher.test(t); x <- ok(chisq.test(t, correct = FALSE)); log_or <- NULL
  list(wilson = list(a[1], a[2]), exact = list(low = ce[1], high = ce[2]),
       newcombe = list(low = p2 - p1 - sqrt((p2 - b[1])^2 + (a[2] - p1)^2), high = p2 - p1 + sqrt((b[2] - p2)^2 + (p1 - a[1])^2)),
       fisher = list(p = f$p.value), loose_fisher = list(odds_ratio = unname(f$estimate), low = f$conf.int[1], high = f$conf.int[2]),
       chi = if (!is.null(x) && !is.nan(x$statistic)) list(chi2 = unname(x$statistic), p = x$p.value, v = sqrt(unname(x$statistic) / sum(t))))
}
trend <- function(i) { p <- ok(prop.trend.test(num(i$x), num(i$n))); list(chi2 = unname(p$statistic), p = p$p.value) }

changes <- function(i) {  # yes or no of the same people: McNemar of the first two columns, Cochran's Q of all
  x <- na.omit(mat(i$rows)); b <- sum(x[, 1] == 1 & x[, 2] == 0); c <- sum(x[, 1] == 0 & x[, 2] == 1)
  t <- table(factor(x[, 1], 0:1), factor(x[, 2], 0:1))
  mc <- if (b + c > 0) list(chi2 = unname(mcnemar.test(t, correct = FALSE)$statistic), p = mcnemar.test(t, correct = FALSE)$p.value,
    chi2_corrected = unname(mcnemar.test(t)$statistic), p_corrected = mcnemar.test(t)$p.value, p_exact = binom.test(b, b + c)$p.value)
  k <- ncol(x); cs <- colSums(x); rs <- rowSums(x); below <- sum(rs * (k - rs))
  q <- if (below > 0) (k - 1) * (k * sum(cs^2) - sum(cs)^2) / (k * sum(rs) - sum(rs^2))
  list(mcnemar = mc, cochran = if (!is.null(q)) list(chi2 = q, p = pchisq(q, k - 1, lower.tail = FALSE)))
}

gee <- function(i) {
  x <- mat(i$x); d <- data.frame(y = num(i$y), id = as.integer(factor(txt(i$clusters)))); o <- order(d$id)
  d <- d[o, ]; x <- x[o, , drop = FALSE]
  g <- function(cor) ok({ m <- geepack::geeglm(d$y ~ x - 1, id = d$id, family = binomial, corstr = cor, control = geepack::geese.control(epsilon = 1e-12, maxit = 500))
    s <- summary(m)$coefficients
    list(slopes = lapply(seq_len(nrow(s)), function(j) list(value = s[j, 1], se = s[j, 2], wald = s[j, 3], p = s[j, 4])),
         scale = unname(m$geese$gamma), alpha = if (cor == "exchangeable") unname(m$geese$alpha) else 0) })
  list(exchangeable = g("exchangeable"), independence = g("independence"))
}

logit <- function(i) {
  x <- mat(i$x); d <- data.frame(y = num(i$y), id = factor(txt(i$clusters)))
  m <- ok(glmer(y ~ x - 1 + (1 | id), d, family = binomial, nAGQ = 15, control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = .2, rhoend = 1e-9, maxfun = 1e5))))
  s <- summary(m)$coefficients
  list(slopes = lapply(seq_len(nrow(s)), function(j) list(value = s[j, 1], se = s[j, 2], z = s[j, 3], p = s[j, 4])),
       variance = as.numeric(VarCorr(m)$id), deviance = -2 * as.numeric(logLik(m)))
}

two <- function(i) {
  a <- na.omit(num(i$first)); b <- na.omit(num(i$second)); n <- length(a); m <- length(b)
  tt <- function(eq) ok({ t <- t.test(b, a, var.equal = eq); list(value = mean(b) - mean(a), t = unname(t$statistic), df = unname(t$parameter), p = t$p.value, low = t$conf.int[1], high = t$conf.int[2]) })
  st <- tt(TRUE); k <- sqrt(1 / n + 1 / m); out <- list(welch = tt(FALSE), student = st)
  if (!is.null(st)) { ci <- t_ncp(st$t, st$df) * k; out$d <- list(value = st$t * k, low = ci[1], high = ci[2]); j <- J(st$df)
    if (!is.na(j)) out$g <- list(value = st$t * k * j, low = ci[1] * j, high = ci[2] * j) }
  g <- factor(rep(1:2, c(n, m))); l <- ok(car::leveneTest(c(a, b), g, center = median))
  if (!is.null(l) && is.finite(l[1, 2])) out$levene <- list(f = l[1, 2], p = l[1, 3])
  lo <- round(a, 10); hi <- round(b, 10); w <- wilcox.test(hi, lo, exact = FALSE); wp <- wilcox.test(hi, lo, exact = FALSE, correct = FALSE)
  out$ranks <- list(u = unname(w$statistic), p_corrected = if (!is.nan(w$p.value)) w$p.value, p_plain = if (!is.nan(wp$p.value)) wp$p.value, rank_biserial = 2 * unname(w$statistic) / (n * m) - 1)
  out
}

several <- function(i) {
  g <- lapply(i$groups, function(x) na.omit(num(x))); g <- g[lengths(g) > 0]; y <- unlist(g); f <- factor(rep(seq_along(g), lengths(g)))
  w <- ok(oneway.test(y ~ f)); k <- kruskal.test(round(y, 10), f); a <- anova(lm(y ~ f)); l <- car::leveneTest(y, f)
  list(welch = if (!is.null(w) && is.finite(w$statistic)) list(f = unname(w$statistic), df1 = unname(w$parameter[1]), df2 = unname(w$parameter[2]), p = w$p.value),
       kruskal = if (!is.nan(k$statistic)) list(chi2 = unname(k$statistic), p = k$p.value),
       one_way = list(f = a[1, 4], df1 = a[1, 1], df2 = a[2, 1], p = a[1, 5]),
       levene = if (is.finite(l[1, 2])) list(f = l[1, 2], p = l[1, 3]))
}

ancova <- function(i) {
  x <- mat(i$covariates); colnames(x) <- paste0("c", seq_len(ncol(x))); d <- na.omit(data.frame(y = num(i$y), x, g = factor(txt(i$groups))))
  d$g <- droplevels(d$g); rhs <- paste(colnames(x), collapse = "+")
  m <- lm(as.formula(paste("y ~", rhs, "+ g")), d); full <- lm(as.formula(paste("y ~ (", rhs, ") * g")), d)
  a <- car::Anova(m, type = 2); em <- as.data.frame(emmeans::emmeans(m, "g")); pr <- emmeans::contrast(emmeans::emmeans(m, "g"), "revpairwise", adjust = "bonferroni")
  s <- as.data.frame(pr); ci <- as.data.frame(confint(pr)); sl <- anova(m, full); cs <- summary(m)$coefficients
  list(n = nrow(d), effect = list(f = a["g", "F value"], df1 = a["g", "Df"], df2 = a["Residuals", "Df"], p = a["g", "Pr(>F)"]),
       slopes = lapply(seq_len(ncol(x)), function(j) list(value = cs[1 + j, 1], se = cs[1 + j, 2], p = cs[1 + j, 4])),
       means = lapply(seq_len(nrow(em)), function(j) list(value = em$emmean[j], se = em$SE[j], low = em$lower.CL[j], high = em$upper.CL[j])),
       pairs = lapply(order(match(s$contrast, s$contrast)), function(j) list(value = s$estimate[j], se = s$SE[j], p_bonferroni = s$p.value[j], low = ci$lower.CL[j], high = ci$upper.CL[j])),
       parallel = if (is.finite(sl$F[2])) list(f = sl$F[2], df1 = sl$Df[2], df2 = sl$Res.Df[2], p = sl$`Pr(>F)`[2]))
}

robust <- function(i) {  # CR2 and Satterthwaite's freedom, Pustejovsky & Tipton 2018, by whole n x n matrices
  x <- mat(i$x); y <- num(i$y); c <- txt(i$clusters); n <- length(y)
  B <- solve(crossprod(x)); H <- x %*% B %*% t(x); R <- diag(n) - H; e <- as.vector(R %*% y); cl <- sort(unique(c))
  sq <- function(M) { v <- eigen(M, symmetric = TRUE); d <- ifelse(v$values > 1e-12, v$values^-.5, 0); v$vectors %*% (d * t(v$vectors)) }
  A <- lapply(cl, function(k) sq(R[c == k, c == k, drop = FALSE]))
  list(coefficients = lapply(seq_len(ncol(x)), function(j) {
    P <- sapply(seq_along(cl), function(k) { s <- c == cl[k]; as.vector(R[, s, drop = FALSE] %*% A[[k]] %*% x[s, , drop = FALSE] %*% B[, j]) })
    v <- sum(sapply(seq_along(cl), function(k) { s <- c == cl[k]; sum(e[s] * (A[[k]] %*% x[s, , drop = FALSE] %*% B[, j])) })^2)
    Q <- crossprod(P); b <- sum(B[j, ] * crossprod(x, y)); se <- sqrt(v); df <- sum(diag(Q))^2 / sum(Q^2)
    list(value = b, se = se, df = df, t = b / se, p = 2 * pt(-abs(b / se), df)) }))
}

raters <- function(i) {  # units x raters; kappa of the first two, and coefficients of all
  x <- mat(i$ratings); two <- na.omit(x[, 1:2]); lv <- sort(unique(c(two))); t <- table(factor(two[, 1], lv), factor(two[, 2], lv))
  n <- sum(t); k <- length(lv); P <- t / n; r <- rowSums(P); c <- colSums(P); ij <- abs(outer(seq_len(k), seq_len(k), "-")) / max(k - 1, 1)
  kap <- function(w) { if (k < 2) return(NULL)
    po <- sum(w * P); pe <- sum(w * outer(r, c)); ka <- (po - pe) / (1 - pe); wi <- as.vector(w %*% c); wj <- as.vector(r %*% w); wb <- outer(wi, wj, "+")
    v <- (sum(P * (w * (1 - pe) - wb * (1 - po))^2) - (po * pe - 2 * pe + po)^2) / (n * (1 - pe)^4)
    v0 <- (sum(outer(r, c) * (w - wb)^2) - pe^2) / (n * (1 - pe)^2)
    list(value = ka, z = if (v0 > 1e-14) ka / sqrt(v0), se = if (v > 1e-16) sqrt(v) else 0) }
  kr <- function(level) { lv <- sort(unique(na.omit(c(x)))); o <- matrix(0, length(lv), length(lv))
    for (u in seq_len(nrow(x))) { v <- match(na.omit(x[u, ]), lv); m <- length(v); if (m > 1) for (a in seq_len(m)) for (b in seq_len(m)) if (a != b) o[v[a], v[b]] <- o[v[a], v[b]] + 1 / (m - 1) }
    use <- rowSums(o) > 0; o <- o[use, use, drop = FALSE]; lv <- lv[use]; if (length(lv) < 2) return(NULL); nc <- rowSums(o)
    d <- outer(seq_along(lv), seq_along(lv), Vectorize(function(a, b) switch(level, nominal = as.numeric(a != b), interval = (lv[a] - lv[b])^2,
      ordinal = (sum(nc[min(a, b):max(a, b)]) - (nc[a] + nc[b]) / 2)^2, ratio = if (lv[a] + lv[b] == 0) 0 else ((lv[a] - lv[b]) / (lv[a] + lv[b]))^2)))
    1 - (sum(nc) - 1) * sum(o * d) / sum(outer(nc, nc) * d) }
  whole <- na.omit(x); m <- ncol(x); N <- nrow(whole); lw <- sort(unique(c(whole)))
  cnt <- t(apply(whole, 1, function(v) tabulate(match(v, lw), length(lw)))); if (length(lw) == 1) cnt <- t(cnt)
  fl <- if (length(lw) > 1) { pj <- colSums(cnt) / (N * m); pi <- (rowSums(cnt^2) - m) / (m * (m - 1)); ka <- (mean(pi) - sum(pj^2)) / (1 - sum(pj^2))
    q <- 1 - pj; s <- sum(pj * q); se <- sqrt(2) / (s * sqrt(N * m * (m - 1))) * sqrt(s^2 - sum(pj * q * (q - pj))); list(value = ka, z = ka / se) }
  light <- if (length(lw) > 1) { k2 <- combn(m, 2, function(ab) { l2 <- sort(unique(c(whole[, ab]))); if (length(l2) < 2) return(NA)
    p2 <- table(factor(whole[, ab[1]], l2), factor(whole[, ab[2]], l2)) / N; pe <- sum(rowSums(p2) * colSums(p2)); (sum(diag(p2)) - pe) / (1 - pe) }); mean(k2) }
  all <- sort(unique(na.omit(c(x)))); q <- length(all); ag <- t(apply(x, 1, function(v) tabulate(match(v, all), q))); if (q == 1) ag <- t(ag)
  ri <- rowSums(ag); ag <- ag[ri > 0, , drop = FALSE]; ri <- ri[ri > 0]; n2 <- sum(ri > 1); nn <- length(ri)
  gwet <- if (q > 1 && n2 > 0) { pi <- colMeans(ag / ri); own <- ifelse(ri > 1, rowSums(ag * (ag - 1)) / (ri * (ri - 1)), 0); pa <- sum(own) / n2
    se_of <- function(g, v) list(value = g, se = sqrt(sum((v - g)^2) / (nn * (nn - 1))))
    pe <- sum(pi * (1 - pi)) / (q - 1); g <- (pa - pe) / (1 - pe); ei <- as.vector((ag / ri) %*% (1 - pi)) / (q - 1)
    cor <- (nn / n2) * (own - pe * (ri > 1)) / (1 - pe) - 2 * (1 - g) * (ei - pe) / (1 - pe)
    b <- (pa - 1 / q) / (1 - 1 / q); list(ac1 = se_of(g, cor), bp = se_of(b, (nn / n2) * (own - (ri > 1) / q) / (1 - 1 / q))) }
  ic <- ok({ s <- suppressWarnings(psych::ICC(whole, lmer = FALSE)$results)
    lapply(seq_len(6), function(j) { v <- c(s[j, "ICC"], s[j, "F"], s[j, "p"], s[j, "lower bound"], s[j, "upper bound"]); if (all(is.finite(v[1:3]))) list(value = v[1], f = v[2], p = v[3], low = v[4], high = v[5]) }) })
  kw <- ok({ f <- friedman.test(t(whole)); list(value = unname(f$statistic) / (m * (N - 1)), p = f$p.value) })
  list(kappa = kap(diag(k)), linear = kap(1 - ij), quadratic = kap(1 - ij^2), fleiss = fl, ac1 = gwet$ac1, bp = gwet$bp,
       krippendorff = list(nominal = kr("nominal"), ordinal = kr("ordinal"), interval = kr("interval"), ratio = if (all(all >= 0)) kr("ratio")), icc = ic, kendall_w = kw, light = light)
}

association <- function(i) {
  x <- na.omit(cbind(num(i$first), num(i$second))); r <- round(x, 10)
  one <- function(m, x) ok({ t <- cor.test(x[, 1], x[, 2], method = m, exact = FALSE); v <- unname(t$estimate)
    c(list(value = v, p = if (abs(v) < 1 - 1e-14) t$p.value), if (m == "pearson" && abs(v) < 1 - 1e-14 && nrow(x) > 3) list(low = t$conf.int[1], high = t$conf.int[2])) })
  list(pearson = one("pearson", x), spearman = one("spearman", r), kendall = ok({ t <- cor.test(r[, 1], r[, 2], method = "kendall", exact = FALSE); list(value = unname(t$estimate), p = t$p.value) }))
}

planned <- function(i) {
  list(power = power.t.test(n = i$n, delta = i$d, sd = 1, sig.level = i$alpha, type = "paired", strict = TRUE, alternative = "two.sided")$power,
       smallest = power.t.test(n = i$n, power = .8, sd = 1, sig.level = i$alpha, type = "paired", strict = TRUE, tol = 1e-12)$delta)
}

sizes <- function(i) { e <- eta2(i$f, i$df1, i$df2); d <- t_ncp(i$t, i$df2); p <- num(i$p)
  list(eta = list(eta2p = e$eta2p, low = e$eta2p_low, high = e$eta2p_high, omega2p = i$df1 * (i$f - 1) / (i$df1 * i$f + i$df2 + 1), p = pf(i$f, i$df1, i$df2, lower.tail = FALSE)),
       ncp = as.list(d), j = J(i$df2), bonferroni = as.list(p.adjust(p, "bonferroni")), holm = as.list(p.adjust(p, "holm")), bh = as.list(p.adjust(p, "BH"))) }

index <- function(i) { x <- mat(i$rows); z <- scale(x); list(index = as.list(unname(rowMeans(z)))) }

packages <- c("lme4", "lmerTest", "pbkrtest", "car", "emmeans", "psych", "geepack")
origin <- paste("R", getRversion(), paste(packages, sapply(packages, function(p) as.character(packageVersion(p))), collapse = ", "))
finite <- function(v) if (is.numeric(v)) { if (is.finite(v) && abs(v) < 1e15) signif(unname(v), 13) } else unname(v)

folders <- commandArgs(TRUE)
dir.create(folders[2], showWarnings = FALSE, recursive = TRUE)
for (path in list.files(folders[1], "[.]json$")) {
  file <- fromJSON(file.path(folders[1], path), simplifyVector = FALSE); file$origin <- origin
  for (j in seq_along(file$cases)) {
    value <- tryCatch(get(file$family)(file$cases[[j]]$input), error = function(e) list(r_error = conditionMessage(e)))
    file$cases[[j]]$values <- rapply(value, finite, how = "replace")
  }
  write_json(file, file.path(folders[2], path), auto_unbox = TRUE, digits = NA, null = "null", na = "null")
}
