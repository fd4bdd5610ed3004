"""A small table with sealed fields, outside the rooms, to try the field itself."""

import uuid

from django.apps.registry import Apps
from django.db import models

from privacy.fields import EncryptedTextField

registry = Apps()


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=20, default="", blank=True)
    text = EncryptedTextField(max_length=500, default="", blank=True)
    name = EncryptedTextField(max_length=80, default="", blank=True)

    class Meta:
        app_label = "privacy"
        apps = registry

    def __str__(self) -> str:
        return self.title


class NoteProxy(Note):
    class Meta:
        app_label = "privacy"
        apps = registry
        proxy = True
