"""Media: photos, films, audio and drawings with their rights.

It owns assets, their files, renditions, texts in each language and rights. It refuses to show in public what has no rights, and keeps
private what no live page shows. Places and devices are taken out of everything that goes out.
"""
