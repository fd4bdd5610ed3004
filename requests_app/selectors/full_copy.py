"""All that a request says, for who proved to be the requester."""

from dataclasses import dataclass

from requests_app.choices import ActorKind
from requests_app.models import ClientDetails, ConsultRequest, RequestMessage


@dataclass(frozen=True, slots=True)
class WholeRequest:
    """The client block and what was said to and fro. Never logged, never in a list."""

    client: ClientDetails | None
    messages: list[RequestMessage]


def whole_request(request: ConsultRequest) -> WholeRequest:
    """Return what the requester's page masks, of a request from `request_for_requester`."""
    messages = [
        event.message
        for event in request.events.all()
        if getattr(event, "message", None) is not None
    ]
    return WholeRequest(
        client=ClientDetails.objects.filter(request=request.pk).order_by().first(),
        messages=[message for message in messages if message.actor in SAID],
    )


SAID = frozenset({ActorKind.REQUESTER, ActorKind.STAFF})
