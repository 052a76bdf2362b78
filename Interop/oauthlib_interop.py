"""Signs random requests with this library and with oauthlib, verifies them with the other, and compares.

    oauthlib_interop.py TOOPHER --seed N --count N [--rsa-share X]

Exit status: 1 if there is a difference that differences.py does not explain.
"""

import argparse
import collections
import sys
from urllib.parse import quote, urlsplit

from batch import Batch
from differences import explain
from generate import Generator
from keys import PRIVATE_KEY, PUBLIC_KEY
from peer import Peer

CHUNK = 100


def task(operation, made, url, headers, body, **more):
    fields = dict(op=operation, method=made.method, url=url, headers=[list(pair) for pair in headers.items()],
                  consumer_secret=made.consumer_secret, **more)
    if body is not None:
        fields["body"] = body
    if made.token_secret is not None:
        fields["token_secret"] = made.token_secret
    if made.signature_method.startswith("RSA"):
        fields["private_key_pem"] = PRIVATE_KEY
    return fields


def protocol_pairs(made):
    pairs = [("oauth_consumer_key", made.consumer_key), ("oauth_nonce", made.nonce),
             ("oauth_signature_method", made.signature_method), ("oauth_timestamp", str(made.timestamp)),
             ("oauth_version", "1.0")]
    return pairs + ([("oauth_token", made.token)] if made.token is not None else [])


def placed(made, pairs):
    """Returns URL, headers and body with the protocol parameters in the parameter source that `made` names."""
    encoded = [(quote(name, safe="-._~"), quote(value, safe="-._~")) for name, value in pairs]
    headers, url, body = dict(made.headers), made.url, made.body
    joined = "&".join(f"{name}={value}" for name, value in encoded)
    if made.place == "header":
        realm = [] if made.realm is None else [f'realm="{made.realm}"']
        headers["Authorization"] = "OAuth " + ", ".join(realm + [f'{name}="{value}"' for name, value in encoded])
    elif made.place == "query":
        url += ("&" if urlsplit(url).query else "" if url.endswith("?") else "?") + joined
    else:
        body = (body + "&" if body else "") + joined
    return url, headers, body


class Comparison:
    def __init__(self, arguments):
        self.generator = Generator(arguments.seed, arguments.rsa_share)
        self.batch = Batch(arguments.toopher)
        self.peer = Peer(PRIVATE_KEY, PUBLIC_KEY)
        self.counts = collections.Counter()
        self.failures = 0

    def note(self, what, made, url, headers, body, message):
        name = explain(made, url, headers, body, message)
        if name:
            self.counts[f"explained: {name}"] += 1
            return
        self.failures += 1
        print(f"UNEXPLAINED {what}: {message}\n  {made}\n  {url}\n  {headers}\n  {body!r}", file=sys.stderr)

    def expect(self, what, made, request, expected):
        """Compares oauthlib's result with the expected one."""
        self.counts[what] += 1
        try:
            result = self.peer.is_valid(made, *request)
        except ValueError as error:
            result = f"ValueError: {error}"
        if result is not expected:
            self.note(what, made, *request, f"oauthlib says {result}, not {expected}")

    def ours_to_theirs(self, chunk):
        unsigned = [placed(made, protocol_pairs(made)) for made in chunk]
        results = self.batch.run([task("sign", made, *parts) for made, parts in zip(chunk, unsigned)])
        signed = []
        for made, parts, result in zip(chunk, unsigned, results):
            if result["error"]:
                self.note("sign", made, *parts, f"we say {result['error']}")
                continue
            request = placed(made, protocol_pairs(made) + [("oauth_signature", result["signature"])])
            signed.append((made, request))
            self.expect("signed by us, verified by oauthlib", made, request, True)
        return signed

    def theirs_to_ours(self, chunk):
        signed = []
        for made in chunk:
            try:
                signed.append((made, self.peer.sign(made)))
            except ValueError as error:
                self.note("oauthlib signs", made, made.url, made.headers, made.body, f"oauthlib says ValueError: {error}")
        self.verify("signed by oauthlib, verified by us", signed, True)
        return signed

    def verify(self, what, requests, expected):
        tasks = [task("verify", made, *request, now=made.timestamp, allow_unsigned_body=True) for made, request in requests]
        for (made, request), result in zip(requests, self.batch.run(tasks)):
            self.counts[what] += 1
            if result["valid"] is not expected:
                self.note(what, made, *request, f"we say {result['valid']}, {result['error']}")

    def tampered(self, requests):
        """Neither side may accept a request with one changed character."""
        changed = []
        for made, (url, headers, body) in requests:
            if made.signature_method == "PLAINTEXT":
                continue  # Signs no part of the request (RFC 5849 section 3.4.4).
            place = self.generator.random.choice(["url", "body", "header"])
            if place == "body" and made.is_form and body:
                body = self.generator.tamper(body)
            elif place == "header" and "Authorization" in headers and made.realm is None:
                value = self.generator.tamper(headers["Authorization"][6:])
                headers = dict(headers, Authorization="OAuth " + value)
            else:
                split = urlsplit(url)
                tail = self.generator.tamper(split.path + ("?" + split.query if split.query else ""))
                url = tail and f"{split.scheme}://{split.netloc}{tail}"
            if url and body != "" and url != made.url or place != "url":
                if url and (body is not None or made.body is None):
                    changed.append((made, (url, headers, body)))
        self.verify("tampered with, refused by us", changed, False)
        for made, request in changed:
            self.expect("tampered with, refused by oauthlib", made, request, False)

    def run(self, count):
        done = 0
        while done < count and self.failures < 20:
            chunk = [self.generator.request() for _ in range(min(CHUNK, count - done))]
            done += len(chunk)
            signed = self.ours_to_theirs(chunk)
            self.theirs_to_ours(chunk)
            self.tampered(signed)
        self.batch.close()
        return done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("toopher")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rsa-share", type=float, default=0.02)
    arguments = parser.parse_args()
    comparison = Comparison(arguments)
    done = comparison.run(arguments.count)
    print(f"{done} random requests from seed {arguments.seed}")
    for what, number in sorted(comparison.counts.items()):
        print(f"{number:9d} {what}")
    print(f"{comparison.failures:9d} unexplained")
    sys.exit(1 if comparison.failures else 0)


if __name__ == "__main__":
    main()
