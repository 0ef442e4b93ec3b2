# ---- 2. Scales, items, numbers ----------------------------------------------------------------

# n, mean, standard deviation (n - 1), 95 % interval (Student), quartiles of type 7, and skew and
# kurtosis of type 3, as psych::describe gives them.
describe <- function(x) {
  x <- x[!is.na(x)]
  n <- length(x)
  s <- if (n > 1) sd(x) else NA
  apart <- if (n > 1) qt(0.975, n - 1) * s / sqrt(n) else NA
  q <- if (n) quantile(x, c(0.25, 0.5, 0.75), type = 7, names = FALSE) else rep(NA, 3)
  shape <- function(power) if (n > 1 && s > 0) sum((x - mean(x))^power) / (n * s^power) else NA
  list(n = n, mean = if (n) mean(x) else NA, sd = s, se = s / sqrt(n),
       ci_low = if (n) mean(x) - apart else NA, ci_high = if (n) mean(x) + apart else NA,
       median = q[2], q1 = q[1], q3 = q[3],
       min = if (n) min(x) else NA, max = if (n) max(x) else NA,
       skew = shape(3), kurtosis = shape(4) - 3)
}

# How many were expected and came, wave by wave; nobody in a planned wave counts as well.
count_records <- function(key, found, expected, planned) {
  for (wave in waves) {
    here <- found$who[found$wave %in% wave]
    if (!length(here) && !wave %in% planned) next
    put(c("instruments", key, "answered", wave),
        list(n = length(unique(here)), records = length(here), expected = expected))
  }
}

# p to three digits; the files hold every digit.
shown_p <- function(p) if (is.na(p)) "p missing" else if (p < 0.001) "p < .001" else
  sub("0.", ".", sprintf("p = %.3f", p), fixed = TRUE)

# Wilson's interval without correction: prop.test(x, n, correct = FALSE)$conf.int.
wilson <- function(x, n) {
  z <- qnorm(0.975)
  middle <- (x + z^2 / 2) / (n + z^2)
  apart <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  c(low = max(0, middle - apart), high = min(1, middle + apart))
}
share <- function(x, n) c(x = x, n = n, pct = 100 * x / n, wilson(x, n))

# The answers to the items of a scale, reversed ones turned round by the ends of the codebook.
keyed_answers <- function(found, defined) {
  keyed <- vapply(defined$items, function(item) numbers(found[[item]]), numeric(nrow(found)))
  keyed <- matrix(keyed, nrow(found), dimnames = list(NULL, defined$items))
  turned <- defined$items %in% defined$reversed
  keyed[, turned] <- defined$lowest + defined$highest - keyed[, turned]
  keyed
}

# Score a scale: the mean of the answered items where enough of the asked ones are answered. How
# many were asked follows from the count of blanks that the export gives. `enough_of` is another
# share than the scale's own.
score_scale <- function(found, scale, enough_of = NULL) {
  score <- rep(NA_real_, nrow(found))
  for (defined in scale$defined) {
    rows <- which(found$instrument_version %in% defined$versions)
    keyed <- keyed_answers(found[rows, , drop = FALSE], defined)
    answered <- rowSums(!is.na(keyed))
    asked <- answered + numbers(found[[scale$blanks]][rows])
    share <- if (is.null(enough_of)) defined$enough else enough_of
    enough <- answered > 0 & answered / asked >= share - 1e-9
    score[rows] <- ifelse(enough, rowMeans(keyed, na.rm = TRUE), NA)
  }
  score
}

# Compare recomputed scores with the exported column.
check_scores <- function(key, scale, found, score) {
  exported <- numbers(found[[scale$column]])
  same <- (is.na(score) & is.na(exported)) | (!is.na(score) & !is.na(exported) &
                                                abs(score - exported) < 1e-9)
  apart <- suppressWarnings(max(abs(score - exported), na.rm = TRUE))
  put(c("checks", key, scale$code), list(records = length(same), equal = sum(same),
                                         largest_difference = max(0, apart)))
  cat(key, " ", scale$code, ": ", sum(same), " of ", length(same),
      " scores equal the exported column.\n", sep = "")
}

# People by waves.
table_of_scores <- function(found, score) {
  people <- unique(found$who)
  table <- matrix(NA_real_, length(people), length(waves), dimnames = list(people, waves))
  there <- which(!is.na(score) & !is.na(found$wave))
  table[cbind(match(found$who, people), as.integer(found$wave))[there, , drop = FALSE]] <-
    score[there]
  table
}

# Score one scale, check it, and describe it wave by wave. Gives people and waves as a table.
describe_scale <- function(key, found, scale, expected = NA) {
  if (is.null(found)) return(NULL)
  score <- if (length(scale$defined)) score_scale(found, scale) else numbers(found[[scale$column]])
  if (length(scale$defined)) check_scores(key, scale, found, score)
  asked <- !is.na(numbers(found[[scale$blanks]]))
  table <- table_of_scores(found, score)
  people <- rownames(table)
  for (wave in waves) {
    here <- found$wave %in% wave
    if (!any(here & asked)) next
    unscored <- sum(here & asked & is.na(score))
    absent <- if (is.na(expected)) 0 else expected - length(unique(found$who[here]))
    values <- describe(table[, wave])
    put(c("instruments", key, "scales", paste(scale$code, wave, sep = ".")),
        c(list(not_scored = unscored, missing = unscored + absent), values,
          list(scores = as.list(setNames(table[, wave], people)[!is.na(table[, wave])]))))
    cat(sprintf("  %-12s n = %d, M = %.2f, SD = %.2f, 95 %% CI [%.2f, %.2f]\n", wave, values$n,
                values$mean, values$sd, values$ci_low, values$ci_high))
  }
  count_blanks(key, found, scale, sum(asked & is.na(score)))
  for (wave in waves) {
    attempt(paste(scale$code, wave, "reliability"), reliability(key, found, scale, wave))
  }
  attempt(paste(scale$code, "reliability of all records"), reliability(key, found, scale, waves))
  table
}

# Internal consistency in one wave, or over the records of all waves, in which a person stands more
# than once: of the items that every version has which was answered there. Items that nobody
# answered or everybody alike are left out.
reliability <- function(key, found, scale, wave) {
  if (!length(scale$defined)) return(invisible(NULL))
  found <- found[found$wave %in% wave & !is.na(found[[scale$blanks]]) &
                   !duplicated(found[c("who", "wave")], fromLast = TRUE), , drop = FALSE]
  if (nrow(found) < 3) return(invisible(NULL))
  keyed <- shared_answers(found, scale)
  if (is.null(keyed)) return(invisible(NULL))
  keyed <- keyed[rowSums(!is.na(keyed)) > 0, colSums(!is.na(keyed)) > 0, drop = FALSE]
  if (nrow(keyed) < 3) return(invisible(NULL))
  varies <- function(x) apply(x, 2, function(one) isTRUE(sd(one, na.rm = TRUE) > 0))
  whole <- keyed[complete.cases(keyed), , drop = FALSE]
  every <- keyed[, varies(keyed), drop = FALSE]
  whole <- whole[, varies(whole), drop = FALSE]
  name <- if (length(wave) > 1) "all_records" else wave
  path <- c("instruments", key, "reliability", scale$code, name)
  put(path, list(n_rows = nrow(keyed), n_complete = nrow(whole), n_items = ncol(every)))
  if (ncol(whole) < 2 || nrow(whole) < 2) return(invisible(NULL))
  attempt(paste(scale$code, name, "alpha"), alpha_of(path, every, whole))
  if (ncol(whole) > 2) {
    attempt(paste(scale$code, name, "omega"), omega_of(path, whole))
    attempt(paste(scale$code, name, "omega by residuals"), omega_of_residuals(path, every))
  }
}

# The answers to the items that a scale has in all versions that were answered, each record keyed by
# its own version.
shared_answers <- function(found, scale) {
  of <- function(defined) found$instrument_version %in% defined$versions
  used <- Filter(function(defined) any(of(defined)), scale$defined)
  items <- Reduce(intersect, lapply(used, function(defined) defined$items))
  if (!length(items)) return(NULL)
  do.call(rbind, lapply(used, function(defined) {
    keyed_answers(found[of(defined), , drop = FALSE], defined)[, items, drop = FALSE]
  }))
}

# Feldt's interval of an alpha of n people and k items.
feldt <- function(value, n, k) {
  limits <- 1 - (1 - value) * qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1))
  c(low = limits[1], high = limits[2])
}

# Cronbach's alpha by psych, on complete rows (the one to print) and pairwise; Feldt's interval.
alpha_of <- function(path, every, whole) {
  needs("psych")
  quietly <- function(x) {  # it prints advice about keys, which the codebook knows better
    capture.output(found <- suppressMessages(suppressWarnings(
      psych::alpha(as.data.frame(x), check.keys = FALSE))))
    found
  }
  pairwise <- quietly(every)
  listwise <- if (identical(every, whole)) pairwise else quietly(whole)
  value <- pairwise$total$raw_alpha
  n <- nrow(every)
  k <- ncol(every)
  limits <- feldt(value, n, k)
  put(c(path, "alpha_listwise"), listwise$total$raw_alpha)
  put(c(path, "alpha_pairwise"), value)
  put(c(path, "alpha_std_pairwise"), pairwise$total$std.alpha)
  put(c(path, "mean_inter_item_r"), pairwise$total$average_r)
  put(c(path, "mean_inter_item_r_listwise"), listwise$total$average_r)
  put(c(path, "feldt_listwise"), feldt(listwise$total$raw_alpha, nrow(whole), ncol(whole)))
  put(c(path, "alpha_feldt_ci_low"), limits[["low"]])
  put(c(path, "alpha_feldt_ci_high"), limits[["high"]])
  by_item <- function(values, names) stats::setNames(as.list(values), names)
  put(c(path, "item_rest_r"), by_item(pairwise$item.stats$r.drop, colnames(every)))
  put(c(path, "item_rest_r_listwise"), by_item(listwise$item.stats$r.drop, colnames(whole)))
  if (k > 2) {
    put(c(path, "alpha_if_dropped"), by_item(pairwise$alpha.drop$raw_alpha, colnames(every)))
    put(c(path, "alpha_if_dropped_listwise"),
        by_item(listwise$alpha.drop$raw_alpha, colnames(whole)))
  }
  cat(sprintf("  alpha in %s: %.2f (complete, n = %d)\n", path[5], listwise$total$raw_alpha,
              nrow(whole)))
}

# McDonald's omega of one factor by maximum likelihood, as lavaan::cfa gives it. A residual at its
# edge (Heywood case) is no solution: the value is withheld.
omega_of <- function(path, whole) {
  if (nrow(whole) <= ncol(whole)) stop("no more people than items")
  edge <- 1e-5
  fit <- function(start, tolerance) {
    tryCatch(suppressWarnings(
      factanal(whole, 1, start = rep(start, ncol(whole)),
               control = list(lower = edge, opt = list(factr = tolerance, maxit = 5000)))),
      error = function(e) NULL)
  }
  fits <- list()
  for (tolerance in c(10, 1e4, 1e7)) {
    if (!length(fits)) fits <- Filter(Negate(is.null), lapply(c(0.5, 0.2, 0.8), fit, tolerance))
  }
  if (!length(fits)) stop("no solution")
  best <- fits[[which.min(vapply(fits, function(one) one$criteria[["objective"]], 1))]]
  spread <- apply(whole, 2, sd)
  loading <- sum(as.numeric(best$loadings) * spread)
  heywood <- any(best$uniquenesses <= 1.01 * edge)
  value <- loading^2 / (loading^2 + sum(best$uniquenesses * spread^2))
  put(c(path, "omega_ML_n"), nrow(whole))
  put(c(path, "omega_ML_heywood"), heywood)
  put(c(path, "omega_1factor_ML_cov_lavaan"), if (heywood) NA else value)
}

# The same by least residuals: psych::fa(nfactors = 1, fm = "minres").
omega_of_residuals <- function(path, every) {
  needs("psych")
  r <- cor(every, use = "pairwise.complete.obs")
  capture.output(fit <- suppressMessages(suppressWarnings(
    psych::fa(every, nfactors = 1, fm = "minres"))))
  loading <- as.numeric(fit$loadings)
  put(c(path, "omega_1factor_minres_model_implied"),
      sum(loading)^2 / (sum(loading)^2 + sum(1 - loading^2)))
  put(c(path, "omega_1factor_minres_psych"), 1 - sum(1 - loading^2) / sum(r))
}

# How often each choice was given, and of Likert items the share of the two highest (Wilson).
# `asked` are the versions in which everybody is asked, `asked_in` the waves; where answers decide
# it, it is not counted.
describe_choices <- function(key, found, item, codes, columns = NULL, likert = FALSE,
                             asked = NULL, asked_in = waves, called = item) {
  if (is.null(found)) return(invisible(NULL))
  if (!is.null(asked) && is.null(columns)) {
    of <- found$instrument_version %in% asked & found$wave %in% asked_in
    blank <- sum(of & is.na(found[[item]]))
    if (blank) put(c("skipped", key, called), share(blank, sum(of)))
  }
  for (wave in waves) {
    here <- found[found$wave %in% wave, , drop = FALSE]
    answered <- !is.na(here[[item]])
    of <- if (wave %in% asked_in) sum(here$instrument_version %in% asked) else 0
    if (!any(answered) && !of) next
    counts <- if (is.null(columns)) {
      vapply(codes, function(code) sum(here[[item]] == code, na.rm = TRUE), numeric(1))
    } else {
      vapply(columns, function(flag) sum(here[[flag]] == "1", na.rm = TRUE), numeric(1))
    }
    names(counts) <- codes
    path <- c("instruments", key, "items", paste(called, wave, sep = "."))
    put(path, list(n = sum(answered), counts = as.list(counts[counts > 0])))
    if (!is.null(asked)) put(c(path, "asked"), of)
    if (!any(answered)) next
    if (likert && length(codes) > 1) {
      top <- codes[order(as.numeric(codes))][length(codes) - 1:0]
      put(c(path, "top_two"), share(sum(counts[top]), sum(answered)))
      exact <- binom.test(sum(counts[top]), sum(answered))$conf.int  # Clopper and Pearson
      put(c(path, "top_two", "clopper_low"), exact[1])
      put(c(path, "top_two", "clopper_high"), exact[2])
    }
  }
}

describe_numbers <- function(key, found, item, called = item) {
  if (is.null(found)) return(invisible(NULL))
  for (wave in waves) {
    values <- numbers(found[[item]][found$wave %in% wave])
    if (all(is.na(values))) next
    put(c("instruments", key, "numbers", paste(called, wave, sep = ".")), describe(values))
  }
}
