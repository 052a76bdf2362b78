"""A front of a real service: it takes the phone's subscription, and serves the files of the app where the service does not."""

import contextlib
import hashlib
import http.client
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

from harness import Handler

KINDS = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json",
}  # fmt: skip

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types toopher-phone"
)


class Front:
    """What the handlers of a front share."""

    def __init__(self, files):
        #: The folder of the app's files; without it the service has them.
        self.files = Path(files) if files else None
        #: Where the service listens.
        self.service = ""
        #: What is appended to the version of the files: another text is another version.
        self.release = ""
        self.push_key = ""
        #: What the phone has told of its subscription: method and body.
        self.told = []
        #: Whether streams of events pass, which phone has opened one with what it knew, and the open ones.
        self.passes_events = True
        self.known = []
        self.streams = []

    def cut(self):
        """Ends the open streams."""
        streams, self.streams = self.streams, []
        for stream in streams:
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)

    def version(self):
        digest = hashlib.sha256(self.release.encode())
        for path in sorted(self.files.iterdir()):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]


class FrontHandler(Handler):
    """Responds with the app's files and forwards everything else."""

    def respond_or_forward(self):
        path = urlsplit(self.path).path
        front = self.run.front
        if front.files and path.startswith("/phone/") and self.command == "GET":
            return self.app_file(path.removeprefix("/phone/") or "phone.html")
        if path == "/v1/device/push":
            front.told.append((self.command, json.loads(self.body() or "null")))
            return self.respond("{}", "application/json")
        if path == "/v1/device/events":
            front.known.append((self.headers.get("Toopher-Device"), self.headers.get("Last-Event-ID")))
            if not front.passes_events:
                return self.respond("{}", "application/json", status=404)
        return self.forward()

    do_GET = do_POST = do_PUT = do_DELETE = respond_or_forward

    def app_file(self, name):
        path = self.run.front.files / name
        if "/" in name or not path.is_file():
            return self.respond(status=404)
        content = path.read_bytes()
        if name == "phone-worker.js":
            content = content.replace(b"{{version}}", self.run.front.version().encode())
        headers = [
            ("Content-Security-Policy", POLICY), ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ]  # fmt: skip
        return self.respond(content, KINDS[path.suffix], headers=headers)

    def forward(self):
        parts = urlsplit(self.run.front.service)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        length = int(self.headers.get("Content-Length", 0))
        headers = {
            name: value for name, value in self.headers.items() if name.lower() not in ("connection", "accept-encoding")
        }
        if self.path == "/phone/phone-worker.js":
            # The service does not know of the version that is appended here.
            headers = {name: value for name, value in headers.items() if name.lower() != "if-none-match"}
        try:
            connection.request(self.command, self.path, self.rfile.read(length) if length else None, headers)
            response = connection.getresponse()
            self.send_response_only(response.status)
            for name, value in response.getheaders():
                is_stale = name.lower() == "etag" and self.path == "/phone/phone-worker.js"
                if name.lower() not in ("connection", "transfer-encoding", "content-length") and not is_stale:
                    self.send_header(name, value)
            if response.headers.get_content_type() == "text/event-stream":
                self.send_header("Connection", "close")
                self.end_headers()
                self.run.front.streams.append(connection.sock)
                # One that a test has cut ends in the middle.
                with contextlib.suppress(http.client.IncompleteRead):
                    while piece := response.read1():
                        self.wfile.write(piece)
                return
            content = response.read()
            if self.path == "/v1/device/service" and self.run.front.push_key:
                content = json.dumps(json.loads(content) | {"push_key": self.run.front.push_key}).encode()
            if self.path == "/phone/phone-worker.js":
                release = f'const VERSION = "{self.run.front.release}'.encode()
                content = content.replace(b'const VERSION = "', release)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        finally:
            connection.close()
