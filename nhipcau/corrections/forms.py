"""What is typed at the corrections desk."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.corrections.desk import desk_duties
from nhipcau.corrections.models import Case, Offer, Paper
from nhipcau.corrections.models.cases import KIND_NAMES, STATE_NAMES, VERDICT_NAMES
from nhipcau.corrections.queries import overdue
from nhipcau.corrections.rules.verdicts import Kind, verdicts_for
from nhipcau.duties.forms import DayInput
from nhipcau.people.models import Office
from nhipcau.people.permissions import today
from nhipcau.people.widgets import LongSelect
from nhipcau.work.rules.uploads import MAX_BYTES


def _long(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=20_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CaseFilters(WagtailFilterSet):
    """By where a case stands, what it is, and whether it is past its clock."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=list(STATE_NAMES.items()))
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("case", "What it is"), choices=list(KIND_NAMES.items()))
    late = django_filters.ChoiceFilter(label=_("Clock"), choices=[("late", _("overdue"))], method="by_clock")

    class Meta:
        model = Case
        fields: list[str] = []

    def by_clock(self, rows: QuerySet[Case], name: str, wanted: str) -> QuerySet[Case]:
        """Those past their day."""
        return rows.filter(overdue(today()))


class ReceiveForm(forms.Form):
    """What came by letter, by telephone or in person."""

    item_url = forms.URLField(label=_("Link of the item"), required=False, assume_scheme="https", max_length=2000)
    item_title = forms.CharField(label=_("Title of the item"), required=False, max_length=500)
    item_on = forms.DateField(label=_("Day it was published"), required=False, widget=DayInput)
    statement = _long(_("The exact sentence, in its words"), rows=3)
    statement_language = forms.ChoiceField(label=_("Language of the sentence"), choices=settings.LANGUAGES)
    why = _long(_("Why it is inaccurate, as the sender says"), required=False)
    email = forms.EmailField(
        label=_("E-mail of the sender"), required=False,
        help_text=_("Only where the sender wants it. It is kept in a table of its own and deleted by the rule on keeping."),
    )  # fmt: skip


class TriageForm(forms.Form):
    """What it is. A verdict is possible only for a statement of fact."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("case", "What it is"), widget=forms.RadioSelect,
        choices=[(kind, name) for kind, name in KIND_NAMES.items() if kind != Kind.APPEAL],
        help_text=_("A statement of fact goes to the desk. An opinion or a criticism gets an answer, never a verdict."),
    )  # fmt: skip
    reason = _long(_("Reason"), rows=2)
    statement = _long(_("The exact sentence, in its words"), rows=3, required=False)
    item_title = forms.CharField(label=_("Title of the item"), required=False, max_length=500)
    item_on = forms.DateField(label=_("Day it was published"), required=False, widget=DayInput)
    duplicate_of = forms.CharField(label=_("Reported before as number"), required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        """The number of the other case becomes the case."""
        asked: dict[str, Any] = super().clean() or {}
        number = (asked.get("duplicate_of") or "").strip()
        found = Case.objects.filter(number=number).first() if number else None
        if asked.get("kind") == Kind.DUPLICATE and found is None:
            self.add_error("duplicate_of", _("There is no case with this number."))
        return asked | {"duplicate_of": found}


class PaperForm(forms.Form):
    """A document: a file, or a page that is fetched from its address."""

    title = forms.CharField(label=_("Title of the document"), max_length=500)
    issuer = forms.CharField(label=pgettext_lazy("corrections", "Issued by"), max_length=255, required=False)
    url = forms.URLField(
        label=_("Where it is published"), required=False, assume_scheme="https", max_length=2000,
        help_text=_("Without a file the page at this address is fetched and archived."),
    )  # fmt: skip
    file = forms.FileField(label=_("File"), required=False, max_length=255)
    is_primary = forms.BooleanField(
        label=_("Primary source: the record itself, not a report about it"), required=False, initial=True
    )
    is_public = forms.BooleanField(label=_("Public: shown with the entry"), required=False, initial=True)
    says = _long(_("What it says on this"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """A file or an address."""
        asked: dict[str, Any] = super().clean() or {}
        file = asked.get("file")
        if not file and not asked.get("url") and not self.errors:
            self.add_error("file", _("Choose a file or give an address."))
        if file and file.size > MAX_BYTES:
            self.add_error("file", _("The file is larger than 25 MB. Upload the pages that matter."))
        return asked


class SetAsideForm(forms.Form):
    """A document that is used no more."""

    paper = forms.ModelChoiceField(label=pgettext_lazy("corrections", "Document"), queryset=Paper.objects.none())
    reason = _long(_("Reason"), rows=2)

    def __init__(self, *args: Any, papers: QuerySet[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """A letter that a person has sent to an editorial office."""

    addressee = forms.CharField(label=_("Addressed to (the editorial office)"), max_length=255)
    letter = _long(_("Text of the letter"), rows=10)
    channel = forms.CharField(label=_("Sent by (post, e-mail, by hand)"), max_length=120)
    sent_on = forms.DateField(label=_("Sent on"), widget=DayInput)
    reply_due_on = forms.DateField(label=_("Reply awaited until"), widget=DayInput)


class ReplyForm(forms.Form):
    """What came back."""

    offer = forms.ModelChoiceField(label=_("Letter"), queryset=Offer.objects.none())
    words = _long(_("Reply, in its words"), rows=5)
    replied_on = forms.DateField(label=_("Came on"), widget=DayInput)

    def __init__(self, *args: Any, offers: QuerySet[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """Verdict and words in both languages of the desk."""

    verdict = forms.ChoiceField(label=_("Verdict on the statement"))
    title_vi = forms.CharField(label=_("Heading in Vietnamese"), max_length=255, required=False)
    records_vi = _long(_("What the records say, in Vietnamese"), rows=6, required=False)
    change_vi = _long(_("What changed, in Vietnamese"), rows=2, required=False)
    title_en = forms.CharField(label=_("Heading in English"), max_length=255, required=False)
    records_en = _long(_("What the records say, in English"), rows=6, required=False)
    change_en = _long(_("What changed, in English"), rows=2, required=False)
    is_withdrawal = forms.BooleanField(label=_("The published entry no longer stands: withdraw it"), required=False)

    def __init__(self, *args: Any, case: Case, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(verdict.value, VERDICT_NAMES[verdict]) for verdict in verdicts_for(case.about, case.kind)]
        self.fields["verdict"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        if not is_public:
            for name in ("change_vi", "change_en", "is_withdrawal"):
                del self.fields[name]


class SeenForm(forms.Form):
    """One's word on what was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class CheckForm(SeenForm):
    """The legal and secrecy check: all four have to hold."""

    is_lawful = forms.BooleanField(
        label=_("Lawful: the office may publish this, and every document may be shown"), required=False
    )
    is_unclassified = forms.BooleanField(
        label=_("No state secret and nothing for internal use in words or documents"), required=False
    )
    names_no_private_person = forms.BooleanField(
        label=_("No private person is named or can be recognised"), required=False
    )
    is_of_fact_alone = forms.BooleanField(
        label=_("It judges a statement of fact, not an opinion, an author or an outlet"), required=False
    )
    note = _long(_("Note"), rows=2, required=False)


class NothingForm(forms.Form):
    """Nothing but the press of the button."""


class WhyForm(forms.Form):
    """A reason."""

    reason = _long(_("Reason"), rows=3)


class AnswerForm(forms.Form):
    """The answer that the sender reads."""

    words = _long(_("Answer, in the sender's language"), rows=6)


class MessageForm(forms.Form):
    """A message to the sender."""

    words = _long(_("Message to the sender"), rows=3)


class AppealForm(forms.Form):
    """Why an appeal is taken up, as readers will see it."""

    vi = _long(_("Why it is looked at again, in Vietnamese"), rows=2)
    en = _long(_("Why it is looked at again, in English"), rows=2)


class DeskSettingsForm(forms.Form):
    """Who signs, and for which duties the desk's work is evidence."""

    office = forms.ModelChoiceField(
        label=_("Office that signs"), queryset=Office.objects.none(), required=False, widget=LongSelect,
        help_text=_("Empty: the office of whoever publishes."),
    )  # fmt: skip
    duties = forms.ModelMultipleChoiceField(
        label=_("Duties that entries and answers are evidence for"), queryset=desk_duties().none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each entry that goes out and each answer is filed for them by whoever publishes or answers."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.on(today()).order_by("name")  # type: ignore[attr-defined]
        self.fields["duties"].queryset = desk_duties()  # type: ignore[attr-defined]


class ContactRetentionForm(forms.Form):
    """A rule on keeping contacts."""

    days = forms.IntegerField(label=_("Days after the answer"), min_value=0, max_value=3650)
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    source = forms.CharField(label=_("Decided by (document or reason)"), max_length=500)
