"""Taking the text out of files: plain text, HTML, Word, PDF, scans.

``extract`` works in this process; ``extract_isolated`` in a child that can be ended and whose crash hurts nobody.
"""

from nhipcau.ports.extraction.isolation import extract_isolated
from nhipcau.ports.extraction.sniffing import extract, sniff
from nhipcau.ports.extraction.types import (
    Broken,
    EmptyFile,
    Encrypted,
    Extraction,
    ExtractionError,
    LibreOfficeMissing,
    Limits,
    OcrMissing,
    Stopped,
    TextExtractor,
    TooLarge,
    TooSlow,
    Unsupported,
)

__all__ = [
    "Broken", "EmptyFile", "Encrypted", "Extraction", "ExtractionError", "LibreOfficeMissing", "Limits", "OcrMissing",
    "Stopped", "TextExtractor", "TooLarge", "TooSlow", "Unsupported", "extract", "extract_isolated", "sniff",
]  # fmt: skip
