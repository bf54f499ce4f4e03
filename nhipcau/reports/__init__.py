"""What is computed from everything below and goes upward: consolidated reports with their evidence.

Owns reports and their frozen versions. Refuses to change what was issued.
"""
