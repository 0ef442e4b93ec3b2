# ---- 11. Several sources about the same participants -------------------------------------------

# What each source knows of a participant: a named vector, such as changes or shares of lessons.
activity_of <- function(index) {
  if (is.null(index)) return(NULL)
  stats::setNames(index$activity, index$teacher)
}
change_of <- function(table) {
  if (is.null(table)) return(NULL)
  table <- table[, colSums(!is.na(table)) > 0, drop = FALSE]
  if (ncol(table) < 2) return(NULL)
  table[, ncol(table)] - table[, 1]
}
mean_gain_of <- function(pupils) {
  if (is.null(pupils)) return(NULL)
  own <- pupils[!is.na(pupils$gain) & !is.na(pupils$teacher) & pupils$teacher != pupils$who, ]
  if (!nrow(own)) return(NULL)
  c(tapply(own$gain, own$teacher, mean))
}
share_of_lessons <- function(found, items) {
  if (is.null(found)) return(NULL)
  said <- as.matrix(found[items])
  last <- rev(waves[waves %in% found$wave])[1]
  there <- found$wave %in% last & rowSums(!is.na(said)) > 0 & !is.na(found$teacher_id)
  if (!any(there)) return(NULL)
  seen <- rowSums(said == "1", na.rm = TRUE) > 0
  c(tapply(seen[there], found$teacher_id[there], mean))
}

# Every two measures of the same participants: exploratory, where there are many.
correlate <- function(measures) {
  measures <- Filter(function(one) sum(!is.na(one)) > 0, measures)
  kind <- sub("[.].*", "", names(measures))
  measures <- measures[order(match(kind, c("index", "change", "gain", "lessons")))]
  if (length(measures) < 2 || length(unique(kind)) < 2) {
    return(invisible(NULL))
  }
  pairs <- combn(names(measures), 2, simplify = FALSE)
  found <- lapply(pairs, function(two) correlation(measures[[two[1]]], measures[[two[2]]]))
  holm <- p.adjust(vapply(found, function(one) one$p, 1), "holm")
  for (at in seq_along(pairs)) {
    put(c("together", paste(pairs[[at]], collapse = "~")), c(found[[at]], p_holm = holm[[at]]))
  }
}

# Pearson's r with Fisher's interval, Spearman's rho and Kendall's tau-b; ranks at ten decimals.
correlation <- function(one, other) {
  who <- intersect(names(one)[!is.na(one)], names(other)[!is.na(other)])
  x <- one[who]
  y <- other[who]
  nothing <- list(n = length(who), r = NA, low = NA, high = NA, p = NA_real_, rho = NA, tau = NA)
  if (length(who) < 3 || sd(x) < 1e-12 || sd(y) < 1e-12) return(nothing)
  r <- cor.test(x, y)
  limits <- if (is.null(r$conf.int)) c(NA, NA) else r$conf.int
  ranked <- function(method) {
    unname(suppressWarnings(cor.test(round(x, 10), round(y, 10), method = method,
                                     exact = FALSE))$estimate)
  }
  list(n = length(who), r = unname(r$estimate), low = limits[1], high = limits[2], p = r$p.value,
       rho = ranked("spearman"), tau = ranked("kendall"))
}

# Whatever happens in one of these, the script goes on with the next line.
safely <- function(name) {
  doing <- get(name)
  function(...) attempt(name, doing(...))
}
for (name in c("records_of", "describe_scale", "compare_waves", "change_by_group",
               "describe_choices", "describe_numbers", "lessons_with_any", "observers_agree",
               "activity_index", "first_and_last", "describe_gain", "gain_by_activity",
               "pupils_in_schools", "ratings_of", "raters_agree", "ratings_by_activity",
               "who_answered", "who_left", "means_of_schools", "coded_segments", "count_codes",
               "coders_agree", "share_of_lessons", "correlate", "other_rules", "among_scales",
               "count_gaps", "precision_of_scale", "who_has_records", "outcome_over_waves")) {
  assign(name, safely(name))
}
