"""Exports for the accounts: make one of a period, download an earlier one again."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from billing import rules
from billing.admin.invoices import periods
from billing.admin.pages import KeptAdmin, allowed, person
from billing.exports import as_csv
from billing.forms import PeriodForm
from billing.models import ExportBatch
from billing.permissions import ADD_EXPORT, VIEW_EXPORT
from billing.services import export_period
from requests_app.errors import RuleViolation


@admin.register(ExportBatch)
class ExportBatchAdmin(KeptAdmin[ExportBatch]):
    """Numbered exports; each one gives the same file every time."""

    list_display = ("number", "made_at", "maker", "period", "invoice_count", "amount", "csv")
    list_select_related = ("made_by",)
    fields = ("number", "made_at", "maker", "period", "invoice_count", "amount", "csv", "sha256")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the files themselves in the database."""
        return super().get_queryset(request).defer("content")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Exporting a period is the only way to add."""
        return request.user.has_perm(ADD_EXPORT)

    @admin.display(description="gemaakt door", ordering="made_by__username")
    def maker(self, obj: ExportBatch) -> str:
        return person(obj.made_by)

    @admin.display(description="periode", ordering="period_first")
    def period(self, obj: ExportBatch) -> str:
        return rules.period_in_words(obj.period_first, obj.period_last)

    @admin.display(description="totaal", ordering="total")
    def amount(self, obj: ExportBatch) -> str:
        return rules.euro(obj.total)

    @admin.display(description="bestand")
    def csv(self, obj: ExportBatch) -> SafeString:
        return format_html(
            '<a href="{}">CSV<span class="visually-hidden"> van export {}</span></a>',
            reverse("admin:billing_exportbatch_csv", args=[obj.pk]),
            obj.number,
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the download."""
        download = path(
            "<uuid:pk>/csv/",
            self.admin_site.admin_view(self.csv_view),
            name="billing_exportbatch_csv",
        )
        return [download, *super().get_urls()]

    def csv_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Send the file as it was made."""
        allowed(request, VIEW_EXPORT)
        batch = get_object_or_404(ExportBatch, pk=pk)
        name = f"facturen-{batch.period_first}-{batch.period_last}-export-{batch.number}.csv"
        return HttpResponse(
            bytes(batch.content),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Choose a period and export it."""
        by = allowed(request, ADD_EXPORT)
        chosen = periods(timezone.localdate())
        form = PeriodForm(
            request.POST or request.GET or None,
            initial={"first": chosen[0][1], "last": chosen[0][2]},
        )
        if request.method == "POST" and form.is_valid():
            first, last = form.period
            try:
                batch = export_period(first, last, write=as_csv, by=by, now=timezone.now())
            except RuleViolation as violation:
                form.add_error(violation.field or None, violation.message)
            else:
                messages.success(
                    request,
                    f"Export {batch.number}: {batch.invoice_count} facturen,"
                    f" samen {rules.euro(batch.total)}. Open het bestand in de lijst hieronder.",
                )
                return redirect("admin:billing_exportbatch_changelist")
        return self.page(
            request, "export", title="Een periode exporteren", form=form, periods=chosen
        )
