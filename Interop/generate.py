"""Random requests from a seed, spelled as real clients spell them."""

import random
from dataclasses import dataclass, field
from urllib.parse import quote

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
FORM = "application/x-www-form-urlencoded"
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "post", "Get"]
HOSTS = ["example.com", "EXAMPLE.com", "api.Example.co.uk", "localhost", "127.0.0.1", "[::1]", "[2001:DB8::7]",
         "xn--bcher-kva.example", "a-b.example"]
TEXTS = ["", " ", "  ", "+", "%", "%20", "&", "=", "a=b&c=d", "~", "*", "'", "!", "(x)", "[0]", "searchCriteria[a][0]",
         "é", "日本語", "\U0001f600", "\x00", "\n", "\r\n", "\"", "\\", "/", "?", "#", "@", ":", ",", ";", "%zz", "a+b c",
         "ÿ", "\x7f", "-._~", "oauth", "0", "A", "a", "Z" * 60]


@dataclass
class Made:
    """A request and the keys to sign it."""
    method: str
    url: str
    headers: dict = field(default_factory=dict)
    body: str | None = None
    is_form: bool = False
    consumer_key: str = ""
    consumer_secret: str = ""
    token: str | None = None
    token_secret: str | None = None
    signature_method: str = "HMAC-SHA1"
    nonce: str = ""
    timestamp: int = 0
    realm: str | None = None
    place: str = "header"


class Generator:
    def __init__(self, seed, rsa_share):
        self.random = random.Random(seed)
        self.rsa_share = rsa_share

    def text(self):
        pick = self.random.random()
        if pick < 0.4:
            return self.random.choice(TEXTS)
        if pick < 0.8:
            return "".join(self.random.choice(UNRESERVED) for _ in range(self.random.randint(0, 12)))
        return "".join(chr(self.random.choice([self.random.randint(1, 0x7e), self.random.randint(0xa0, 0x2fff),
                                               self.random.randint(0x1f300, 0x1faff)]))
                       for _ in range(self.random.randint(1, 6)))

    def name(self):
        # Protocol parameters are added later.
        name = self.text() or "n"
        return "x" + name if name.startswith("oauth_") else name

    def parameters(self):
        many = self.random.choice([0, 0, 1, 2, 3, 5, 12])
        pairs = [(self.name(), self.text()) for _ in range(many)]
        if pairs and self.random.random() < 0.3:
            pairs.append((pairs[0][0], self.text()))
        if pairs and self.random.random() < 0.1:
            pairs.append(pairs[0])
        return pairs

    def spell(self, text):
        """Returns an encoding of `text` that is valid in a form, not always that of RFC 5849 section 3.6."""
        encoded = quote(text, safe="-._~")
        style = self.random.random()
        if style < 0.4:
            encoded = encoded.replace("%20", "+")
        if 0.3 < style < 0.5:
            encoded = "".join(c.lower() if i > 1 and "%" in encoded[i - 2:i] else c for i, c in enumerate(encoded))
        if 0.5 < style < 0.6:
            encoded = encoded.replace("%2A", "*").replace("%27", "'").replace("%21", "!").replace("~", "%7E")
        return encoded

    def form(self, pairs):
        return "&".join(self.spell(name) + "=" + self.spell(value) for name, value in pairs)

    def url(self):
        scheme = self.random.choice(["http", "https", "HTTP", "HttpS"])
        port = self.random.choice(["", "", "", ":80", ":443", ":8080", ":65535"])
        path = self.random.choice(["", "/", "/v1/pairings/create", "/a%2Fb", "/a%20b/%C3%A9", "/%7Ejo/~jo", "/a//b/",
                                   "/a/./b/../c", "/A+b", "/a;p=1", "/:@!$&'()*,=", "/%e3%81%82"])
        query = self.form(self.parameters())
        return f"{scheme}://{self.random.choice(HOSTS)}{port}{path}" + ("?" + query if query else "")

    def request(self):
        method = self.random.choice(METHODS)
        made = Made(method=method, url=self.url())
        made.consumer_key = self.text().strip() or "key"
        made.consumer_secret = self.text()
        if self.random.random() < 0.5:
            made.token = self.text().strip() or "token"
            made.token_secret = self.text()
        made.nonce = "".join(self.random.choice(UNRESERVED) for _ in range(self.random.randint(1, 40)))
        made.timestamp = self.random.randint(1, 1 << 40)
        methods = ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512"]
        if self.random.random() < self.rsa_share:
            methods = ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"]
        elif self.random.random() < 0.1 and made.url.lower().startswith("https:"):
            methods = ["PLAINTEXT"]
        made.signature_method = self.random.choice(methods)
        self.add_body(made)
        made.place = self.random.choice(["header", "header", "query"] + (["body"] if made.is_form else []))
        if made.place == "header" and self.random.random() < 0.3:
            made.realm = self.random.choice(["", "Photos", "http://photos.example.net/", "1234567_SB1"])
        return made

    def add_body(self, made):
        if made.method.upper() not in ("POST", "PUT", "PATCH", "DELETE") or self.random.random() < 0.3:
            return
        if self.random.random() < 0.75:
            made.is_form = True
            made.headers["Content-Type"] = FORM
            made.body = self.form(self.parameters())
        else:
            made.headers["Content-Type"] = self.random.choice(["application/json", "text/plain", "multipart/form-data"])
            # oauthlib regards an empty body as a form without parameters, and refuses to sign it.
            made.body = self.random.choice(['{"a": 1}', "[]", "<a/>", "é"])

    def tamper(self, text, avoid=""):
        """Returns `text` with one ASCII letter or digit replaced; None if it has none."""
        places = [i for i, c in enumerate(text) if c.isascii() and c.isalnum() and not text[max(0, i - 2):i].count("%")]
        if not places:
            return None
        place = self.random.choice(places)
        other = self.random.choice([c for c in "abcXYZ0189" if c.lower() != text[place].lower()])
        return text[:place] + other + text[place + 1:]
