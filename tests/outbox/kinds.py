"""Kinds of mail to try the outbox with. What they are about is a group: its name is the person."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from outbox.mails import Attachment, Mail, Placeholder

TEMPLATES = Path(__file__).parent / "templates"
PERSON = "Zahra O'Kanarie <3"
ADDRESS = "zahra@kanarie.voorbeeld.be"
FOOTER = {
    "name": "CSO-dienst",
    "address": "Straat 1",
    "email": "cso@voorbeeld.be",
    "phone": "016 00 00 00",
    "url": "http://testserver",
}


class Hello(Mail[Group]):
    kind = "trial.hello"
    template = "trial/hello"

    def load(self, ref: str) -> Group | None:
        return Group.objects.filter(pk=ref).first()

    def recipient(self, obj: Group) -> list[str]:
        return [ADDRESS]

    def subject(self, obj: Group) -> str:
        return f"Proef {obj.pk}{self.occasion}"

    def context(self, obj: Group) -> dict[str, Any]:
        return {"name": obj.name}

    def footer(self) -> dict[str, str]:
        return FOOTER


class WithFile(Hello):
    kind = "trial.file"

    def attachments(self, obj: Group) -> list[Attachment]:
        return [Attachment("afspraak.ics", b"BEGIN:VCALENDAR", "text/calendar")]

    def reply_to(self, obj: Group) -> list[str]:
        return ["coach@voorbeeld.be"]


class FromOneWithoutTelephone(Hello):
    kind = "trial.footer"

    def footer(self) -> dict[str, str]:
        return {**FOOTER, "address": "", "email": "", "phone": ""}


class TwoReceivers(Hello):
    kind = "trial.two"

    def recipient(self, obj: Group) -> list[str]:
        return [ADDRESS, "b@voorbeeld.be"]


class NoReceiver(Hello):
    kind = "trial.none"

    def recipient(self, obj: Group) -> list[str]:
        return []


class SmuggledReceiver(Hello):
    kind = "trial.smuggled"

    def recipient(self, obj: Group) -> list[str]:
        return [f"{ADDRESS}, b@voorbeeld.be"]


class NoAddress(Hello):
    kind = "trial.no_address"

    def recipient(self, obj: Group) -> list[str]:
        return ["<"]


class SmuggledReply(Hello):
    kind = "trial.reply"

    def reply_to(self, obj: Group) -> list[str]:
        return ["a@voorbeeld.be\r\nBcc: b@voorbeeld.be"]


class SmuggledHeader(Hello):
    kind = "trial.header"

    def subject(self, obj: Group) -> str:
        return "Proef\nBcc: b@voorbeeld.be"


class Broken(Hello):
    kind = "trial.broken"
    template = "trial/missing"


class Crashing(Hello):
    kind = "trial.crashing"

    def context(self, obj: Group) -> dict[str, Any]:
        raise ZeroDivisionError(ADDRESS)


class AskedByStranger(Hello):
    """`occasion` may name another mailbox."""

    kind = "trial.stranger"
    capped = True

    def recipient(self, obj: Group) -> list[str]:
        return [self.occasion if "@" in self.occasion else ADDRESS]


class WithWords(Hello):
    """The service may write words of its own for it."""

    kind = "trial.words"
    template = "trial/words"

    def subject(self, obj: Group) -> str:
        return "Proef 7: gewoon"

    @classmethod
    def placeholders(cls) -> dict[str, Placeholder]:
        return {
            "naam": Placeholder("de naam", "Zahra"),
            "nummer": Placeholder("het nummer", "7"),
            "leeg": Placeholder("wat er soms niet is", "iets"),
        }

    def values(self, obj: Group) -> dict[str, str]:
        return {"naam": obj.name, "nummer": "7", "leeg": ""}

    def example(self) -> Group | None:
        return Group(name="Zahra")


KINDS = [
    Hello,
    WithFile,
    FromOneWithoutTelephone,
    TwoReceivers,
    NoReceiver,
    SmuggledReceiver,
    NoAddress,
    SmuggledReply,
    SmuggledHeader,
    Broken,
    Crashing,
    AskedByStranger,
    WithWords,
]
