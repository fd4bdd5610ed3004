"""A real SMTP server on this machine that answers as it is told, and keeps what it took."""

from asyncio import sleep
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """`refuse_rcpt` and `refuse_data` are answers; `drop` and `stall` come after taking the mail."""

    refuse_rcpt: str = ""
    refuse_data: str = ""
    drop: bool = False
    stall: float = 0
    messages: list[EmailMessage] = field(default_factory=list)

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuse_rcpt:
            return self.refuse_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse_data:
            return self.refuse_data
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        await sleep(self.stall)
        if self.drop:
            server.transport.abort()
        return "250 taken"


class SinkController(Controller):
    """Takes any free port."""

    def __init__(self, sink: Sink, port: int) -> None:
        super().__init__(sink, hostname="127.0.0.1", port=port)
