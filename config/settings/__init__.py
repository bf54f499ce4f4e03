"""Settings, split by kind of machine: ``local`` (make run), ``test`` and ``production`` build on ``base``."""
