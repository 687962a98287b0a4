"""Findings of the whole way, from text to finding, held against what is expected: see bench/outside.py."""
