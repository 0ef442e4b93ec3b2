"""Findings as an article prints them: tables composed topic by topic, words, figures."""
