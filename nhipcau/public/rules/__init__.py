"""What can be worked out without a database: structured data, feeds, what a cache may keep, clean HTML, signatures."""
