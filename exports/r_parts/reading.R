# ---- 1. Packages, files, results --------------------------------------------------------------

options(contrasts = c("contr.treatment", "contr.poly"), digits = 5, width = 110)

wanted <- c("lme4", "lmerTest", "pbkrtest", "emmeans", "afex", "psych", "geepack", "nlme")
has <- vapply(wanted, requireNamespace, logical(1), quietly = TRUE)
if (!all(has)) {
  cat("Not installed: ", paste(wanted[!has], collapse = ", "),
      ". What needs them is left out; install.packages() adds them.\n", sep = "")
}

# The tables of the export are in the folder data, beside this file or above it.
folder <- c("data", file.path("..", "data"), ".")
folder <- folder[dir.exists(folder)][1]

# Read a table as text: UTF-8 with a byte order mark, whatever stands between the cells. An empty
# cell is missing. Where a text might look like a formula the export has put an apostrophe before
# it, which is taken off again.
read_table <- function(path) {
  header <- sub("^\xef\xbb\xbf", "", readLines(path, n = 1, warn = FALSE), useBytes = TRUE)
  between <- substr(sub("^[A-Za-z0-9_]+", "", header), 1, 1)
  columns <- strsplit(header, between, fixed = TRUE)[[1]]
  found <- read.table(path, sep = between, skip = 1, quote = "\"", comment.char = "",
                      colClasses = "character", na.strings = "", encoding = "UTF-8",
                      col.names = columns, check.names = FALSE, fill = TRUE,
                      blank.lines.skip = FALSE, strip.white = FALSE, skipNul = TRUE)
  as.data.frame(lapply(found, function(cells) sub("^'", "", cells)), optional = TRUE)
}

# The rows of a table; nothing where there is no row.
read_rows <- function(name) {
  path <- file.path(folder, paste0(name, ".csv"))
  if (length(readLines(path, n = 2, warn = FALSE, skipNul = TRUE)) < 2) return(NULL)
  read_table(path)
}

numbers <- function(cells) suppressWarnings(as.numeric(cells))

# Results are kept under the names that lead to them, such as instruments > KEY > scales.
results <- list()
placed <- function(tree, path, value) {
  if (length(path) == 0) return(value)
  if (is.null(tree)) tree <- list()
  inner <- placed(tree[[path[1]]], path[-1], value)
  if (!is.null(inner)) tree[[path[1]]] <- inner
  tree
}
put <- function(path, value) results <<- placed(results, path, as.list(value))

# Go on with the next analysis when one is not possible, and say why. That packages are lacking was
# said once, above.
attempt <- function(what, doing) {
  invisible(tryCatch(doing, lacking = function(e) NULL, error = function(e) {
    cat("Left out: ", what, " (", conditionMessage(e), ")\n", sep = "")
  }))
}
needs <- function(...) {
  absent <- setdiff(c(...), wanted[has])
  if (!length(absent)) return(invisible(NULL))
  words <- paste("needs", paste(absent, collapse = ", "))
  stop(structure(class = c("lacking", "error", "condition"), list(message = words, call = NULL)))
}

# The records that count for results: second observers, master codes and lessons that observers
# were trained on are left out. `who` is the column that says whom or what a record is about.
records_of <- function(key, who) {
  found <- read_rows(paste0(key, "_long"))
  if (is.null(found) || nrow(found) == 0) return(NULL)
  if ("observer_role" %in% names(found)) {
    sessions <- read_rows("obs_sessions")
    training <- unique(sessions$visit_id[grepl("training", sessions$flags, fixed = TRUE)])
    alone <- is.na(found$observer_role) | found$observer_role == "primary"
    found <- found[alone & !(found$visit_id %in% training), , drop = FALSE]
  }
  found$who <- found[[who]]
  found$wave <- factor(found$wave, levels = waves)
  found
}
