"""The only signal of our own: a request ended from the requester's side.

Sent inside the transaction with `send` (not `send_robust`), so that a receiver that fails undoes
the whole step. Arguments: `request` (ConsultRequest), `by` (User or None), `actor` (ActorKind),
`now` (datetime).
"""

from django.dispatch import Signal

request_ended = Signal()
