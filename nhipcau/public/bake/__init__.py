"""The whole public site as files, for any server or CDN that can do no more than hand out files."""
