"""A recognition process for tests: the real server around a recogniser that does what the language says.

``vi`` hears, ``wait`` works until the pipe named by the prompt is closed, ``boom`` ends the process, ``oops`` raises.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from nhipcau.ports.speech.server import Server, _end_with_starter
from nhipcau.ports.speech.types import Noise, Samples, Transcript
from nhipcau.ports.speech.wire import Bounds


class Obedient:
    languages = ("vi", "wait", "boom", "oops", "noise")

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        if language == "wait":
            Path(prompt).read_bytes()
        if language == "boom":
            os._exit(9)
        if language == "oops":
            raise RuntimeError
        if language == "noise":
            raise Noise
        return Transcript(f"{len(samples)} {prompt}", ("khác",), 0.5, 0.25)


def load() -> Obedient:
    if sys.argv[3] == "unloadable":
        raise OSError
    return Obedient()


if __name__ == "__main__":
    server = Server(Path(sys.argv[1]), load, Bounds(waiting=1, seconds=float(sys.argv[2]), idle=60))
    threading.Thread(target=_end_with_starter, args=(server,), daemon=True).start()
    code = server.run()
    os._exit(code)
