"""Proposals as the requester sees them."""

from coaching.models import Proposal
from coaching.states import ProposalState
from requests_app.models import ConsultRequest


def open_proposal(request: ConsultRequest) -> Proposal | None:
    """Return the proposal that waits for the requester's answer, with its moments."""
    proposals = Proposal.objects.filter(request=request.pk, state=ProposalState.OPEN)
    return proposals.prefetch_related("moments").first()
