"""Search that understands Vietnamese.

Owns the index: for each thing to find, its words as people type them (``fold``) and as they are written (``exact``). One analysis makes
all tokens for index and query and for both databases; the database proposes candidates; one scorer in plain Python ranks them.
Refuses to keep who searched for what.
"""
