"""The corrections desk as readers see it: the form, the page behind a private link, the public log and its files."""
