"""Invoices: make those of a period, read them, open the document."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from billing import rules
from billing.admin.pages import KeptAdmin, allowed, as_key, short
from billing.documents import invoice_pdf
from billing.forms import PeriodForm
from billing.models import Invoice
from billing.permissions import ADD_EXPORT, ISSUE_INVOICE, VIEW_INVOICE
from billing.selectors.invoices import stored_pdf
from billing.selectors.runs import preview
from billing.services import Run, issue
from requests_app.errors import RuleViolation


def periods(today: date) -> list[tuple[str, date, date]]:
    """Return the periods people choose most: the last three quarters, the last three months."""
    found = []
    for unit in (rules.quarter, rules.month):
        day = today
        for _ in range(3):
            first, last = unit(unit(day)[0] - timedelta(days=1))
            found.append((rules.period_in_words(first, last), first, last))
            day = first
    return found


@admin.register(Invoice)
class InvoiceAdmin(KeptAdmin[Invoice]):
    """Issued invoices."""

    change_list_template = "admin/billing/invoice_list.html"
    list_display = ("number", "issued", "organisation", "period", "due", "amount", "pdf")
    list_filter = ("issued_on",)
    list_select_related = ("organisation",)
    search_fields = ("number", "organisation__name", "structured_reference")
    search_help_text = "Zoek op nummer, organisatie of gestructureerde mededeling (12 cijfers)."

    @admin.display(description="factuurdatum", ordering="issued_on")
    def issued(self, obj: Invoice) -> str:
        return short(obj.issued_on)

    @admin.display(description="vervaldag", ordering="due_on")
    def due(self, obj: Invoice) -> str:
        return short(obj.due_on)

    @admin.display(description="periode", ordering="period_first")
    def period(self, obj: Invoice) -> str:
        return obj.period_in_words

    @admin.display(description="bedrag", ordering="total")
    def amount(self, obj: Invoice) -> str:
        return rules.euro(obj.total)

    @admin.display(description="document")
    def pdf(self, obj: Invoice) -> SafeString:
        return format_html(
            '<a href="{}">PDF<span class="visually-hidden"> van {}</span></a>',
            reverse("admin:billing_invoice_pdf", args=[obj.pk]),
            obj.number,
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the run and the documents."""
        own = [
            path(
                "maken/", self.admin_site.admin_view(self.issue_view), name="billing_invoice_issue"
            ),
            path(
                "<int:pk>/pdf/",
                self.admin_site.admin_view(self.pdf_view),
                name="billing_invoice_pdf",
            ),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the invoices, with the ways to make and to export them."""
        offer = {
            "may_issue": request.user.has_perm(ISSUE_INVOICE),
            "may_export": request.user.has_perm(ADD_EXPORT),
        }
        return super().changelist_view(request, {**(extra_context or {}), **offer})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an invoice as it is printed, as a page that every reader can read."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        lines = Invoice.objects.prefetch_related("lines")
        invoice = get_object_or_404(lines, pk=as_key(object_id))
        return self.page(request, "invoice", title=f"Factuur {invoice.number}", invoice=invoice)

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the document; before the worker kept it the same bytes are made, and not kept."""
        allowed(request, VIEW_INVOICE)
        invoice = get_object_or_404(Invoice, pk=pk)
        return HttpResponse(
            stored_pdf(invoice) or invoice_pdf(invoice),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{invoice.number}.pdf"'},
        )

    def issue_view(self, request: HttpRequest) -> HttpResponse:
        """Show what a run would do, and on POST do it."""
        by = allowed(request, ISSUE_INVOICE)
        today = timezone.localdate()
        chosen = periods(today)
        first, last = chosen[0][1:]
        form = PeriodForm(
            request.POST or request.GET or None, initial={"first": first, "last": last}
        )
        if form.is_bound:
            if not form.is_valid():
                return self._run_page(request, form, chosen)
            first, last = form.period
        try:
            rules.check_period(first, last, today=today)
            if request.method == "POST":
                self._tell(request, issue(first, last, by=by, now=timezone.now()))
                return redirect("admin:billing_invoice_changelist")
        except RuleViolation as violation:
            messages.error(request, violation.message)
            return self._run_page(request, form, chosen)
        return self._run_page(request, form, chosen, run=preview(first, last))

    def _run_page(
        self,
        request: HttpRequest,
        form: PeriodForm,
        chosen: list[tuple[str, date, date]],
        run: Any = None,
    ) -> HttpResponse:
        return self.page(
            request, "issue", title="Facturen maken", form=form, periods=chosen, run=run
        )

    def _tell(self, request: HttpRequest, run: Run) -> None:
        if not run.invoices:
            messages.info(request, "Er viel niets te factureren: alles van deze periode is klaar.")
            return
        count = len(run.invoices)
        numbers = (
            f"{run.invoices[0].number} tot en met {run.invoices[-1].number}"
            if count > 1
            else run.invoices[0].number
        )
        messages.success(
            request,
            f"{count} {'facturen' if count > 1 else 'factuur'} gemaakt: {numbers},"
            f" samen {rules.euro(run.total)}.",
        )
