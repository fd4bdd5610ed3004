"""The signals of our own, for rooms above.

`request_ended`: a request ended from the requester's side. Sent inside the transaction with `send`
(not `send_robust`), so that a receiver that fails undoes the whole step. Arguments: `request`
(ConsultRequest), `by` (User or None), `actor` (ActorKind), `now` (datetime).

`cancelled_mail_files`: the requester gets a mail that a request is cancelled; receivers return the
attachments that go with it. Arguments: `request` (ConsultRequest).
"""

from django.dispatch import Signal

request_ended = Signal()
cancelled_mail_files = Signal()
