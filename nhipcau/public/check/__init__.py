"""Looking for what is broken on the public site: by asking for every page as a visitor would, and by asking the tables."""
