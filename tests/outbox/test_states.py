from outbox.states import LEFT, RESENDABLE, TROUBLED, WAITING, State


def test_every_state_has_its_word_and_its_place():
    ends = {State.SENT, State.FAILED, State.CANCELLED, State.CAPPED}
    reported = {State.BOUNCED, State.COMPLAINED}
    assert {*WAITING, State.SENDING, *ends, *reported} == set(State)
    assert not (ends | reported) & set(WAITING)
    assert dict(State.choices) == {
        "queued": "klaar om te versturen",
        "sending": "wordt verstuurd",
        "sent": "verstuurd",
        "retry": "wordt opnieuw geprobeerd",
        "uncertain": "onzeker of ze aankwam",
        "failed": "niet gelukt",
        "cancelled": "niet meer nodig",
        "capped": "niet verstuurd: te veel mails",
        "bounced": "teruggekomen",
        "complained": "gemeld als ongewenst",
    }


def test_what_arrived_is_never_sent_again_by_hand():
    assert set(RESENDABLE) == {State.FAILED, State.UNCERTAIN, State.CAPPED, State.BOUNCED}


def test_what_the_mail_service_reports_on_has_left_and_needs_a_person():
    assert set(LEFT) == {State.SENT, State.BOUNCED, State.COMPLAINED}
    assert set(TROUBLED) == {State.FAILED, State.BOUNCED, State.COMPLAINED}
