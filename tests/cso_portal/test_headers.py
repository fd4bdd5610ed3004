import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/bestaat-niet/", "/healthz/live", "/beheer/login/"])
def test_every_answer_keeps_devices_and_other_sites_out(client, address):
    page = client.get(address)

    assert page.headers["Permissions-Policy"] == (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    )
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
