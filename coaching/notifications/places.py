"""Kinds of place as a mail names them: never an address."""

from requests_app.choices import LocationKind

PLACES = {
    LocationKind.ORGANISATION: "bij de organisatie",
    LocationKind.HOME: "huisbezoek",
    LocationKind.OCMW: "bij het OCMW",
    LocationKind.ONLINE: "online",
}
