import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scripts import probe


class Answer(BaseHTTPRequestHandler):
    seen: dict[str, str] = {}

    def do_GET(self):
        type(self).seen = dict(self.headers)
        self.send_response(200 if self.path == "/healthz/ready" else 503)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Answer) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(("path", "code"), [("/healthz/ready", 0), ("/healthz/queue", 1)])
def test_the_exit_code_follows_the_answer(server, path, code):
    assert probe.main(server + path) == code


def test_it_asks_under_an_allowed_name_as_over_tls(server, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "cso.voorbeeld.be,www.voorbeeld.be")

    probe.main(server + "/healthz/ready")

    assert (Answer.seen["Host"], Answer.seen["X-Forwarded-Proto"]) == ("cso.voorbeeld.be", "https")


def test_nobody_there_is_unhealthy():
    assert probe.main("http://127.0.0.1:9/healthz/ready") == 1


def test_no_other_scheme():
    with pytest.raises(SystemExit, match="only http"):
        probe.main("file:///etc/hostname")
