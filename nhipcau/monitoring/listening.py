"""Hearing a recording piece by piece. Each piece is kept as soon as it is heard, so that a killed worker loses one piece at most."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from nhipcau.monitoring.actions.recordings import end_hearing, note_progress, start_hearing, why_not
from nhipcau.monitoring.models import Recording
from nhipcau.monitoring.rules.hearing import LONGEST, Said, first_piece
from nhipcau.ports.sound import SoundFault, stretch_of
from nhipcau.ports.speech import (
    RATE,
    Busy,
    Crashed,
    Noise,
    Samples,
    Silence,
    Slow,
    SpeechFault,
    let_through,
    site_prompt,
    site_recogniser,
)

log = logging.getLogger("nhipcau.monitoring")
BLOCK = 64.0
"""Seconds that are taken out of the file at once: some pieces, and 4 MB of memory."""
TRIES = 3
"""Of a piece that the recogniser fails at, and pieces in a row that may be missed before it is given up."""
BUSY = 2.0
"""Seconds to wait while people who search by voice are served first."""


def listen(pk: int, *, seconds: float) -> bool:
    """Hear on for so many seconds. Answers whether something is left to hear."""
    row = start_hearing(pk)
    if row is None:
        return False
    if code := why_not(row.extension, row.language):
        end_hearing(row, fault_code=code)
        return False
    try:
        is_done = _listen(row, time.monotonic() + seconds)
    except SoundFault as fault:
        end_hearing(row, fault_code=fault.code)
    except SpeechFault as fault:
        end_hearing(row, fault_code=fault.code)
    except FileNotFoundError:
        end_hearing(row, fault_code="gone")
    except Exception:
        log.exception("hearing recording %s failed", row.pk)
        end_hearing(row, fault_code="unexpected")
    else:
        if is_done:
            end_hearing(row)
        return _is_left(row)
    return False


def _is_left(row: Recording) -> bool:
    """In line again; one that was asked to stop in the middle is ended here."""
    now = Recording.objects.filter(pk=row.pk).first()
    if now is not None and now.stop_asked and now.state in Recording.OPEN:
        end_hearing(now, fault_code="stopped")
        return False
    return now is not None and now.state == Recording.State.WAITING


def _listen(row: Recording, until: float) -> bool:
    """True at the end of the recording; False where its turn is over, or somebody stopped or dropped it."""
    missed = 0
    for at, end, samples in pieces_of(row):
        try:
            words = _heard(samples, row)
        except Busy:
            return note_progress(row, None, lets_go=True)
        except (Slow, Crashed) as fault:
            words, missed = None, missed + 1
            if missed >= TRIES:
                raise fault from None
        else:
            missed = 0
        said = Said(at, end, words or "")
        if not note_progress(row, said, is_missed=words is None, lets_go=time.monotonic() > until):
            return False
    return True


def pieces_of(row: Recording) -> Iterator[tuple[float, float, Samples[float]]]:
    """(from, until, samples) from where hearing had come to. Raises SoundFault, FileNotFoundError."""
    path, at = Path(row.held.path), row.heard_until
    while True:
        block = stretch_of(path, row.extension, at=at, seconds=BLOCK)
        is_last, place = len(block) < (BLOCK - 1) * RATE, 0
        while place < len(block) and (is_last or len(block) - place > LONGEST * RATE):
            length = first_piece(block[place:])
            begun = round(at + place / RATE, 3)
            yield begun, round(at + (place + length) / RATE, 3), block[place : place + length]
            place += length
        if is_last:
            return
        at = round(at + place / RATE, 3)


def _heard(samples: Samples[float], row: Recording) -> str:
    """The words, "" where nobody speaks. Raises Busy, Slow, Crashed, SpeechFault when trying again did not help."""
    fault: SpeechFault = Slow()
    try:
        let_through(samples)
        for _try in range(TRIES):
            try:
                return (
                    site_recogniser().recognise(samples, language=row.language, prompt=site_prompt(row.language)).text
                )
            except Busy as full:
                fault = full
                time.sleep(BUSY)
            except (Slow, Crashed) as failed:
                fault = failed
    except (Silence, Noise):
        return ""
    raise fault
