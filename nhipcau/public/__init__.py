"""Public: the site that readers see, in seven languages. Templates, styles, scripts, views and what machines read.

It owns no tables. It shows what the rooms below hold published, keeps nothing about its visitors, and asks no third party for anything.
"""
