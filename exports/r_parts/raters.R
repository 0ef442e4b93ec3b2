# ---- 7. Several raters of the same work -------------------------------------------------------

# One row per work, one column per rater. Records rate the same work where they are about the same
# participant in the same wave and agree in `same`, the other columns that tell records apart.
ratings_of <- function(found, items, rater, same) {
  if (is.null(found)) return(NULL)
  work <- do.call(paste, c(list(found$who, found$wave), unname(as.list(found[same])), sep = "\r"))
  works <- unique(work)
  raters <- sort(unique(found[[rater]]))
  at <- cbind(match(work, works), match(found[[rater]], raters))
  marks <- vapply(items, function(item) numbers(found[[item]]), numeric(nrow(found)))
  marks <- matrix(marks, nrow(found), dimnames = list(NULL, items))
  table_of <- function(values) {
    cells <- matrix(NA_real_, length(works), length(raters), dimnames = list(works, raters))
    cells[at[!is.na(at[, 2]), , drop = FALSE]] <- values[!is.na(at[, 2])]
    cells
  }
  total <- rowMeans(marks, na.rm = TRUE)
  total[is.nan(total)] <- NA
  list(items = lapply(stats::setNames(nm = items), function(item) table_of(marks[, item])),
       total = table_of(total), teacher = found$who[match(works, work)])
}

# How far raters agree, criterion by criterion and in the mean of the criteria.
raters_agree <- function(key, ratings) {
  if (is.null(ratings) || ncol(ratings$total) < 2) return(invisible(NULL))
  for (item in names(ratings$items)) {
    attempt(paste(item, "raters"), in_levels(c("ratings", key, item), ratings$items[[item]]))
    attempt(paste(item, "codes"), in_codes(c("ratings", key, item), ratings$items[[item]]))
  }
  attempt("mean of the criteria", in_levels(c("ratings", key, "total"), ratings$total))
}

in_levels <- function(path, cells) {
  whole <- cells[complete.cases(cells), , drop = FALSE]
  put(path, list(works = nrow(cells), complete = nrow(whole)))
  put(c(path, "kripp_all_cells"), list(
    nominal = krippendorff(cells, function(a, b, n) a != b),
    ordinal = krippendorff(cells, function(a, b, n) (n(a) - n(b))^2),
    interval = krippendorff(cells, function(a, b, n) (a - b)^2),
    ratio = krippendorff(cells, function(a, b, n) ifelse(a + b == 0, 0, ((a - b) / (a + b))^2))))
  if (nrow(whole) < 2) stop("too few works that all rated")
  ranks <- apply(round(whole, 10), 2, rank)
  ties <- sum(apply(round(whole, 10), 2, function(x) sum(table(x)^3 - table(x))))
  n <- nrow(whole)
  m <- ncol(whole)
  sums <- rowSums(ranks)
  put(c(path, "kendall_W_complete"),
      12 * sum((sums - mean(sums))^2) / (m^2 * (n^3 - n) - m * ties))
  needs("psych")
  capture.output(found <- suppressMessages(suppressWarnings(
    psych::ICC(whole, lmer = FALSE)$results)))
  put(c(path, "icc_complete"), list(n = n, k = m))
  for (at in seq_len(6)) {
    put(c(path, "icc_complete", c("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")[at]),
        list(icc = found$ICC[at], F = found$F[at], df1 = found$df1[at], df2 = found$df2[at],
             p = found$p[at], low = found[["lower bound"]][at], high = found[["upper bound"]][at]))
  }
}

# Krippendorff's alpha with gaps, by coincidences. `n` gives the middle rank of a code, from which
# ordinal distances follow. (irr 0.84.1 is wrong for complete data of three raters and more.)
krippendorff <- function(cells, apart) {
  cells <- cells[rowSums(!is.na(cells)) > 1, , drop = FALSE]
  codes <- sort(unique(as.vector(cells)))
  both <- matrix(0, length(codes), length(codes))
  for (row in seq_len(nrow(cells))) {
    times <- tabulate(match(cells[row, ], codes), length(codes))
    both <- both + (outer(times, times) - diag(times, length(codes))) / (sum(times) - 1)
  }
  margin <- rowSums(both)
  middle <- cumsum(margin) - margin / 2
  far <- outer(codes, codes, apart, function(code) middle[match(code, codes)])
  chance <- sum(outer(margin, margin) * far) / (sum(margin) - 1)
  if (chance > 0) 1 - sum(both * far) / chance else NA
}

# Levels as codes: Fleiss' and Light's kappa of complete rows, and every two raters.
in_codes <- function(path, cells) {
  whole <- cells[complete.cases(cells), , drop = FALSE]
  codes <- sort(unique(as.vector(whole)))
  counts <- t(apply(whole, 1, function(row) tabulate(match(row, codes), length(codes))))
  m <- ncol(whole)
  same <- mean((rowSums(counts^2) - m) / (m * (m - 1)))
  p <- colSums(counts) / length(whole)
  chance <- sum(p^2)
  spread <- sum(p * (1 - p))
  by_chance <- 2 * (spread^2 - sum(p * (1 - p) * (1 - 2 * p))) /
    (spread^2 * nrow(whole) * m * (m - 1))
  z <- (same - chance) / (1 - chance) / sqrt(by_chance)
  put(c(path, "fleiss"), list(kappa = (same - chance) / (1 - chance), z = z,
                              p = 2 * pnorm(-abs(z))))
  put(c(path, "agree_all_pct"), 100 * mean(apply(whole, 1, function(row) all(row == row[1]))))
  equal_levels(path, cells)
  two <- combn(colnames(cells), 2, simplify = FALSE)
  light <- vapply(two, function(one) kappas(whole[, one[1]], whole[, one[2]])$kappa, 1)
  put(c(path, "light_kappa"), mean(light))
  for (one in two) {
    there <- complete.cases(cells[, one])
    put(c(path, paste(one, collapse = "_")), kappas(cells[there, one[1]], cells[there, one[2]]))
  }
}

# Of all pairs of raters of a work, how many gave the same level.
equal_levels <- function(path, cells) {
  of <- function(row) {
    row <- row[!is.na(row)]
    c(sum(choose(table(row), 2)), choose(length(row), 2))
  }
  pairs <- rowSums(apply(cells, 1, of))
  put(c(path, "equal_pct"), 100 * pairs[1] / pairs[2])
}

kappas <- function(a, b) {
  codes <- sort(unique(c(a, b)))
  p <- table(factor(a, codes), factor(b, codes)) / length(a)
  found <- chance_corrected(p, length(a))
  weighted <- function(power) {
    far <- abs(outer(seq_along(codes), seq_along(codes), "-"))^power
    1 - sum(p * far) / sum(outer(rowSums(p), colSums(p)) * far)
  }
  list(n = length(a), agree_pct = 100 * mean(a == b), kappa = found$kappa,
       kappa_ci_low = found$kappa_ci_l, kappa_ci_high = found$kappa_ci_u,
       kappa_z = found$kappa_z, kappa_p = found$kappa_p,
       kappa_var_asymptotic = found$kappa_var_asymptotic,
       kappa_linear = weighted(1), kappa_quadratic = weighted(2))
}

# The works of active and less active teachers: works, means of teachers, and a mixed model.
ratings_by_activity <- function(key, ratings, index, log) {
  if (is.null(ratings) || is.null(index)) return(invisible(NULL))
  path <- c("ratings_by_activity", key, log)
  works <- data.frame(total = rowMeans(ratings$total, na.rm = TRUE), teacher = ratings$teacher)
  works$high <- index$high[match(works$teacher, index$teacher)]
  works <- works[complete.cases(works), ]
  attempt("works", put(c(path, "work_level"), two_groups(works$total, works$high)))
  attempt("teachers of works", {
    means <- tapply(works$total, works$teacher, mean)
    put(c(path, "teacher_level"),
        two_groups(as.vector(means), index$high[match(names(means), index$teacher)]))
  })
  groups_of_clusters(path, works$total, works$high, works$teacher)
  attempt("works in teachers", {
    needs("lme4", "lmerTest")
    model <- lmerTest::lmer(total ~ high + (1 | teacher), data = works, control = precise())
    put(c(path, "lmm"), fixed_effects(model)$highTRUE)
  })
}
