# ---- 9. Who answered, and schools -------------------------------------------------------------

FEWEST <- 3           # means of fewer people would show what a person answered

# The waves in which the instrument is asked, and those with records beside the plan.
with_records <- function(planned, found) waves[waves %in% c(planned, as.character(found$wave))]

# Who of those expected answered, in which wave, and what they skipped. Who has not the role that
# is asked is not expected.
who_answered <- function(key, found, expected, planned, role) {
  if (is.null(found)) return(invisible(NULL))
  path <- c("participation", key)
  planned <- with_records(planned, found)
  own <- if (nzchar(role)) found[found$role %in% role, ] else found
  in_waves <- lapply(planned, function(wave) unique(own$who[own$wave %in% wave]))
  came <- lengths(in_waves)
  first <- in_waves[[1]]
  last <- in_waves[[length(planned)]]
  gone <- presence(found, planned)
  put(c(path, "left", "counts"), list(first = length(gone$first), left = length(gone$last),
                                      left_some = length(gone$some)))
  attempt("precision", precision(path, expected))
  put(c(path, "counts"), list(people = expected, expected = expected * length(planned),
                              answered = sum(came),
                              absent = expected * length(planned) - sum(came),
                              share = sum(came) / (expected * length(planned)),
                              complete = length(Reduce(intersect, in_waves)),
                              retained = length(intersect(first, last))))
  scales <- results_of(c(path, "scales"))
  total <- function(what) sum(vapply(scales, function(one) one[[what]], 1))
  if (length(scales) && total("asked")) {
    put(c(path, "skipped"), share(total("blank"), total("asked")))
  }
}

# Items of a scale that were asked, those left blank, and scores that too many blanks prevent.
count_blanks <- function(key, found, scale, unscored) {
  if (!length(scale$defined)) return(invisible(NULL))
  answered <- 0
  for (defined in scale$defined) {
    rows <- found$instrument_version %in% defined$versions & !is.na(found[[scale$blanks]])
    answered <- answered + sum(!is.na(keyed_answers(found[rows, , drop = FALSE], defined)))
  }
  blank <- sum(numbers(found[[scale$blanks]]), na.rm = TRUE)
  put(c("participation", key, "scales", scale$code),
      list(asked = answered + blank, blank = blank, unscored = unscored))
}

# Who of the first wave has no record in the last one, or in any.
presence <- function(found, planned) {
  there <- lapply(with_records(planned, found), function(wave) unique(found$who[found$wave %in% wave]))
  there <- there[lengths(there) > 0]
  if (!length(there)) return(list(first = NULL, last = NULL, some = NULL))
  list(first = there[[1]], last = setdiff(there[[1]], there[[length(there)]]),
       some = setdiff(there[[1]], Reduce(intersect, there)))
}

# The first scores of those who left beside those who stayed: without the last score, without a
# record in the last wave, and without one in some wave.
who_left <- function(key, code, table, found, planned) {
  if (is.null(table)) return(invisible(NULL))
  asked <- asked_waves(key, code)
  if (!length(asked)) return(invisible(NULL))
  first <- stats::setNames(table[, asked[1]], rownames(table))
  there <- !is.na(first)
  without <- is.na(table[, asked[length(asked)]])
  beside <- function(path, there, left) {
    sizes <- list(left = sum(there & left), stayed = sum(there & !left))
    put(path, sizes)
    if (min(unlist(sizes)) < 2) return(invisible(NULL))
    attempt(paste(code, "of those who left"),
            put(path, c(sizes, two_groups(first[there], left[there]))))
  }
  path <- c("participation", key)
  if (length(asked) > 1) beside(c(path, "leavers", code), there, without)
  gone <- presence(found, planned)
  there <- there & names(first) %in% gone$first
  beside(c(path, "left", "scales", code), there, names(first) %in% gone$last)
  if (!setequal(gone$last, gone$some)) {
    beside(c(path, "left", "any_gap", code), there, names(first) %in% gone$some)
  }
}

# The waves in which a scale was asked of anybody.
asked_waves <- function(key, code) {
  scales <- results_of(c("instruments", key, "scales"))
  waves[paste(code, waves, sep = ".") %in% names(scales)]
}

# Scores that are not there: nobody came, or too many items were skipped. A wave without any record
# counts, one that did not ask the scale does not.
count_gaps <- function(key, code, found, expected, planned) {
  if (is.null(found)) return(invisible(NULL))
  scales <- results_of(c("instruments", key, "scales"))
  for (wave in with_records(planned, found)) {
    own <- scales[[paste(code, wave, sep = ".")]]
    if (is.null(own) && any(found$wave %in% wave)) next
    unscored <- if (is.null(own)) 0 else own$not_scored
    scored <- if (is.null(own)) 0 else own$n
    put(c("participation", key, "gaps", paste(code, wave, sep = ".")),
        list(absent = max(expected - scored - unscored, 0), unscored = unscored))
  }
}

# The change in standard deviations of the differences that n people show four times of five.
smallest_change <- function(n, comparisons = 1) {
  found <- power.t.test(n, sig.level = 0.05 / comparisons, power = 0.8, type = "paired",
                        strict = TRUE, tol = 1e-12)$delta
  if (found * sqrt(n) > 37) NA else found  # pt() is not exact beyond a noncentrality of 37.6
}

# What so many people can show, whatever is found: also the smallest correlation that differs from
# 0, and Fisher's interval of one of .40.
precision <- function(path, people) {
  put(c(path, "precision", "people"), people)
  if (people > 3) {
    half <- qnorm(0.975) / sqrt(people - 3)
    put(c(path, "precision", "smallest_r"), tanh(half))
    put(c(path, "precision", "moderate_r"),
        list(value = 0.4, low = tanh(atanh(0.4) - half), high = tanh(atanh(0.4) + half)))
  }
  put(c(path, "precision", "smallest_dz"), smallest_change(people))
}

# The same for a scale, by those with its first wave and its last.
precision_of_scale <- function(key, code, table) {
  asked <- asked_waves(key, code)
  if (is.null(table) || !length(asked)) return(invisible(NULL))
  change <- if (length(asked) > 1) table[, asked[length(asked)]] - table[, asked[1]] else NA
  change <- change[!is.na(change)]
  path <- c("participation", key, "precision", "scales", code)
  put(path, list(n = length(change)))
  if (length(change) < 2) return(invisible(NULL))
  spread <- sd(change)
  alone <- smallest_change(length(change))
  put(path, list(n = length(change), sd = spread, dz = alone, points = if (spread > 0) alone * spread else NA,
                 dz_pairs = smallest_change(length(change), choose(length(asked), 2))))
}

# What is filled in several times in a wave: who of the role that is asked has records, and how
# many records those have.
who_has_records <- function(key, found, expected, planned, role) {
  if (is.null(found)) return(invisible(NULL))
  count <- function(rows) {
    people <- unique(found$who[rows & (!nzchar(role) | found$role %in% role)])
    each <- describe(as.vector(table(found$who[rows])))
    list(people = share(length(people), expected), records = sum(rows), mean = each$mean,
         median = each$median, most = each$max, fewest = each$min)
  }
  path <- c("records_again", key)
  put(c(path, "whole"), count(!is.na(found$who)))
  for (wave in with_records(planned, found)) put(c(path, "by_wave", wave), count(found$wave %in% wave))
}

# The means of a scale by school, and the mean change from the first wave to the last. No test:
# schools are few.
means_of_schools <- function(key, code, table, found) {
  if (is.null(table)) return(invisible(NULL))
  table <- table[rowSums(!is.na(table)) > 0, colSums(!is.na(table)) > 0, drop = FALSE]
  school <- found$school_id[match(rownames(table), found$who)]
  mean_of <- function(x) if (sum(!is.na(x)) >= FEWEST) mean(x, na.rm = TRUE) else NA
  for (one in sort(unique(school[!is.na(school)]))) {
    own <- table[school %in% one, , drop = FALSE]
    path <- c("schools", key, code, one)
    put(c(path, "n"), nrow(own))
    if (nrow(own) < FEWEST) next
    change <- if (ncol(own) > 1) own[, ncol(own)] - own[, 1] else rep(NA_real_, nrow(own))
    put(c(path, "means"), apply(own, 2, mean_of))
    put(c(path, "changed"), sum(!is.na(change)))
    put(c(path, "change"), mean_of(change))
  }
}
