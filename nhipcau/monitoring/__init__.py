"""What the press publishes about the province, and what official bodies send in.

Owns (with the rest of its issue) sources, articles, groups and digests; now the rules: the article in a page, one story told twice, the
places a sentence names, what a feed holds. Its subject is published items: no author is read, kept, shown or counted.
"""
