# The change of a scale in groups of the roster.

# The change of a scale from the first to the last wave in groups of the roster. Change and first
# score hang together by themselves, so the analysis of covariance stands beside the tests.
change_by_group <- function(key, code, table, found, group) {
  if (is.null(table)) return(invisible(NULL))
  table <- table[, colSums(!is.na(table)) > 0, drop = FALSE]
  if (ncol(table) < 2) return(invisible(NULL))
  people <- data.frame(before = table[, 1], after = table[, ncol(table)],
                       group = found[[group]][match(rownames(table), found$who)])
  people <- people[complete.cases(people), ]
  people$change <- round(people$after - people$before, 10)
  path <- c("instruments", key, "change_by_group", code, group)
  for (one in unique(people$group)) {
    put(c(path, "groups", one), describe(people$change[people$group == one]))
  }
  if (length(unique(people$group)) < 2) return(invisible(NULL))
  attempt(paste(code, "by", group), {
    ranks <- kruskal.test(change ~ factor(group), data = people)
    put(c(path, "kruskal_chi2"), unname(ranks$statistic))
    put(c(path, "kruskal_df"), unname(ranks$parameter))
    put(c(path, "kruskal_p"), ranks$p.value)
    put(c(path, "kruskal_epsilon2"), unname(ranks$statistic) / (nrow(people) - 1))
    plain <- anova(lm(change ~ group, data = people))
    put(c(path, "anova_F"), plain["group", "F value"])
    put(c(path, "anova_p"), plain["group", "Pr(>F)"])
    held <- drop1(lm(after ~ before + group, data = people), test = "F")
    put(c(path, "ancova_F"), held["group", "F value"])
    put(c(path, "ancova_p"), held["group", "Pr(>F)"])
    put(c(path, "ancova"), at_the_same_start(people))
    welch <- oneway.test(change ~ group, data = people)
    put(c(path, "welch_F"), unname(welch$statistic))
    put(c(path, "welch_df2"), unname(welch$parameter[2]))
    put(c(path, "welch_p"), welch$p.value)
  })
  attempt(paste(code, "by wave and", group), {
    put(c(path, "wave_by_group"), wave_by_group(table, found, group))
  })
}

# The last wave by group at the mean of the first one: adjusted means, and whether slopes differ.
at_the_same_start <- function(people) {
  people$group <- factor(people$group)
  model <- lm(after ~ before + group, data = people)
  held <- drop1(model, test = "F")["group", ]
  slopes <- anova(model, lm(after ~ before * group, data = people))
  start <- data.frame(before = mean(people$before), group = levels(people$group))
  means <- predict(model, start, interval = "confidence")
  c(list(df1 = held[["Df"]], df2 = model$df.residual, parallel_p = slopes[2, "Pr(>F)"]),
    eta2p(held[["F value"]], held[["Df"]], model$df.residual),
    list(adjusted = stats::setNames(lapply(seq_len(nrow(means)), function(at) {
      list(mean = means[at, "fit"], low = means[at, "lwr"], high = means[at, "upr"])
    }), levels(people$group))))
}

# Whether the groups change differently over all waves: a mixed model of every score.
wave_by_group <- function(table, found, group) {
  needs("lme4", "lmerTest")
  long <- data.frame(who = factor(rep(rownames(table), ncol(table))),
                     place = factor(rep(seq_len(ncol(table)), each = nrow(table))),
                     score = as.vector(table))
  long$group <- factor(found[[group]][match(long$who, found$who)])
  long <- long[complete.cases(long), ]
  model <- lmerTest::lmer(score ~ place * group + (1 | who), data = long, control = precise())
  product <- anova(model)["place:group", ]
  list(F = product[["F value"]], df1 = product[["NumDF"]], df2 = product[["DenDF"]],
       p = product[["Pr(>F)"]])
}
