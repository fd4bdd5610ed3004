"""A text field that is encrypted in the database and opens only when it is read.

The value is bound to model, field and primary key: renaming the model or the field needs a data
migration that seals anew, and the primary key must be known before saving (use a UUID).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import class_prepared, post_init

from privacy.crypto import keyring
from privacy.errors import NotSealable

if TYPE_CHECKING:
    _TextField = models.Field[str, str]
else:
    _TextField = models.Field

HIDDEN = "●●"
ONE_LINE = 200


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as it lies in the database; shows nothing of itself."""

    token: str
    context: str | None = None

    def open(self) -> str:
        if self.context is None:
            raise NotSealable("A sealed value opens only on the object that it belongs to.")
        return keyring().open(self.token, context=self.context)

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return HIDDEN


class OpenedOnRead(DeferredAttribute):
    """Keeps what came from the database sealed, and opens it at each access."""

    def __get__(self, instance: Any, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        return value.open() if isinstance(value, Sealed) else value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(_TextField):
    """Text of any length, sealed with AES-256-GCM; "" stays "".

    Lists, `values()` and `str()` never show the content. Filter only on `isnull` and on "".
    Change values through `save()` or `bulk_create()`; `update()` and `bulk_update()` refuse.
    """

    description = "Versleutelde tekst"
    descriptor_class = OpenedOnRead

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_internal_type(self) -> str:
        return "TextField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_use()]

    def _check_use(self) -> list[checks.CheckMessage]:
        if self.unique or getattr(self, "db_index", False):
            return [checks.Error("A sealed field cannot be indexed.", obj=self, id="privacy.E002")]
        if isinstance(self.model._meta.pk, models.AutoField):
            message = "A model with a sealed field needs a primary key known before saving."
            hint = "id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)"
            return [checks.Error(message, hint=hint, obj=self, id="privacy.E003")]
        return []

    # --- What the value is bound to ---

    def context_for(self, instance: models.Model) -> str:
        if instance.pk is None:
            raise NotSealable(f"{self} needs the primary key before saving: give the model a UUID.")
        return f"{self.model._meta.label}.{self.name}:{instance.pk}"

    # --- Towards the database ---

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or value == "":
            return value
        context = self.context_for(model_instance)
        if isinstance(value, Sealed):
            if value.context == context:
                return value
            value = value.open()
        return Sealed(keyring().seal(str(value), context=context), context)

    def resealed(self, instance: models.Model) -> Sealed | None:
        """The value under the first key, when it lies under an older one; otherwise None."""
        value = instance.__dict__.get(self.attname)
        if not isinstance(value, Sealed) or keyring().is_current(value.token):
            return None
        context = self.context_for(instance)
        return Sealed(keyring().seal(value.open(), context=context), context)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        if isinstance(value, Sealed):
            return value.token
        raise NotSealable(f"{self} takes plain text only through save() or bulk_create().")

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Refuse expressions: they would write plain text past the seal."""
        if hasattr(value, "as_sql"):
            raise NotSealable(f"{self} cannot be written by an expression.")
        return "%s"

    # --- From the database ---

    def from_db_value(self, value: str | None, *_args: object) -> Sealed | str | None:
        return Sealed(value) if value else value

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str | Sealed) else str(value)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in {"exact", "isnull"} else None

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self} is sealed: filter only on isnull, or on an empty text.")

    # --- Forms and serialisation ---

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        one_line = self.max_length is not None and self.max_length <= ONE_LINE
        widget = forms.TextInput if one_line else forms.Textarea
        defaults = {"max_length": self.max_length, "widget": widget}
        return super().formfield(**{"form_class": forms.CharField, **defaults, **kwargs})

    def value_to_string(self, obj: models.Model) -> str:
        """What `dumpdata` writes: never the content."""
        value = self.pre_save(obj, add=False)
        return value.token if isinstance(value, Sealed) else value or ""


def sealed_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def _bind(sender: type[models.Model], instance: models.Model, **_kwargs: object) -> None:
    """Tell each value which row it came from, so that a copy under a new key still opens."""
    for field in sealed_fields(sender):
        value = instance.__dict__.get(field.attname)
        if isinstance(value, Sealed) and value.context is None:
            instance.__dict__[field.attname] = Sealed(value.token, field.context_for(instance))


def _watch(sender: type[models.Model], **_kwargs: object) -> None:
    """Bind the values of each model with a sealed field, its proxies included."""
    if not sender._meta.abstract and sealed_fields(sender):
        post_init.connect(_bind, sender=sender, dispatch_uid="privacy.fields.bind")


class_prepared.connect(_watch, dispatch_uid="privacy.fields.watch")
