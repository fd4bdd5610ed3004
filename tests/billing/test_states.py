"""The life of an agreement: every state against every target."""

from itertools import product

import pytest

from billing.states import AgreementState, check_agreement_step
from requests_app.errors import IllegalTransition

C, S, G, E, V = (
    AgreementState.CONCEPT,
    AgreementState.SENT,
    AgreementState.SIGNED,
    AgreementState.ENDED,
    AgreementState.VOID,
)
ALLOWED = {(C, S), (C, G), (C, V), (S, G), (S, V), (G, E)}


@pytest.mark.parametrize("step", sorted(ALLOWED))
def test_allowed_steps(step):
    check_agreement_step(*step)


@pytest.mark.parametrize("step", sorted(set(product(AgreementState, AgreementState)) - ALLOWED))
def test_refused_steps(step):
    state, target = step

    with pytest.raises(IllegalTransition) as refusal:
        check_agreement_step(state, target)

    assert state.label in refusal.value.message
    assert target.label in refusal.value.message
