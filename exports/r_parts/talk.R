# ---- 10. Codes of what was said ---------------------------------------------------------------

# Segments by code: a row per turn of speech, a column per code, for each coder. `coders` names them
# as the table fg_codes does, the first one first. A turn is found by its record, its place there
# and its mark: notes of two sessions, or of one, may use a mark twice.
coded_segments <- function(key, coders) {
  turns <- read_rows("fg_turns")
  codes <- read_rows("fg_codes")
  if (is.null(turns) || is.null(codes)) return(NULL)
  turns <- turns[turns$instrument_id %in% key, ]
  codes <- codes[codes$instrument_id %in% key, ]
  if (!nrow(turns) || !nrow(codes)) return(NULL)
  at <- function(rows) paste(rows$response_id, rows$turn_index, rows$segment_id, sep = "\r")
  names <- sort(unique(codes$code), method = "radix")
  by_coder <- lapply(coders, function(coder) {
    own <- if (length(coders) > 1) codes[codes$coder %in% coder, ] else codes
    given <- matrix(FALSE, nrow(turns), length(names), dimnames = list(NULL, names))
    places <- lapply(at(own), function(one) which(at(turns) == one))
    for (row in seq_along(places)) given[places[[row]], own$code[row]] <- TRUE
    given
  })
  list(wave = turns$wave, speaker = turns$speaker_pseudonym, given = by_coder)
}

# The first coder's codes: segments and speakers, wave by wave, and codes of the same segment.
count_codes <- function(key, talk) {
  if (is.null(talk)) return(invisible(NULL))
  given <- talk$given[[1]]
  given <- given[, colSums(given) > 0, drop = FALSE]
  path <- c("talk", key)
  put(c(path, "n"), nrow(given))
  there <- waves[waves %in% talk$wave]
  put(c(path, "all"), vapply(there, function(wave) sum(talk$wave %in% wave), 1))
  for (code in colnames(given)) {
    has <- given[, code]
    people <- function(rows) length(unique(talk$speaker[rows & !is.na(talk$speaker)]))
    in_waves <- lapply(stats::setNames(nm = there), function(wave) has & talk$wave %in% wave)
    put(c(path, "codes", code), list(segments = sum(has), people = people(has),
                                     by_wave = lapply(in_waves, sum),
                                     people_by_wave = lapply(in_waves, people)))
  }
  both <- crossprod(given)
  for (one in colnames(given)) for (other in colnames(given)) {
    if (one != other && both[one, other]) {
      put(c(path, "together", paste(one, other, sep = ".")), both[one, other])
    }
  }
  cat(sprintf("  %d segments, %d codes\n", nrow(given), ncol(given)))
}

# Two coders over the same segments: kappa and Krippendorff's alpha code by code and over all cells
# together, and how many codes of a segment they share.
coders_agree <- function(key, talk) {
  if (is.null(talk) || length(talk$given) < 2) return(invisible(NULL))
  one <- talk$given[[1]]
  other <- talk$given[[2]]
  some <- colSums(one) + colSums(other) > 0
  one <- one[, some, drop = FALSE]
  other <- other[, some, drop = FALSE]
  path <- c("coders", key)
  kappa_of <- function(a, b) {
    found <- chance_corrected(table(factor(a, c(FALSE, TRUE)), factor(b, c(FALSE, TRUE))) /
                                length(a), length(a))
    list(value = found$kappa, low = found$kappa_ci_l, high = found$kappa_ci_u,
         alpha = alpha_of_pairs(a, b, function(one, two) as.numeric(one != two)))
  }
  put(c(path, "pooled"), kappa_of(as.vector(one), as.vector(other)))
  for (code in colnames(one)) put(c(path, "codes", code), kappa_of(one[, code], other[, code]))
  either <- rowSums(one | other)
  put(c(path, "jaccard"), mean(ifelse(either > 0, rowSums(one & other) / either, 1)))
  put(c(path, "identical"), sum(rowSums(one != other) == 0))
}
