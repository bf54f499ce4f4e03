"""The sockets to the outside."""
