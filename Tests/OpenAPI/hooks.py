"""What schemathesis loads: signatures, and the ids of what is there, so that requests get beyond a 404."""

import base64
import hmac
import json
import os
import zlib
from email.utils import formatdate
from urllib.parse import parse_qsl, quote, urlsplit

import requests
import schemathesis
from oauthlib.oauth1 import Client

FORM = "application/x-www-form-urlencoded"
#: What check.py has created.
WORLD = json.loads(os.environ["TOOPHER_OPENAPI_WORLD"])
#: What the page of a log-in calls.
LOGIN = ("/v1/web/result", "/v1/web/otp", "/v1/web/lost")
#: Paths that are not signed with OAuth.
UNSIGNED = ("/v1/device/", "/static/", "/health", "/pair/", "/phone", "/oauth/")


class Signature(requests.auth.AuthBase):
    """Signs what is sent: URL and body are final here."""

    def __call__(self, request):
        path = request.path_url.split("?")[0]
        if path.startswith(("/v1/web/pairing/", "/v1/web/account/")) or path in LOGIN:
            token = "login" if path in LOGIN else "management"
            request.headers["Authorization"] = "Bearer " + WORLD["tokens"][token]
        elif path.startswith(("/auth/v2/", "/rest/v1/")):
            self.sign_call(request)
        elif not path.startswith(UNSIGNED) and not (path.startswith("/v1/pairings/") and path.endswith("/reset")):
            self.sign(request)
        return request

    @staticmethod
    def sign(request):
        body = request.body
        if isinstance(body, bytes):
            body = body.decode("utf-8", "replace")
        is_form = request.headers.get("Content-Type", "").startswith(FORM)
        client = Client(WORLD["key"], WORLD["secret"])
        headers = {"Content-Type": FORM} if is_form and body else {}
        try:
            _, signed, _ = client.sign(request.url, request.method, body if headers else None, headers)
        except ValueError:
            # oauthlib does not sign what is not encoded as a form: that request is sent without a signature.
            return
        request.headers["Authorization"] = signed["Authorization"]


    @staticmethod
    def sign_call(request):
        """Signs as a client of the Auth API does."""
        key, secret = WORLD["integration"]
        url, body = urlsplit(request.url), request.body or ""
        if isinstance(body, bytes):
            body = body.decode("utf-8", "replace")
        form = url.query if request.method == "GET" else body
        pairs = sorted(
            f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in parse_qsl(form, keep_blank_values=True)
        )
        date = formatdate()
        text = "\n".join([date, request.method, url.netloc, url.path, "&".join(pairs)])
        code = hmac.new(secret.encode(), text.encode("utf-8", "replace"), "sha512").hexdigest()
        request.headers["Date"] = date
        request.headers["Authorization"] = "Basic " + base64.b64encode(f"{key}:{code}".encode()).decode()


schemathesis.auth.set_from_requests(Signature())


def chance(text, share):
    """Whether a text belongs to a share in 100: the same in each run."""
    return zlib.crc32(text.encode("utf-8", "replace")) % 100 < share


def known_id(path, method):
    """Returns the id of something that a path is about."""
    if method == "POST" and path in WORLD["spare"]:
        # The others are needed by other requests, as they are.
        return WORLD["spare"][path]
    if path.endswith("{id}/reset"):
        return WORLD["resets"].get(method, {}).get("id")
    if path.endswith("/deactivate"):
        return WORLD["ids"]["retired"]
    for part, name in (("qr/pairings", "invited"), ("v1/pairings", "pairing"), ("authentication_requests", "request"),
                       ("users/{id}", "user"), ("user_terminals", "terminal"), ("oath_otp_validator", "token")):
        if part in path:
            return WORLD["ids"][name]
    return None


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts what is there into three of four requests."""
    path, method = case.operation.path, case.method.upper()
    fields = case.body if isinstance(case.body, dict) else {}
    seed = repr((case.path_parameters, fields, case.query))
    if "id" in (case.path_parameters or {}) and chance("path" + seed, 75):
        id = known_id(path, method)
        if id:
            case.path_parameters["id"] = id
    if path.endswith("/qr.png") and chance("token" + seed, 75):
        case.path_parameters["token"] = "A" * 32
    if "file" in (case.path_parameters or {}) and chance("file" + seed, 75):
        case.path_parameters["file"] = "phone.html"
    for fields in (fields, case.query if isinstance(case.query, dict) else {}):
        for name, value in known_fields(path, method).items():
            if name in fields and chance(name + seed, 75):
                fields[name] = value
        # The check would only wait longer.
        if "wait" in fields:
            fields["wait"] = "1"


def known_fields(path, method):
    """Returns the values that make a field of a path name what is there."""
    known = {"name": "jdoe", "username": "jdoe", "expires": str(WORLD["expires"]), "phone_number": "+15555550100",
             "reset_email": "jdoe@example.org", "otp_sequence": "123456,234567"}
    if path.startswith(("/auth/v2/", "/rest/v1/")):
        # Whoever is asked keeps the caller waiting: users without a phone only, but where nobody is asked.
        known = {"user_id": WORLD["ids"]["user"], "factor": "push"}
        return known | ({"username": "jdoe", "user": "jdoe"} if "preauth" in path else {"user_id": WORLD["ids"]["pairing"]})
    if path == "/v1/pairings/{id}/reset" and method in WORLD["resets"]:
        return {"reset_authorization": WORLD["resets"][method]["token"]}
    if path in ("/v1/users/reset", "/v1/users/{id}"):
        return known | {"user_name": "spare", "name": "spare"}
    known["user_name"] = "jdoe"
    if path == "/v1/pairings/{id}":
        known["deactivated"] = "true"
    if path.startswith("/v1/web/pairing/"):
        known["id"] = WORLD["ids"]["pairing" if path.endswith(("/lost", "/rename")) else "invited"]
    elif "oath_otp_validator" in path:
        token = ("retired", "serial-2") if path.endswith("/deactivate") else ("token", "serial-1")
        known |= {"id": WORLD["ids"][token[0]], "requester_specified_id": token[1], "secret": WORLD["token_secret"]}
        known["oath_otp_validators"] = json.dumps([{"secret": WORLD["token_secret"], "requester_specified_id": "serial-3"}])
    if path in WORLD["phrases"]:
        known |= {"pairing_phrase": WORLD["phrases"][path], "pairing_token": WORLD["phrases"][path]}
    if path.endswith("initiate"):
        known |= {"pairing_id": WORLD["ids"]["pairing"], "terminal_name": "terminal"}
    return known


@schemathesis.hook
def after_call(context, case, response):
    """Records the response for check.py, which tells how far the requests got."""
    with open(os.environ["TOOPHER_OPENAPI_SEEN"], "a") as file:
        file.write(f"{response.status_code} {case.method.upper()} {case.operation.path}\n")
