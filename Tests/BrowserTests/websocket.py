"""WebSockets (RFC 6455) with text messages: as much as a test needs, and no extensions."""

import base64
import hashlib
import os
import socket
import struct
import threading

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10


def acceptance(key):
    """Returns what a server responds to a client's `Sec-WebSocket-Key`."""
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


class WebSocket:
    """One end of a connection after the handshake. Clients mask what they send."""

    def __init__(self, reader, writer, is_client):
        self.reader = reader
        self.writer = writer
        self.is_client = is_client
        self.lock = threading.Lock()

    def send(self, text):
        self.send_frame(TEXT, text.encode())

    def send_frame(self, kind, content):
        size = len(content)
        marker = 0x80 if self.is_client else 0
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, marker | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x80 | kind, marker | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, marker | 127, size)
        if self.is_client:
            mask = os.urandom(4)
            head, content = head + mask, masked(content, mask)
        with self.lock:
            self.writer.write(head + content)
            self.writer.flush()

    def receive(self):
        """Returns the next message; `None` at the end."""
        message = b""
        while True:
            try:
                is_last, kind, content = self.receive_frame()
            except (ConnectionError, EOFError, ValueError):
                # A reader that this side has closed raises a ValueError.
                return None
            if kind == CLOSE:
                return None
            if kind == PING:
                self.send_frame(PONG, content)
            elif kind in (TEXT, CONTINUATION):
                message += content
                if is_last:
                    return message.decode()

    def receive_frame(self):
        first, second = self.exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self.exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self.exactly(8))
        mask = self.exactly(4) if second & 0x80 else None
        content = self.exactly(size)
        return bool(first & 0x80), first & 0x0F, masked(content, mask) if mask else content

    def exactly(self, size):
        content = self.reader.read(size)
        if len(content) < size:
            raise EOFError
        return content


def masked(content, mask):
    size = len(content)
    pattern = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(content, "big") ^ int.from_bytes(pattern, "big")).to_bytes(size, "big")


def connect(host, port, path, timeout):
    """Opens a connection to a server."""
    connection = socket.create_connection((host, port), timeout)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    stream = connection.makefile("rwb")
    lines = []
    while line := stream.readline().strip():
        lines.append(line.decode())
    if not lines or " 101 " not in lines[0] or acceptance(key) not in "\n".join(lines):
        raise RuntimeError(f"no WebSocket at {host}:{port}{path}: {lines[:1]}")
    connection.settimeout(None)
    return WebSocket(stream, stream, is_client=True)
