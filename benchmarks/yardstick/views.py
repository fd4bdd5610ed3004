"""The view as the Django tutorial would write it."""

from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from benchmarks.yardstick.models import MailRow, Question


class QuestionForm(ModelForm[Question]):
    """Every field of the question."""

    class Meta:
        model = Question
        fields = ["name", "email", "phone", "organisation", "day", "hour", "text"]


def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; keep what was asked and queue one mail."""
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            question = form.save()
            MailRow.objects.create(question=question)
        return HttpResponseRedirect("/maatstaf/")
    return render(request, "yardstick/ask.html", {"form": form})
