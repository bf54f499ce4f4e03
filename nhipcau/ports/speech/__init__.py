"""Hearing: a recording in, words out. Recognition runs in a process of its own; a web process speaks to it over a socket.

``RemoteRecogniser`` asks the process of a model folder, ``Silent`` is what a server without one has. Neither needs anything installed;
``whisper`` (numpy, ctranslate2) is imported in the recognition process alone.
"""

from nhipcau.ports.speech.gates import let_through
from nhipcau.ports.speech.manifest import Manifest, ModelFault, faults_of, language_codes, read_manifest
from nhipcau.ports.speech.packaged import WHISPER_BASE, are_packages_here, install_packaged, take_in
from nhipcau.ports.speech.remote import RemoteRecogniser
from nhipcau.ports.speech.silent import Silent
from nhipcau.ports.speech.site import hear_by, site_prompt, site_recogniser
from nhipcau.ports.speech.types import (
    LARGEST,
    RATE,
    SECONDS,
    TOLERANCE,
    Busy,
    Crashed,
    LanguageUnknown,
    Noise,
    NoRecogniser,
    NotWav,
    Recogniser,
    Samples,
    Silence,
    Slow,
    SpeechFault,
    TooLong,
    Transcript,
)
from nhipcau.ports.speech.wav import read_wav, write_wav
from nhipcau.ports.speech.wording import cleaned, distinct

__all__ = [
    "LARGEST", "RATE", "SECONDS", "TOLERANCE", "WHISPER_BASE", "Busy", "Crashed", "LanguageUnknown", "Manifest",
    "ModelFault", "NoRecogniser", "Noise", "NotWav", "Recogniser", "RemoteRecogniser", "Samples", "Silence", "Silent",
    "Slow", "SpeechFault", "TooLong", "Transcript", "are_packages_here", "cleaned", "distinct", "faults_of", "hear_by",
    "install_packaged", "language_codes", "let_through", "read_manifest", "read_wav", "site_prompt", "site_recogniser",
    "take_in", "write_wav",
]  # fmt: skip
