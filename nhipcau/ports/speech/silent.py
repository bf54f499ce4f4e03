"""The recogniser of a server that has none."""

from __future__ import annotations

from nhipcau.ports.speech.types import NoRecogniser, Samples, Transcript


class Silent:
    """Hears nothing and says so."""

    languages: tuple[str, ...] = ()

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        """Raises NoRecogniser, always."""
        raise NoRecogniser
