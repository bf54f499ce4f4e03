"""The staff's first page: what waits, what is late, where the documents stand. Owns no tables."""
