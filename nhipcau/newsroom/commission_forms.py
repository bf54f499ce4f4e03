"""What is typed about commissions: filters of the list, and a form for each deed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from nhipcau.duties.forms import DayInput
from nhipcau.duties.models import Duty, DutyState
from nhipcau.media.models import Asset, Licence
from nhipcau.newsroom.commissions import late_q, stage_q, unpaid_q
from nhipcau.newsroom.fact_forms import WhyForm
from nhipcau.newsroom.models import Commission, Payment, StoryPage
from nhipcau.newsroom.rules.commissions import Stage
from nhipcau.newsroom.rules.figures import NotAFigure, read_typed
from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors
from nhipcau.people.widgets import LongSelect

STAGE_NAMES = {
    Stage.ORDERED: pgettext_lazy("commission", "ordered"),
    Stage.OFFERED: pgettext_lazy("commission", "offered"),
    Stage.CONTRACTED: pgettext_lazy("commission", "under contract"),
    Stage.DELIVERED: pgettext_lazy("commission", "delivered, waits for acceptance"),
    Stage.ACCEPTED: pgettext_lazy("commission", "accepted, rights to be recorded"),
    Stage.CLEARED: pgettext_lazy("commission", "ready to be published"),
    Stage.PUBLISHED: pgettext_lazy("commission", "published"),
    Stage.CANCELLED: pgettext_lazy("commission", "cancelled"),
}
WHERE = [("late", _("late")), ("unpaid", _("accepted and not wholly paid"))]


class MoneyField(forms.Field):
    """Đồng as they are written here: 120.000.000. No decimals."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric"}))
        kwargs.setdefault("help_text", _("In đồng, such as 120.000.000."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """A whole amount. Raises ValidationError."""
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            number = read_typed(typed)
        except NotAFigure:
            number = None
        if number is None or number.places or number.value < 0 or number.value >= Decimal(10) ** 14:
            raise forms.ValidationError(_now("Write the amount in đồng, such as 120.000.000."))
        return number.value


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; answers a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each is cleaned as one."""
        return [super(FilesField, self).clean(one, initial) for one in data or [] if one]


class CommissionFilters(WagtailFilterSet):
    """By how far it is, whether it is late or unpaid, and the ordering office. Not by supplier: no list of them is kept."""

    stage = django_filters.ChoiceFilter(label=_("State"), choices=list(STAGE_NAMES.items()), method="by_stage")
    where = django_filters.ChoiceFilter(label=_("Wants attention"), choices=WHERE, method="by_where")
    office = django_filters.ModelChoiceFilter(
        label=_("Ordering office"), queryset=Office.objects.order_by("name"), method="by_office", widget=LongSelect
    )
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("commission", "Kind"), choices=Commission.Kind.choices)

    class Meta:
        model = Commission
        fields: list[str] = []

    def by_stage(self, rows: QuerySet[Commission], name: str, stage: str) -> QuerySet[Commission]:
        """Those that are so far."""
        return rows.filter(stage_q(Stage(stage)))

    def by_where(self, rows: QuerySet[Commission], name: str, where: str) -> QuerySet[Commission]:
        """Late today, or unpaid."""
        return rows.filter(late_q(today()) if where == "late" else unpaid_q())

    def by_office(self, rows: QuerySet[Commission], name: str, office: Office) -> QuerySet[Commission]:
        """Of the office and of the offices it came from."""
        return rows.filter(office_id__in=with_predecessors([office.pk]))


def _duties() -> QuerySet[Duty]:
    return Duty.objects.filter(state=DutyState.OPEN).order_by("document", "position").only("text", "path")


class OrderWorkForm(forms.Form):
    """A new order."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=pgettext_lazy("commission", "Kind"), choices=Commission.Kind.choices)
    supplier = forms.CharField(
        label=_("Press agency or producer"), max_length=300, help_text=_("The name of the organisation.")
    )
    brief = forms.CharField(
        label=_("Brief"), widget=forms.Textarea({"rows": 5}),
        help_text=_("What is to be told, for whom, how long, in which form it is delivered."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    office = forms.ModelChoiceField(label=_("Ordering office"), queryset=Office.objects.none(), widget=LongSelect)
    duty = forms.ModelChoiceField(
        label=_("Duty it serves"), queryset=Duty.objects.none(), required=False, widget=LongSelect
    )
    estimate = MoneyField(label=_("Estimated price"), required=False)
    due_on = forms.DateField(label=_("Due"), widget=DayInput)

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["duty"].queryset = _duties()  # type: ignore[attr-defined]
        self.fields["duty"].label_from_instance = lambda duty: duty.text[:110]  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """What the supplier offers."""

    price = MoneyField(label=_("Price"))
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    words = forms.CharField(label=_("What is offered"), required=False, widget=forms.Textarea({"rows": 2}))
    file = forms.FileField(label=_("File"), required=False)


class ContractForm(forms.Form):
    """The contract."""

    number = forms.CharField(label=_("Contract number"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    price = MoneyField(label=_("Contract price"))
    due_on = forms.DateField(label=_("To be delivered by"), required=False, widget=DayInput)
    file = forms.FileField(label=_("File"), required=False)


class DeliveryForm(forms.Form):
    """What was delivered."""

    delivered_on = forms.DateField(label=_("Delivered on"), widget=DayInput)
    delivered_files = FilesField(label=_("Files"), required=False, help_text=_("They go into the media library."))
    assets = forms.ModelMultipleChoiceField(
        label=_("or what lies in the media library already"), required=False, queryset=Asset.objects.none(),
        widget=forms.SelectMultiple({"size": 5}),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recent = Asset.objects.filter(erased_at__isnull=True).order_by("-added_at", "-pk")
        self.fields["assets"].queryset = recent  # type: ignore[attr-defined]
        self.fields["assets"].choices = [(a.pk, a.title) for a in recent.only("title")[:200]]  # type: ignore[attr-defined]


class RightsForm(forms.Form):
    """What may be done with it."""

    licence = forms.ModelChoiceField(label=_("Licence"), queryset=Licence.objects.all())
    holder = forms.CharField(label=_("Rights holder"), max_length=200)
    credit = forms.CharField(label=_("Credit line"), required=False, max_length=300)
    term_from = forms.DateField(label=_("May be used from"), required=False, widget=DayInput)
    term_to = forms.DateField(label=_("May be used until"), required=False, widget=DayInput)


class LinkForm(forms.Form):
    """A story made of it."""

    page = forms.ModelChoiceField(
        label=pgettext_lazy("site", "Page"), queryset=StoryPage.objects.none(), widget=LongSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = StoryPage.objects.order_by("-latest_revision_created_at", "-pk").only("title", "draft_title")
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]


class PaymentForm(forms.Form):
    """Money paid."""

    amount = MoneyField(label=pgettext_lazy("commission", "Amount"))
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput)
    document = forms.CharField(label=_("Number of the voucher"), max_length=120)


class TakeBackForm(WhyForm):
    """A payment recorded by mistake."""

    payment = forms.ModelChoiceField(label=_("Payment"), queryset=Payment.objects.none())

    def __init__(self, *args: Any, payments: QuerySet[Payment] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment"].queryset = payments if payments is not None else Payment.objects.none()  # type: ignore[attr-defined]
        self.order_fields(["payment", "reason"])


def counted(rows: QuerySet[Any]) -> dict[str, int]:
    """How many wait for acceptance, are late, are unpaid: one query."""
    found: dict[str, int] = rows.order_by().aggregate(
        delivered=Count("pk", filter=stage_q(Stage.DELIVERED)), late=Count("pk", filter=late_q(today())),
        unpaid=Count("pk", filter=Q(unpaid_q())),
    )  # fmt: skip
    return found
