"""The parts of `analysis.R` that are the same for every study."""
