"""What the newsroom knows without a database: pure Python, tested in milliseconds."""
