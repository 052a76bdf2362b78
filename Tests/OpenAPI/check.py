"""Compares docs/openapi.yaml with the sources and with a running service. See script/check-openapi."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import yaml
from oauthlib.oauth1 import SIGNATURE_TYPE_QUERY, Client

from routes import registered

DESCRIPTION = Path("docs/openapi.yaml")
FORM = "application/x-www-form-urlencoded"
METHODS = ("get", "post", "put", "patch", "delete")
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance"
)


class Service:
    """A service with a requester, a user with a paired virtual phone, and some requests."""

    def __init__(self, toopher, folder):
        self.toopher = str(Path(toopher).resolve())
        self.environment = {"PATH": os.environ["PATH"], "TOOPHER_PHONE": f"{folder}/phone.json"}
        self.database = ["--database", f"{folder}/t.sqlite"]
        created = self.output("requester", "create", "OpenAPI", *self.database)
        self.environment |= dict(line.split("=", 1) for line in created.splitlines() if "=" in line)
        self.key, self.secret = (self.environment[f"TOOPHER_CONSUMER_{name}"] for name in ("KEY", "SECRET"))
        self.log = open(f"{folder}/log", "w+")
        true = shutil.which("true")
        self.process = subprocess.Popen(
            # Messages go nowhere.
            [self.toopher, "serve", "--port", "0", "--sms-command", true, "--mail-command", true, *self.database],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env={"PATH": os.environ["PATH"]},
        )
        line = self.process.stdout.readline()
        if "http://" not in line:
            self.end()
            raise SystemExit("the service does not start")
        self.base = re.search(r"http://[\w.:]+", line).group(0)
        self.environment["TOOPHER_BASE_URL"] = f"{self.base}/v1/"

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()

    def output(self, *arguments):
        result = subprocess.run(
            [self.toopher, *arguments], env=self.environment, capture_output=True, text=True, timeout=60
        )
        if result.returncode != 0:
            raise SystemExit(f"toopher {' '.join(arguments)}: {result.stderr}")
        return result.stdout.strip()

    def send(self, method, target, body=None, headers=None):
        """Returns status, header fields and text of a response."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()

    def post(self, path, **fields):
        """Returns the object of a signed request."""
        headers = {"Content-Type": FORM}
        _, headers, body = Client(self.key, self.secret).sign(f"{self.base}{path}", "POST", urlencode(fields), headers)
        status, _, text = self.send("POST", path, body, headers)
        if status != 200:
            raise SystemExit(f"POST {path}: {status} {text}")
        return json.loads(text)

    def page_token(self, path):
        """Opens a page and returns its token."""
        query = urlencode({"username": "jdoe", "expires": int(time.time()) + 300, "reset_email": "page@example.org"})
        client = Client(self.key, self.secret, signature_type=SIGNATURE_TYPE_QUERY)
        url = client.sign(f"{self.base}{path}?{query}")[0]
        text = self.send("GET", url.removeprefix(self.base))[2]
        return re.search(r'data-token="([^"]+)"', text).group(1)

    def world(self):
        """Creates what the requests are about."""
        self.output("phone", "register")
        # The users whose pairings the reset links end are named for the methods of these links' page.
        pairings = {}
        for user in ("jdoe", "GET", "POST"):
            pairings[user] = self.post("/v1/pairings/create", user_name=user, pairing_phrase=self.phrase())
            self.output("phone", "approve", pairings[user]["id"])
        spare = {
            "/v1/users/{id}": self.post("/v1/users/create", name="spare")["id"],
            "/v1/pairings/{id}": self.post("/v1/pairings/create/qr", user_name="spare")["id"],
        }
        resets = {}
        for method in ("GET", "POST"):
            id = pairings[method]["id"]
            url = self.post(f"/v1/pairings/{id}/generate_reset_link")["url"]
            resets[method] = {"id": id, "token": url.split("reset_authorization=")[1]}
        ids = {"pairing": pairings["jdoe"]["id"], "user": pairings["jdoe"]["user"]["id"]}
        fields = {"user_name": "jdoe", "requester_specified_terminal_id": "terminal-1"}
        requests = [
            self.post("/v1/authentication_requests/initiate", terminal_name="terminal", action_name=action, **fields)
            for action in ("Log In", "Pay")
        ]
        ids |= {"request": requests[0]["id"], "terminal": requests[0]["terminal"]["id"]}
        ids["invited"] = self.post("/v1/pairings/create/qr", user_name="jdoe")["id"]
        secret = "00" * 20
        for name, serial in (("token", "serial-1"), ("retired", "serial-2")):
            fields = {"user_name": "jdoe", "secret": secret, "requester_specified_id": serial}
            ids[name] = self.post("/v1/users/oath_otp_validators/associate", **fields)["id"]
        phrases = {}
        for number, path in enumerate(("/v1/pairings/create", "/v1/web/pairing/phrase")):
            # A phone offers one phrase at a time.
            self.environment["TOOPHER_PHONE"] += str(number)
            self.output("phone", "register")
            phrases[path] = self.phrase()
        tokens = {"login": self.page_token("/v1/web/authenticate"), "management": self.page_token("/v1/web/manage_user")}
        # The page of a log-in asks when its script does.
        self.send("POST", "/v1/web/result", headers={"Authorization": "Bearer " + tokens["login"]})
        created = self.output("integration", "create", "Clients", "--requester", self.key, *self.database)
        integration = [line.split("=", 1)[1] for line in created.splitlines()]
        return {
            "integration": integration, "key": self.key, "secret": self.secret, "ids": ids, "tokens": tokens, "resets": resets, "spare": spare,
            "phrases": phrases, "token_secret": secret, "expires": int(time.time()) + 3600,
        }

    def phrase(self):
        """Returns a phrase of the phone: the last line has it."""
        return self.output("phone", "pair").splitlines()[-1].split(": ")[-1]


def operations(description):
    """Returns the methods and paths of a description."""
    found = set()
    for path, item in description["paths"].items():
        while "$ref" in item:
            item = description["paths"][item["$ref"].removeprefix("#/paths/").replace("~1", "/")]
        found |= {(method.upper(), path) for method in METHODS if method in item}
    return found


def differences(description, service):
    """Returns where sources, description and the service's answers to OPTIONS differ."""
    described, found = operations(description), []
    for name, routes in (("not described", registered() - described), ("not in the sources", described - registered())):
        found += [f"{name}: {' '.join(route)}" for route in sorted(routes)]
    for path in sorted({path for _, path in described}):
        methods = {method for method, other in described if other == path}
        expected = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        target = re.sub(r"\{\w+\}", "6f1c1c58-9c3a-4a0b-8a45-2f5d7a6f0c11", path)
        status, headers, _ = service.send("OPTIONS", target)
        allowed = set((headers["Allow"] or "").split(", "))
        if status != 200 or allowed != expected:
            found.append(f"OPTIONS {path}: {status} {', '.join(sorted(allowed))}")
        status, headers, text = service.send("PATCH", target)
        if status != 405 or json.loads(text)["error_code"] != 405 or set(headers["Allow"].split(", ")) != expected:
            found.append(f"PATCH {path}: {status} {text}")
    return found


def closed(schema):
    """Returns a schema that permits no members but those that are described, so that one more in a response is found."""
    if isinstance(schema, list):
        return [closed(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: closed(value) for name, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        result.setdefault("additionalProperties", False)
    return result


def idle(description, seen):
    """Prints the statuses that were seen. Returns which operations never did what they are for: their check means little."""
    responses = Counter(tuple(line.split(" ", 1)) for line in seen)
    for status in sorted({status for status, _ in responses}):
        print(f"{status}: {sum(count for (other, _), count in responses.items() if other == status)}")
    found = []
    for method, path in sorted(operations(description)):
        # Nobody signs for a phone here, makes a standing answer, or computes passwords.
        is_refused = (
            path.startswith(("/v1/device/", "/oauth/")) or path.endswith(("/resync", "/end_automation"))
            or "_status" in path
        )
        statuses = sorted({status for status, other in responses if other == f"{method} {path}"})
        # 308: the phone app's address. 429: other requests have used the limit up.
        if not {"200", "308", "429"} & set(statuses) and not is_refused:
            found.append(f"never a 200: {method} {path}: {', '.join(statuses)}")
    if found:
        print("\n".join(found))
    return found


def main():
    # So that the service ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    description = yaml.safe_load(DESCRIPTION.read_text())
    with tempfile.TemporaryDirectory() as folder:
        service = Service(sys.argv[1], folder)
        try:
            found = differences(description, service)
            print("\n".join(found) or f"{len(operations(description))} operations are registered, and described")
            # What is sent may have unknown members; what is received may not.
            schemas = description["components"]["schemas"]
            for name in [name for name in schemas if not name.endswith(("Call", "Form"))]:
                schemas[name] = closed(schemas[name])
            strict = Path(folder) / "openapi.json"
            strict.write_text(json.dumps(description))
            environment = os.environ | {
                "SCHEMATHESIS_HOOKS": "Tests/OpenAPI/hooks.py", "TOOPHER_OPENAPI_WORLD": json.dumps(service.world()),
                "TOOPHER_OPENAPI_SEEN": f"{folder}/seen",
            }
            # Coverage tries each parameter at its limits, fuzzing tries them together.
            run = subprocess.run(
                [
                    str(Path(sys.executable).with_name("schemathesis")), "run", str(strict), "--url", service.base,
                    "--checks", CHECKS, "--phases", "coverage,fuzzing", "--max-examples", "12", "--seed", "1",
                    "--generation-deterministic",
                    "--generation-with-security-parameters", "false", "--continue-on-failure", "--no-shrink",
                    "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "40", "--no-color",
                ],
                env=environment,
            )
            found += idle(description, Path(f"{folder}/seen").read_text().splitlines())
            failures = [line for line in Path(f"{folder}/log").read_text().splitlines() if "a request failed" in line]
            print("\n".join(failures[:20]), end="")
            if service.process.poll() is not None:
                found.append("the service has ended")
        finally:
            service.end()
    sys.exit(1 if found or failures or run.returncode else 0)


if __name__ == "__main__":
    main()
