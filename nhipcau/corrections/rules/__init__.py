"""Thinking without Django: verdicts and states, the signed and chained log, exports of it."""
