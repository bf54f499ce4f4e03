"""What is being done: assignments, progress, evidence, deadlines, dissemination.

Owns the work and its proof. Refuses to store "overdue": it is computed from dates.
"""
