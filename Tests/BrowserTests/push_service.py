"""A push service for Firefox: browsers connect by WebSocket, as to Mozilla's, and services send messages by HTTP (RFC 8030)."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from harness import Handler
from websocket import WebSocket, acceptance


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def to_base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass
class Message:
    """A message that a service has sent."""

    headers: dict
    body: bytes
    channel: str
    version: str = field(default_factory=lambda: secrets.token_hex(8))
    arrived: float = field(default_factory=time.monotonic)
    #: When the browser had it, and what it says of it: 100 for a message that it could decrypt and deliver.
    acknowledged: float = 0
    code: int = 0


class PushService:
    """The state of the service: what its handlers share."""

    def __init__(self):
        self.changed = threading.Condition()
        self.origin = ""
        self.browser = None
        #: The key that messages of a subscription must be signed with, by channel.
        self.channels = {}
        self.messages = []
        #: Whether messages are kept back.
        self.holds = False

    def accept(self, message):
        with self.changed:
            self.messages.append(message)
            if not self.holds:
                self.deliver(message)
            self.changed.notify_all()

    def release(self):
        """Delivers what was kept back."""
        with self.changed:
            self.holds = False
            for message in self.messages:
                if not message.acknowledged:
                    self.deliver(message)

    def deliver(self, message):
        self.tell({
            "messageType": "notification", "channelID": message.channel, "version": message.version,
            "data": to_base64url(message.body), "headers": {"encoding": message.headers["content-encoding"]},
        })  # fmt: skip

    def tell(self, value):
        self.browser.send(json.dumps(value))

    def hear(self, value):
        """Responds to what the browser says."""
        kind = value.get("messageType")
        if kind == "hello":
            self.tell({"messageType": "hello", "uaid": value.get("uaid") or secrets.token_hex(16), "status": 200, "use_webpush": True})
        elif kind == "register":
            channel = value["channelID"]
            self.channels[channel] = value.get("key", "").rstrip("=")
            endpoint = f"{self.origin}/wpush/v2/{channel}"
            self.tell({"messageType": "register", "channelID": channel, "status": 200, "pushEndpoint": endpoint})
        elif kind == "unregister":
            self.channels.pop(value["channelID"], None)
            self.tell({"messageType": "unregister", "channelID": value["channelID"], "status": 200})
        elif kind == "ack":
            for update in value["updates"]:
                for message in self.messages:
                    if message.version == update["version"]:
                        message.acknowledged, message.code = time.monotonic(), update.get("code", 0)
        elif not value:
            # A ping.
            self.tell({})
        self.changed.notify_all()


class PushHandler(Handler):
    """Connections of the browser, and messages of the services."""

    def do_GET(self):
        key = self.headers.get("Sec-WebSocket-Key")
        if not key:
            return self.respond(status=404)
        self.send_response_only(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", acceptance(key))
        if protocol := self.headers.get("Sec-WebSocket-Protocol"):
            self.send_header("Sec-WebSocket-Protocol", protocol.split(",")[0].strip())
        self.end_headers()
        self.close_connection = True
        push = self.run.push
        connection = WebSocket(self.rfile, self.wfile, is_client=False)
        while text := connection.receive():
            with push.changed:
                push.browser = connection
                push.hear(json.loads(text))

    def do_POST(self):
        push = self.run.push
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        channel = urlsplit(self.path).path.removeprefix("/wpush/v2/")
        if channel not in push.channels:
            return self.respond(status=410)
        headers = {name.lower(): value for name, value in self.headers.items()}
        push.accept(Message(headers, body, channel))
        location = ("Location", f"{push.origin}/m/{secrets.token_hex(8)}")
        return self.respond(status=201, headers=[location, ("TTL", headers.get("ttl", "0"))])


# ES256 (RFC 7518), with the numbers of P-256.
PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def added(first, second):
    if first is None or second is None:
        return first or second
    (x1, y1), (x2, y2) = first, second
    if x1 == x2 and (y1 + y2) % PRIME == 0:
        return None
    if first == second:
        slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, PRIME)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, PRIME)
    x = (slope * slope - x1 - x2) % PRIME
    return x, (slope * (x1 - x) - y1) % PRIME


def times(number, point):
    result = None
    while number:
        if number & 1:
            result = added(result, point)
        point = added(point, point)
        number >>= 1
    return result


def is_signed(token, key):
    """Whether a token in the compact form has the signature of a key, which is an uncompressed point."""
    signed, _, text = token.rpartition(".")
    signature, point = from_base64url(text), from_base64url(key)
    if len(signature) != 64 or len(point) != 65 or point[0] != 4:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < ORDER and 0 < s < ORDER):
        return False
    public = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    digest = int.from_bytes(hashlib.sha256(signed.encode()).digest(), "big")
    inverse = pow(s, -1, ORDER)
    found = added(times(digest * inverse % ORDER, BASE), times(r * inverse % ORDER, public))
    return found is not None and found[0] % ORDER == r
