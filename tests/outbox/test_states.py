from outbox.states import RESENDABLE, WAITING, State


def test_every_state_has_its_word_and_its_place():
    ends = {State.SENT, State.FAILED, State.CANCELLED}
    assert {*WAITING, State.SENDING, *ends} == set(State)
    assert not ends & set(WAITING)
    assert dict(State.choices) == {
        "queued": "klaar om te versturen",
        "sending": "wordt verstuurd",
        "sent": "verstuurd",
        "retry": "wordt opnieuw geprobeerd",
        "uncertain": "onzeker of ze aankwam",
        "failed": "niet gelukt",
        "cancelled": "niet meer nodig",
    }


def test_what_went_out_is_never_sent_again_by_hand():
    assert set(RESENDABLE) == {State.FAILED, State.UNCERTAIN}
