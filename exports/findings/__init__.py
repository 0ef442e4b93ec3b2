"""Answers to the questions of a study: each computed once, written by page, report and files."""
