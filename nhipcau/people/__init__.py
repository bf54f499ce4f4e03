"""The ground: offices over time, staff and their roles, permissions, the trail, notices and legal clocks.

Owns who may do what and the record of who did it. Refuses to forget: no row of the trail can be changed.
"""
