"""Tests, laid out like the rooms."""
