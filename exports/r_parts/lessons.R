# ---- 4. Lessons -------------------------------------------------------------------------------

# The share of lessons with at least one item of a set, wave by wave. A blank counts as not seen;
# a lesson without any answer to the set is left out.
lessons_with_any <- function(key, found, set, items) {
  if (is.null(found)) return(invisible(NULL))
  said <- vapply(items, function(item) found[[item]], character(nrow(found)))
  said <- matrix(said, nrow(found))
  coded <- rowSums(!is.na(said)) > 0 & !is.na(found$wave)
  lessons <- data.frame(seen = as.numeric(rowSums(said == "1", na.rm = TRUE) > 0),
                        gaps = rowSums(is.na(said)) > 0, wave = found$wave,
                        teacher = ifelse(is.na(found$teacher_id), paste("lesson", found$who),
                                         found$teacher_id))[coded, ]
  if (!nrow(lessons)) return(invisible(NULL))
  lessons$wave <- droplevels(lessons$wave)
  names <- levels(lessons$wave)
  path <- c("lesson_shares", key, set)
  x <- tapply(lessons$seen, lessons$wave, sum)
  n <- tapply(lessons$seen, lessons$wave, length)
  for (wave in names) {
    here <- lessons[lessons$wave == wave, ]
    put(c(path, "by_wave", wave),
        c(share(x[[wave]], n[[wave]]), blank = sum(here$gaps & here$seen == 0),
          teachers = length(unique(here$teacher))))
    cat(sprintf("  %s, %s: %d of %d lessons (%.0f %%)\n", set, wave, x[[wave]], n[[wave]],
                100 * x[[wave]] / n[[wave]]))
  }
  if (length(names) < 2) return(invisible(NULL))
  for (wave in names[-1]) {
    put(c(path, "changes", wave), newcombe(x[[1]], n[[1]], x[[wave]], n[[wave]]))
  }
  attempt("tests that ignore teachers", shares_by_wave(path, x, n))
  attempt("generalised estimating equations", estimating_equations(path, lessons))
  attempt("mixed logit", mixed_logit(path, lessons))
  attempt("teachers with any such lesson", teachers_with_any(path, lessons))
}

# The difference of two shares with Newcombe's interval (his method 10).
newcombe <- function(x1, n1, x2, n2) {
  one <- wilson(x1, n1)
  two <- wilson(x2, n2)
  p1 <- x1 / n1
  p2 <- x2 / n2
  d <- p2 - p1
  c(diff = d, low = d - sqrt((p2 - two[["low"]])^2 + (one[["high"]] - p1)^2),
    high = d + sqrt((two[["high"]] - p2)^2 + (p1 - one[["low"]])^2))
}

# Chi-square, Fisher and trend take every lesson for a stranger to the others.
shares_by_wave <- function(path, x, n) {
  whole <- suppressWarnings(chisq.test(cbind(x, n - x), correct = FALSE))
  chi2 <- unname(whole$statistic)
  put(c(path, "chi2"), list(chi2 = chi2, df = unname(whole$parameter), p = whole$p.value,
                            cramers_v = sqrt(chi2 / sum(n))))
  ends <- c(length(x), 1)
  put(c(path, "fisher_first_last_p"),
      fisher.test(cbind(x, n - x)[ends, ])$p.value)
  trend <- suppressWarnings(prop.trend.test(x, n))
  put(c(path, "trend"), list(chi2 = unname(trend$statistic), p = trend$p.value))
}

# The 95 % interval of an odds ratio from the logit's coefficient and its standard error.
wald_limits <- function(est, se) {
  apart <- qnorm(0.975) * se
  list(low = exp(est - apart), high = exp(est + apart))
}

# Logit with robust errors by teacher (Liang & Zeger), lessons of a teacher being alike or not.
estimating_equations <- function(path, lessons) {
  needs("geepack")
  lessons <- lessons[order(lessons$teacher), ]
  lessons$id <- as.integer(factor(lessons$teacher))
  for (corstr in c("exchangeable", "independence")) {
    model <- geepack::geeglm(seen ~ wave, family = binomial, data = lessons, id = id,
                             corstr = corstr,
                             control = geepack::geese.control(epsilon = 1e-12, maxit = 200))
    found <- summary(model)
    inside <- c(path, paste0("gee_", corstr))
    rows <- coef(found)
    named <- c("(Intercept)", levels(lessons$wave)[-1])
    put(c(inside, "coef"), stats::setNames(lapply(seq_along(named), function(at) {
      list(est = rows[at, "Estimate"], se_robust = rows[at, "Std.err"], wald = rows[at, "Wald"],
           p = rows[at, "Pr(>|W|)"], or = exp(rows[at, "Estimate"]),
           or_ci = wald_limits(rows[at, "Estimate"], rows[at, "Std.err"]))
    }), named))
    slopes <- -1
    joint <- drop(coef(model)[slopes] %*%
                    solve(model$geese$vbeta[slopes, slopes, drop = FALSE], coef(model)[slopes]))
    put(c(inside, "wald_wave_chi2"), joint)
    put(c(inside, "wald_wave_p"), pchisq(joint, length(named) - 1, lower.tail = FALSE))
    put(c(inside, "scale"), found$dispersion[1, 1])
    if (corstr == "exchangeable") put(c(inside, "alpha"), found$corr[1, 1])
  }
}

# Logit with a random intercept of the teacher, 15 nodes of adaptive quadrature.
mixed_logit <- function(path, lessons) {
  needs("lme4")
  fit <- function(formula) {
    lme4::glmer(formula, data = lessons, family = binomial, nAGQ = 15,
                control = lme4::glmerControl(optimizer = "bobyqa", tolPwrss = 1e-10,
                                             check.conv.singular = "ignore"))
  }
  model <- fit(seen ~ wave + (1 | teacher))
  without <- fit(seen ~ 1 + (1 | teacher))
  rows <- coef(summary(model))
  named <- c("(Intercept)", levels(lessons$wave)[-1])
  put(c(path, "glmm_agq15", "coef"), stats::setNames(lapply(seq_along(named), function(at) {
    list(est = rows[at, "Estimate"], se = rows[at, "Std. Error"], z = rows[at, "z value"],
         p = rows[at, "Pr(>|z|)"], or = exp(rows[at, "Estimate"]),
         or_ci = wald_limits(rows[at, "Estimate"], rows[at, "Std. Error"]))
  }), named))
  chi2 <- 2 * (as.numeric(logLik(model)) - as.numeric(logLik(without)))
  put(c(path, "glmm_agq15", "var_teacher"), lme4::VarCorr(model)$teacher[1, 1])
  put(c(path, "glmm_agq15", "lrt_wave_chi2"), chi2)
  put(c(path, "glmm_agq15", "lrt_wave_p"), pchisq(chi2, length(named) - 1, lower.tail = FALSE))
  put(c(path, "glmm_agq15", "singular"), lme4::isSingular(model))
}

# Teachers instead of lessons: whether any lesson of a teacher had it, the same teachers in every
# wave, for McNemar in both of the waves compared. Who was visited twice has more chance of it, so
# the lessons above come first.
teachers_with_any <- function(path, lessons) {
  every <- tapply(lessons$seen, list(lessons$teacher, lessons$wave), max)
  path <- c(path, "teacher_level_any")
  attempt("teachers that changed between two waves", changed_teachers(path, every))
  any <- every[complete.cases(every), , drop = FALSE]
  if (nrow(any) < 2) stop("too few teachers with lessons in every wave")
  k <- ncol(any)
  columns <- colSums(any)
  rows <- rowSums(any)
  q <- k * (k - 1) * sum((columns - mean(columns))^2) / sum(rows * (k - rows))
  put(c(path, "n"), nrow(any))
  put(c(path, "by_wave"), as.list(columns))
  put(c(path, "cochran_Q"), list(Q = q, df = k - 1, p = pchisq(q, k - 1, lower.tail = FALSE),
                                 n = nrow(any)))
}

changed_teachers <- function(path, any) {
  for (two in combn(ncol(any), 2, simplify = FALSE)) {
    counts <- table(factor(any[, two[1]], 0:1), factor(any[, two[2]], 0:1))
    gained <- counts[1, 2]
    lost <- counts[2, 1]
    if (gained + lost == 0) next
    corrected <- mcnemar.test(counts)
    plain <- mcnemar.test(counts, correct = FALSE)
    put(c(path, "mcnemar", paste(colnames(any)[two[2]], colnames(any)[two[1]], sep = "-")),
        list(n00 = counts[1, 1], n01 = gained, n10 = lost, n11 = counts[2, 2],
             chi2_corrected = unname(corrected$statistic), p_corrected = corrected$p.value,
             chi2 = unname(plain$statistic), p = plain$p.value,
             p_exact = binom.test(gained, gained + lost)$p.value,
             odds_ratio = if (lost) gained / lost else NA))
  }
}

# ---- 5. Two observers of a lesson -------------------------------------------------------------

# Agreement item by item from the table of pairs. `items` holds the codes that each item offers:
# levels in order (ordinal), codes without an order (nominal), or numbers, which offer none.
# The lines below need no package; irr::kappa2 and psych::cohen.kappa give the same.
observers_agree <- function(key, items) {
  if (!file.exists(file.path(folder, "irr_pairs.csv"))) return(invisible(NULL))
  pairs <- read_rows("irr_pairs")
  if (is.null(pairs)) return(invisible(NULL))
  pairs <- pairs[pairs$instrument_id %in% key & !is.na(pairs$score_a) & !is.na(pairs$score_b), ]
  printed <- attempt("irr_summary.csv", read_rows("irr_summary"))
  both <- pairs[pairs$item %in% names(items), ]
  if (nrow(both)) {
    put(c("observers", key), c(list(lessons = length(unique(both$visit_id))),
                               share(sum(both$score_a == both$score_b), nrow(both))))
  }
  equal <- total <- 0
  for (item in names(items)) {
    rows <- pairs$item == item
    if (!any(rows)) next
    found <- agreement(pairs$score_a[rows], pairs$score_b[rows], items[[item]])
    put(c("agreement", key, item), found)
    row <- printed[printed$item %in% item & printed$instrument_id %in% key, , drop = FALSE]
    if (is.null(row) || nrow(row) != 1) next
    for (figure in intersect(names(found), names(row))) {
      exported <- numbers(row[[figure]])
      total <- total + 1
      equal <- equal + isTRUE(all.equal(as.numeric(found[[figure]]), exported, tolerance = 1e-8))
    }
  }
  if (total) {
    put(c("checks", key, "observers"), list(figures = total, equal = equal))
    cat(key, ": ", equal, " of ", total, " figures of agreement equal irr_summary.csv.\n", sep = "")
  }
}

agreement <- function(a, b, offered) {
  n <- length(a)
  found <- list(n = n, pct_agree = 100 * mean(a == b))
  if (offered$measure != "number") {
    codes <- as.character(offered$levels)
    counts <- table(factor(a, codes), factor(b, codes))
    found <- c(found, chance_corrected(counts / n, n))
    if (identical(sort(codes), c("0", "1"))) found <- c(found, of_two_codes(a, b))
  }
  if (offered$measure == "nominal") {
    found$alpha <- alpha_of_pairs(a, b, function(one, two) as.numeric(one != two))
    return(found)
  }
  a <- numbers(a)
  b <- numbers(b)
  squared <- function(one, two) (one - two)^2
  if (offered$measure == "ordinal") {
    chance <- all_with_all(a, b, squared) / length(a)^2
    found$wkappa_quadratic <- if (chance > 0) 1 - mean((a - b)^2) / chance else NA
    found$alpha <- krippendorff(cbind(a, b), function(one, two, middle) {
      (middle(one) - middle(two))^2
    })
  } else {
    found$alpha <- alpha_of_pairs(a, b, squared)
  }
  c(found, intraclass(a, b))
}

# Cohen's kappa with the large-sample interval of Fleiss, Cohen and Everitt, cut at -1 and 1; Gwet's AC1;
# Brennan and Prediger's coefficient, with two codes PABAK.
chance_corrected <- function(p, n) {
  q <- nrow(p)
  rows <- rowSums(p)
  columns <- colSums(p)
  same <- sum(diag(p))
  chance <- sum(rows * columns)
  kappa <- if (chance < 1) (same - chance) / (1 - chance) else NA
  terms <- sum(diag(p) * (1 - (rows + columns) * (1 - kappa))^2) +
    (1 - kappa)^2 * (sum(p * outer(columns, rows, "+")^2) - sum(diag(p) * (columns + rows)^2)) -
    (kappa - chance * (1 - kappa))^2
  apart <- qnorm(0.975) * sqrt(max(0, terms) / n) / (1 - chance)
  by_chance <- (chance + chance^2 - sum(rows * columns * (rows + columns))) /
    (n * (1 - chance)^2)  # its variance if nobody agreed: irr::kappa2's z
  z <- kappa / sqrt(by_chance)
  middle <- (rows + columns) / 2
  gwet <- sum(middle * (1 - middle)) / (q - 1)
  list(kappa = kappa, kappa_ci_l = max(-1, kappa - apart), kappa_ci_u = min(1, kappa + apart),
       kappa_z = z, kappa_p = 2 * pnorm(-abs(z)),
       kappa_var_asymptotic = max(0, terms) / (n * (1 - chance)^2),
       ac1 = (same - gwet) / (1 - gwet), bp = (same - 1 / q) / (1 - 1 / q))
}

of_two_codes <- function(a, b) {
  both <- sum(a == "1" & b == "1")
  neither <- sum(a == "0" & b == "0")
  apart <- sum(a != b)
  list(prevalence = (both - neither) / length(a),
       bias = (sum(a == "1" & b == "0") - sum(a == "0" & b == "1")) / length(a),
       positive = if (both + apart) 2 * both / (2 * both + apart) else NA,
       negative = if (neither + apart) 2 * neither / (2 * neither + apart) else NA)
}

# The sum of what every value of one is apart from every value of the other.
all_with_all <- function(a, b, apart) {
  one <- unique(a)
  two <- unique(b)
  times <- outer(tabulate(match(a, one)), tabulate(match(b, two)))
  sum(times * outer(one, two, apart))
}

# Krippendorff's alpha of two raters without gaps.
alpha_of_pairs <- function(a, b, apart) {
  every <- c(a, b)
  chance <- all_with_all(every, every, apart) / (length(every) * (length(every) - 1))
  if (chance > 0) 1 - mean(apart(a, b)) / chance else NA
}

# ICC(2,1) and ICC(2,k), absolute agreement: psych::ICC(lmer = FALSE).
intraclass <- function(a, b) {
  x <- cbind(a, b)
  n <- nrow(x)
  if (n < 2) return(list(icc21 = NA, icc2k = NA))
  whole <- sum((x - mean(x))^2)
  rows <- 2 * sum((rowMeans(x) - mean(x))^2)
  columns <- n * sum((colMeans(x) - mean(x))^2)
  msr <- rows / (n - 1)
  msc <- columns
  mse <- (whole - rows - columns) / (n - 1)
  list(icc21 = (msr - mse) / (msr + mse + 2 * (msc - mse) / n),
       icc2k = (msr - mse) / (msr + (msc - mse) / n))
}
