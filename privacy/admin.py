"""The access log and the tombstones, to read only."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from privacy.models import ClientDataAccess, Erasure


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Nothing is added, changed or removed here, by whomever."""

    show_full_result_count = False
    actions = None

    @admin.display(description="soort gegeven", ordering="record_type")
    def kind(self, obj: Any) -> str:
        """The model's name in Dutch; the log itself keeps the label that never changes."""
        return str(apps.get_model(obj.record_type)._meta.verbose_name)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ClientDataAccess)
class ClientDataAccessAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "kind", "record_id", "fields_read", "purpose")
    list_select_related = ("who",)
    search_fields = ("record_id", "who__username")
    search_help_text = "Zoek op nummer van het gegeven of op gebruikersnaam."
    fields = ("who", "at", "kind", "record_id", "fields_read", "purpose", "route")
    readonly_fields = fields

    @admin.display(description="welk deel", ordering="fields")
    def fields_read(self, obj: ClientDataAccess) -> str:
        return obj.fields


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "record_id", "reason", "actor")
    list_filter = ("reason", "actor")
    search_fields = ("record_id",)
    search_help_text = "Zoek op nummer van het gegeven."
