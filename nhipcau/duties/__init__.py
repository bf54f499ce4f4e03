"""The register of what documents ask of offices.

Owns duties, whom they are addressed to and how often they come back. Refuses a duty without a clause behind it.
"""
