"""Labelled role texts of invented organisations, and how to score a linter on them."""
