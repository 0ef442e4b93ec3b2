# ---- 8. Cases inside clusters, such as pupils of teachers --------------------------------------

# An estimate with its interval and Student's test.
tested <- function(value, se, df) {
  t <- value / se
  apart <- qt(0.975, df) * se
  list(value = value, low = value - apart, high = value + apart, se = se, t = t, df = df,
       p = 2 * pt(-abs(t), df))
}

# Least squares with errors corrected for few clusters (CR2) and Satterthwaite's degrees of freedom:
# clubSandwich::coef_test(lm(y ~ x), cluster, vcov = "CR2"). One estimate per column of x.
cluster_robust <- function(y, x, cluster) {
  inverse <- solve(crossprod(x))
  b <- drop(inverse %*% crossprod(x, y))
  left <- y - drop(x %*% b)
  half <- t(chol(inverse))
  rows <- split(seq_along(y), cluster)
  if (length(rows) < 2) stop("a single cluster")
  adjusted <- lapply(rows, function(at) {
    own <- x[at, , drop = FALSE]
    part <- svd(own %*% half)
    kept <- 1 - part$d^2
    roots <- ifelse(kept > 1e-12, pmax(kept, 1e-12)^-0.5, 0)
    own + part$u %*% ((roots - 1) * crossprod(part$u, own))
  })
  lapply(seq_along(b), function(place) {
    pulls <- lapply(adjusted, function(one) drop(one %*% inverse[, place]))
    moved <- mapply(function(at, pull) sum(left[at] * pull), rows, pulls)
    sums <- mapply(function(at, pull) crossprod(x[at, , drop = FALSE], pull), rows, pulls)
    sums <- matrix(sums, ncol(x))
    alike <- diag(vapply(pulls, function(pull) sum(pull^2), 1), length(rows)) -
      t(sums) %*% inverse %*% sums
    tested(b[place], sqrt(sum(moved^2)), sum(diag(alike))^2 / sum(alike^2))
  })
}

# The same beside an intercept for each cluster, with both degrees of freedom.
beside_clusters <- function(path, formula, data, name) {
  needs("lme4", "lmerTest")
  model <- lmerTest::lmer(formula, data = data, control = precise())
  estimate <- function(ddf) {
    row <- coef(summary(model, ddf = ddf))[name, ]
    tested(row[["Estimate"]], row[["Std. Error"]], row[["df"]])
  }
  put(c(path, "mixed"), estimate("Satterthwaite"))
  attempt("Kenward-Roger", {
    needs("pbkrtest")
    if (nrow(data) > 2 * MOST_PEOPLE) stop("too many cases")
    put(c(path, "mixed_kenward_roger"), estimate("Kenward-Roger"))
  })
}

# Two groups of cases in clusters, those of `high` minus the others.
groups_of_clusters <- function(path, y, high, cluster) {
  there <- !is.na(y) & !is.na(high)
  data <- data.frame(y = y, high = as.numeric(high), cluster = cluster)[there, ]
  attempt("errors by cluster", {
    put(c(path, "robust"), cluster_robust(data$y, cbind(1, data$high), data$cluster)[[2]])
  })
  attempt("an intercept for each cluster",
          beside_clusters(path, y ~ high + (1 | cluster), data, "high"))
}
