"""The mail with which the coaches ask the requester something."""

from typing import Any

from coaching.notifications.to_requester import StepMail
from outbox.mails import register
from outbox.services import Entry
from requests_app import links, rules
from requests_app.choices import State
from requests_app.models import ConsultRequest, StatusEvent


@register
class InfoAsked(StepMail):
    """To the requester: there is a question. Its words stay on the page: a mail is clear text.

    `occasion` is the key of the step with which it was asked.
    """

    kind = "coaching.info_asked"
    template = "coaching/info_asked"
    headline = "we hebben een vraag voor je"
    state = State.INFO_NEEDED

    def load(self, ref: str) -> ConsultRequest | None:
        """Return the request while this very question waits; a later one has its own mail."""
        request = super().load(ref)
        if request is None:
            return None
        asked = request.events.filter(pk=int(self.occasion), version=request.version)
        return request if asked.exists() else None

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the page to answer on, and until when."""
        return {
            **super().context(obj),
            "answer_link": links.url_for(obj, "request_answer"),
            "question_due": rules.in_words(obj.question_due or obj.answer_due),
        }


def for_info_asked(request: ConsultRequest, event: StatusEvent) -> Entry:
    """Return the mail of a question."""
    return Entry(InfoAsked.kind, ref=str(request.pk), occasion=str(event.pk))
