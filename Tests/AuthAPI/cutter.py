"""A proxy that speaks TLS and cuts or delays what a test names."""

import http.client
import socket
import ssl
import threading

from world import listener


class Cutter:
    """Passes requests on to the service. The first request of a path is passed on and its connection cut, or each is delayed."""

    def __init__(self, world, cut=None, delay=None):
        self.world, self.cut, self.delay = world, cut, delay
        self.cuts = 0
        self.stop = threading.Event()
        self.socket, self.port = listener()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(world.authority.certificate, world.authority.key)
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.socket.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with self.context.wrap_socket(connection, server_side=True) as client:
                reader = client.makefile("rb")
                while self.answer(client, reader):
                    pass
        except OSError:
            pass

    def answer(self, client, reader):
        """Answers one request; returns whether there may be another on the connection."""
        first = reader.readline()
        if not first:
            return False
        method, target, _ = first.decode().split(" ", 2)
        fields = http.client.parse_headers(reader)
        body = reader.read(int(fields.get("Content-Length", 0)))
        if self.delay and self.delay[0] in target:
            self.stop.wait(self.delay[1])
        upstream = http.client.HTTPConnection("127.0.0.1", self.world.upstream, timeout=90)
        upstream.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in fields.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        if self.cut and self.cut in target and self.cuts == 0:
            self.cuts += 1
            # The service has the request by the time that it has nothing to say for a moment.
            upstream.sock.settimeout(1)
            try:
                upstream.sock.recv(1)
            except TimeoutError:
                pass
            upstream.close()
            client.unwrap().close()
            return False
        response = upstream.getresponse()
        content = response.read()
        head = f"HTTP/1.1 {response.status} {response.reason}\r\nContent-Length: {len(content)}\r\n"
        head += f"Content-Type: {response.getheader('Content-Type')}\r\n\r\n"
        client.sendall(head.encode() + content)
        upstream.close()
        return True
