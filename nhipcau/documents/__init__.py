"""The library: files, what was read in them, their clauses, references and effect over time.

Owns documents, their source text and the reading of it. Refuses what bears a secrecy mark.
"""
