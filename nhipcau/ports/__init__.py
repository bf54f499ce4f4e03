"""Sockets: typed protocols and adapters to the outside world, and the ones by which rooms meet. No tables."""
