"""Public views that are no pages of the newsroom."""
