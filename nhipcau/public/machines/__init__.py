"""What machines read of the public site: structured data, feeds, sitemaps, exports. Views here answer the same to everybody."""
