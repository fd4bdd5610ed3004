from coaching.states import NOT_HELD_OUTCOMES, AppointmentState, Outcome, ProposalState


def test_every_outcome_but_held_means_not_held():
    assert {*NOT_HELD_OUTCOMES, Outcome.HELD} == set(Outcome)
    assert Outcome.HELD not in NOT_HELD_OUTCOMES


def test_every_state_has_a_dutch_word():
    labels = [state.label for states in (AppointmentState, ProposalState) for state in states]

    assert len(set(labels)) == len(labels)
