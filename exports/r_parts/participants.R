# ---- 9. Who answered, and schools -------------------------------------------------------------

FEWEST <- 3           # means of fewer people would show what a person answered

# Who of those expected answered, in which wave, and what they skipped. `planned` are the waves in
# which the instrument is asked.
who_answered <- function(key, found, expected, planned) {
  if (is.null(found)) return(invisible(NULL))
  path <- c("participation", key)
  came <- vapply(planned, function(wave) length(unique(found$who[found$wave %in% wave])), 1)
  in_waves <- lapply(planned, function(wave) unique(found$who[found$wave %in% wave]))
  first <- in_waves[[1]]
  last <- in_waves[[length(planned)]]
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

# Those of the first wave who left beside those who stayed.
who_left <- function(key, code, table) {
  if (is.null(table) || ncol(table) < 2) return(invisible(NULL))
  first <- table[, 1]
  left <- is.na(table[, ncol(table)])
  there <- !is.na(first)
  if (sum(left & there) < 2 || sum(!left & there) < 2) return(invisible(NULL))
  put(c("participation", key, "leavers", code), two_groups(first[there], left[there]))
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
    change <- own[, ncol(own)] - own[, 1]
    put(c(path, "means"), apply(own, 2, mean_of))
    put(c(path, "changed"), sum(!is.na(change)))
    put(c(path, "change"), mean_of(change))
  }
}
