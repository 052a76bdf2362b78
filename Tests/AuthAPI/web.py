"""The web flow with the library duo_universal, and a browser's part of it."""

import json
import re
import shutil
import ssl
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from world import run

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "BrowserTests"))
from devtools import devtools  # noqa: E402


class Web:
    """The cases of duo_universal."""

    def __init__(self, world, phones, interpreter):
        self.world, self.phones, self.interpreter = world, phones, interpreter
        # Of a site there is no more than its address.
        self.back = f"{world.base}/back"
        key, secret = world.integration("Wiki", "--kind", "web", "--redirect-uri", self.back)
        self.environment = {
            "PATH": world.environment["PATH"], "IKEY": key, "SKEY": secret, "CA": str(world.authority.ca),
            "HOST": f"localhost:{world.port}", "BACK": self.back, "PYTHONDONTWRITEBYTECODE": "1",
        }

    def call(self, *arguments, secret=None, prefix=()):
        """Runs the site's program; returns what it prints."""
        environment = self.environment | ({"SKEY": secret} if secret else {})
        status, text = run(*prefix, self.interpreter, HERE / "web_client.py", *arguments, env=environment)
        assert status == 0, text
        return json.loads(text.splitlines()[-1])

    def fetch(self, url, **options):
        """Returns status and text of a response."""
        context = ssl.create_default_context(cafile=str(self.world.authority.ca))
        try:
            with urllib.request.urlopen(urllib.request.Request(url, **options), context=context) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def page(self, user, **options):
        """Opens the page that the site sends a browser to; returns its token, `None` if it is refused."""
        status, text = self.fetch(self.call("url", user, **options)["value"], headers={"Accept": "text/html"})
        found = re.search(r'data-token="([^"]+)"', text)
        assert (status == 200) == bool(found), text
        return found and found.group(1)

    def result(self, token, query="?wait=25"):
        """Asks for the result as the page's script does."""
        status, text = self.fetch(
            f"{self.world.base}/oauth/v1/result{query}", method="POST", headers={"Authorization": f"Bearer {token}"}
        )
        assert status == 200, text
        return json.loads(text)

    def decided(self, phone, *answer):
        """Opens a page, has a phone answer, and returns the parameters with which the browser comes back."""
        token = self.page(phone.name)
        number = self.result(token, "")["match_number"]
        more = ("--number", number) if answer == ("approve",) else ()
        with phone.answering(*answer, *more):
            result = self.result(token)
        assert result["redirect"].startswith(self.back + "?"), result
        return parse_qs(urlsplit(result["redirect"]).query)

    def health(self):
        found = self.call("health")
        assert found["value"]["stat"] == "OK", found
        return "OK"

    def allow(self):
        phone = self.world.newcomer()
        found = self.decided(phone, "approve")
        code = found["duo_code"][0]
        token = self.call("exchange", code, phone.name)["value"]
        assert token["auth_result"]["result"] == "allow" and token["preferred_username"] == phone.name, token
        assert "error" in self.call("exchange", code, phone.name)
        other = self.decided(phone, "approve")["duo_code"][0]
        wrong = self.call("exchange", other, "alice")
        assert "error" in wrong, wrong
        return "a token for the user"

    def deny(self):
        found = self.decided(self.world.newcomer(), "deny")
        assert found["error"] == ["access_denied"] and "duo_code" not in found, found
        return "error=access_denied"

    def chromium(self):
        """The whole way of a person, with the page's script."""
        program = shutil.which("chromium")
        if program is None:
            return "NOT RUN: no Chromium"
        phone = self.world.newcomer()
        with devtools(program, 90) as page:
            page.call("Security.setIgnoreCertificateErrors", ignore=True)
            page.open(self.call("url", phone.name)["value"])
            number = page.until(
                "(number => number && !number.hidden && number.textContent)(document.getElementById('number'))"
            )
            with phone.answering("approve", "--number", number):
                address = page.until("location.href.includes('duo_code=') && location.href")
        assert address.startswith(self.back + "?"), address
        code = parse_qs(urlsplit(address).query)["duo_code"][0]
        token = self.call("exchange", code, phone.name)["value"]
        assert token["preferred_username"] == phone.name, token
        return "a token for the user"

    def wrong_secret(self):
        assert self.call("health", secret="x" * 40)["value"]["stat"] == "OK"
        assert self.page("alice", secret="x" * 40) is None
        return "the page is refused"

    def clock_off(self):
        assert self.page("alice", prefix=("faketime", "-f", "-1h")) is None
        return "the page is refused"
