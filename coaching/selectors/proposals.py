"""Proposals as the requester sees them."""

from coaching.models import Proposal
from coaching.states import ProposalState
from requests_app.models import ConsultRequest


def open_proposal(request: ConsultRequest) -> Proposal | None:
    """Return the proposal that waits for the requester's answer, with its moments and its CSO."""
    proposals = Proposal.objects.filter(request=request.pk, state=ProposalState.OPEN)
    return proposals.select_related("supporter").prefetch_related("moments").first()
