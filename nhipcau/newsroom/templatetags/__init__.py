"""Filters of the newsroom's staff screens."""
