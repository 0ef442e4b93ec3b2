# ---- 13. Write what was found ------------------------------------------------------------------

# JSON with every digit, without a package.
json <- function(value) {
  if (is.null(value)) return("null")
  if (is.list(value) && length(value) == 1 && is.null(names(value))) return(json(value[[1]]))
  named <- !is.null(names(value))
  if (is.list(value) || (named && length(value))) {
    inner <- vapply(as.list(value), json, character(1))
    if (named && length(value)) inner <- paste0(quoted(names(value)), ": ", inner)
    return(paste0(if (named || !length(value)) "{" else "[", paste(inner, collapse = ", "),
                  if (named || !length(value)) "}" else "]"))
  }
  if (length(value) != 1) return(paste0("[", paste(vapply(value, json, ""), collapse = ", "), "]"))
  if (is.na(value) || (is.numeric(value) && !is.finite(value))) return("null")
  if (is.logical(value)) return(if (value) "true" else "false")
  if (is.numeric(value)) return(sprintf("%.17g", value))
  quoted(value)
}
quoted <- function(text) {
  text <- gsub("\\", "\\\\", enc2utf8(as.character(text)), fixed = TRUE, useBytes = TRUE)
  text <- gsub("\"", "\\\"", text, fixed = TRUE, useBytes = TRUE)
  text <- gsub("[\x01-\x1f]", " ", text, perl = TRUE, useBytes = TRUE)
  Encoding(text) <- "UTF-8"
  paste0("\"", text, "\"")
}
packages <- names(has)[has]
put("program", c(list(R = as.character(getRversion())), stats::setNames(
  lapply(packages, function(one) as.character(packageVersion(one))), packages)))
writeLines(enc2utf8(json(results)), "r_results.json", useBytes = TRUE)
cat("\nEvery number stands in r_results.json, named as in `tolqyn results --json`.\n")
cat(R.version.string, "; ",
    paste(packages, vapply(packages, function(one) as.character(packageVersion(one)), ""),
          collapse = ", "), "\n", sep = "")
