"""Every sentence that the voice box says, and which status a fault has."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Trouble:
    """``status``: of the HTTP answer. ``again_in``: seconds until another try makes sense."""

    status: int
    message: str | Promise
    again_in: int | None = None


TROUBLES: dict[str, Trouble] = {
    "none": Trouble(503, _("This site cannot hear yet. Please type what you are looking for.")),
    "language": Trouble(422, _("This language cannot be heard here yet. Please type what you are looking for.")),
    "busy": Trouble(503, _("Many people are speaking just now. Please type, or speak again in a moment."), 5),
    "slow": Trouble(503, _("It took too long to make out the words. Please type, or speak again."), 5),
    "crashed": Trouble(503, _("Something went wrong while listening. Please speak again, or type."), 2),
    "broken": Trouble(503, _("Something went wrong while listening. Please type what you are looking for.")),
    "silence": Trouble(422, _("Nothing was heard. Check the microphone, come closer and speak again, or type.")),
    "noise": Trouble(422, _("No words could be made out. Speak clearly in a quieter place, or type.")),
    "format": Trouble(415, _("The recording could not be read. Please speak again, or type.")),
    "too_long": Trouble(413, _("The recording is too long: at most 10 seconds. Please say it shorter, or type.")),
    "pace": Trouble(429, _("That was many times in a short while. Please type, or speak again in a minute."), 60),
    "origin": Trouble(403, _("Voice search works only from this site's own pages.")),
}  # fmt: skip
"""By code: of ``ports.speech``'s faults, and of the view's own refusals."""

BOX: dict[str, str | Promise] = {
    "label": _("Search by voice"),
    "hint": _("Speak clearly, not too fast"),
    "privacy": _(
        "The sound is sent only to this site's own server and is deleted as soon as the words are made out."
    ),
    "asking": _("Allow the microphone when the browser asks."),
    "listening": _("Listening, for 10 seconds at most. Tap again to stop and search at once."),
    "sending": _("Making out the words…"),
    "heard": _("Heard:"),
    "others": _("Or did you say:"),
    "left": _("seconds left"),
    "cancelled": _("Stopped, nothing was sent."),
    "denied": _("The microphone is not allowed for this page. Allow it in the browser's address bar, or type."),
    "nomic": _("No microphone was found, or another program is using it. Connect one and try again, or type."),
    "offline": _("You are offline. Voice search needs a connection; please try later."),
    "ask_browser": _(
        "This site's server cannot hear this language yet. Your browser can, but then the company that makes the browser hears the sound."
    ),
    "yes": _("Use the browser"),
    "no": _("No, I will type"),
}
"""What the page's script shows besides the messages of TROUBLES."""


def sentences() -> dict[str, str]:
    """Every sentence by its code, in the language of the moment."""
    troubles = {code: str(trouble.message) for code, trouble in TROUBLES.items()}
    return troubles | {key: str(said) for key, said in BOX.items()}
