"""One row for what was asked, one for the mail about it."""

from django.db import models


class Question(models.Model):
    """What a plain contact form keeps."""

    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    organisation = models.CharField(max_length=200)
    day = models.DateField()
    hour = models.TimeField()
    text = models.TextField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class MailRow(models.Model):
    """A mail that waits to be sent."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"
