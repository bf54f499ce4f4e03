"""Newsroom: what the province tells, and how it comes to be told.

It owns the page types of the public site, stories and their way through a second person, translations and fixed terms, the fact bank,
commissions, the editorial calendar and publications. It refuses to publish what no second person approved, by whatever way it is asked.
"""
