"""One analysis for index and query, in plain Python: tokens, keys, numbers, abbreviations, plan, score."""
