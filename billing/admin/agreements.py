"""Agreements: to read, to register a signed one, to end one. The state changes in services only."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from billing.admin.pages import KeptAdmin, allowed, as_key, person, short
from billing.forms import AgreementForm, EndAgreementForm
from billing.models import Agreement
from billing.permissions import REGISTER_AGREEMENT
from billing.services import Signature, end_agreement, register_signed_agreement
from billing.states import AgreementState
from requests_app.errors import RuleViolation


@admin.register(Agreement)
class AgreementAdmin(KeptAdmin[Agreement]):
    """Agreements of organisations."""

    change_form_template = "admin/billing/agreement.html"
    list_display = (
        "organisation",
        "state",
        "signed",
        "signatory_name",
        "signatory_function",
        "ended",
    )
    list_display_links = ("organisation",)
    list_filter = ("state",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "signatory_name")
    search_help_text = "Zoek op organisatie of op wie ondertekende."
    fields = (
        "organisation",
        "state",
        "signed_on",
        "signatory_name",
        "signatory_function",
        "ended_on",
        "created_at",
        "registrar",
        "ender",
    )

    @admin.display(description="ondertekend op", ordering="signed_on")
    def signed(self, obj: Agreement) -> str:
        return short(obj.signed_on)

    @admin.display(description="laatste dag", ordering="ended_on")
    def ended(self, obj: Agreement) -> str:
        return short(obj.ended_on)

    @admin.display(description="geregistreerd door")
    def registrar(self, obj: Agreement) -> str:
        return person(obj.registered_by)

    @admin.display(description="beëindigd door")
    def ender(self, obj: Agreement) -> str:
        return person(obj.ended_by)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Registering a signed one is the only way to add."""
        return request.user.has_perm(REGISTER_AGREEMENT)

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which an agreement ends."""
        end = path(
            "<int:pk>/beeindigen/",
            self.admin_site.admin_view(self.end_view),
            name="billing_agreement_end",
        )
        return [end, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Register a signed agreement; `?organisation=` chooses, `?next=` says where to go on."""
        by = allowed(request, REGISTER_AGREEMENT)
        form = AgreementForm(request.POST or None, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            signature = Signature(data["signed_on"], data["name"], data["function"])
            try:
                agreement = register_signed_agreement(
                    data["organisation"], signature, by=by, now=timezone.now()
                )
            except RuleViolation as violation:
                form.add_error(violation.field or None, violation.message)
            else:
                self.log_addition(request, agreement, "Ondertekend geregistreerd.")
                messages.success(
                    request, f"De overeenkomst met {agreement.organisation} is geregistreerd."
                )
                return self._go_on(request)
        return self.page(
            request, "agreement_register", title="Registreer een overeenkomst", form=form
        )

    def _go_on(self, request: HttpRequest) -> HttpResponse:
        target = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return redirect(target if safe else "admin:billing_agreement_changelist")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an agreement, with the way to end it where that is possible."""
        running = Agreement.objects.filter(state=AgreementState.SIGNED)
        may_end = running.filter(pk=as_key(object_id)).exists()
        may_end = may_end and self.has_add_permission(request)
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "may_end": may_end}
        )

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End an agreement on a day that is asked for."""
        by = allowed(request, REGISTER_AGREEMENT)
        agreement = get_object_or_404(Agreement.objects.select_related("organisation"), pk=pk)
        form = EndAgreementForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                end_agreement(
                    agreement, ended_on=form.cleaned_data["ended_on"], by=by, now=timezone.now()
                )
            except RuleViolation as violation:
                form.add_error("ended_on", violation.message)
            else:
                self.log_change(request, agreement, "Beëindigd.")
                messages.success(request, "De overeenkomst is beëindigd.")
                return redirect("admin:billing_agreement_change", pk)
        title = f"Beëindig de overeenkomst met {agreement.organisation}"
        return self.page(request, "agreement_end", title=title, form=form, agreement=agreement)
