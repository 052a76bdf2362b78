"""The parts of the phone app that need no page: records, words, passwords, names, links, times and texts, each against values
that come from elsewhere."""

import base64
import hashlib
import hmac
import json
import re
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: RFC 6238 appendix B, SHA-1.
PASSWORDS = {
    59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037",
    20000000000: "65353130",
}  # fmt: skip

SHOWABLE = [
    "Example Shop", "jdoe", "Straße 12", "日本語", "عربي", "👍", "<b>bold</b>", "a&b", "O\u2019Neil", "e\u0301".replace("e\u0301", "é"),
    "q\u0307\u0323".replace("q\u0307\u0323", "q\u0323\u0307"), "-",
]  # fmt: skip

HIDDEN = [
    "", " ", " a", "a ", "a  b", "a\u00a0b", "a\tb", "a\nb", "a\u200bb", "a\u202eb", "a\u2066b\u2069", "a\u00adb", "\u2800", "\ufffd",
    "a\u0000b", "\u0301a", "a \u0301b", "a" + "\u0301" * 7, "a" + "\u0323" * 128, "e\u0301", "\ue000", "\u3164", "\u115f",
    "a\ufe0f", "\u2028", "\U000e0041",
]  # fmt: skip

HOME = "https://auth.example.org/base/phone/"
TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx"
LINKS = {
    f"https://auth.example.org/base/pair/{TOKEN}": {"token": TOKEN},
    f"  https://AUTH.example.org:443/base/pair/{TOKEN}\n": {"token": TOKEN},
    f"https://auth.example.org/base/phone/#pair={TOKEN}": {"token": TOKEN},
    f"https://auth.example.org/pair/{TOKEN}": {"service": "https://auth.example.org/"},
    f"http://auth.example.org/base/pair/{TOKEN}": {"service": "http://auth.example.org/base/"},
    f"https://other.example.org/base/pair/{TOKEN}": {"service": "https://other.example.org/base/"},
    f"https://other.example.org/phone/#pair={TOKEN}": {"service": "https://other.example.org/"},
    f"https://auth.example.org/base/pair/{TOKEN}/": {},
    "https://auth.example.org/base/pair/short": {},
    f"https://auth.example.org/base/pair/{TOKEN[:-1]}%2e": {},
    f"javascript:alert(1)//pair/{TOKEN}": {},
    f"https://auth.example.org/base/phone/#other={TOKEN}": {},
    TOKEN: {},
    "": {},
}


def password(secret, time, digits=6, period=30):
    """RFC 6238, for a secret in base32."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time) // period), hashlib.sha1).digest()
    start = mac[-1] & 15
    return str((struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF) % 10**digits).zfill(digits)


def words():
    """The list of the service."""
    source = (ROOT / "Sources/DeviceProtocol/FingerprintWords.swift").read_text()
    return re.search(r'"""\n(.*?)"""', source, re.DOTALL).group(1).split()


def fingerprint(key):
    numbers = struct.unpack(">4Q", hashlib.sha256(key).digest())
    return " ".join(words()[number % len(words())] for number in numbers)


def record(title):
    """A record of the documentation, and its fields."""
    text = (ROOT / "docs/device-protocol.md").read_text()
    block = re.search(rf"```\n({title}\n.*?)```", text, re.DOTALL).group(1)
    fields, rest = {}, block.split("\n", 1)[1].encode()
    while rest:
        line, rest = rest.split(b"\n", 1)
        name, length = line.decode().split(" ")
        fields[name] = rest[: int(length)].decode()
        rest = rest[int(length) + 1 :]
    return block, fields


class Vectors:
    """Runs the modules in a page of the app."""

    def __init__(self, phone, fail):
        self.phone = phone
        self.fail = fail
        self.count = 0

    def equal(self, what, module, script, expected):
        self.count += 1
        found = json.loads(
            self.phone.evaluate(
                f"import('./{module}').then(async (module) => JSON.stringify((await ({script})) ?? null))"
            )
        )
        if found != expected:
            self.fail(f"{what}: {found!r}, not {expected!r}")

    def run(self):
        for part in (self.records, self.identities, self.passwords, self.names, self.links, self.streams, self.pauses,
                     self.times, self.subjects, self.texts):  # fmt: skip
            part()
        return self.count

    def records(self):
        text = "new TextDecoder().decode"
        block, fields = record("toopher-device-call-1")
        call = {
            "method": "POST", "url": fields["url"], "body": "", "device": fields["device"],
            "timestamp": int(fields["timestamp"]), "nonce": fields["nonce"],
        }  # fmt: skip
        for key, expected in [(None, True), *((key, False) for key in call)]:
            changed = call | ({key: f"{call[key]}x"} if key else {})
            script = f"{text}(await module.callRecord({json.dumps(changed)})) === {json.dumps(block)}"
            self.equal(f"call record, {key} changed", "records.js", f"(async () => {script})()", expected)

        block, fields = record("toopher-decision-2")
        subject = {name: {"id": fields[f"{name}-id"], "name": fields[f"{name}-name"]}
                   for name in ("requester", "user", "action", "terminal", "phone")}  # fmt: skip
        subject |= {
            "phoneWords": fields["phone-words"],
            "kind": fields["kind"], "id": fields["id"], "isFirstFromTerminal": True, "challengeRequired": False, "automationAllowed": False,
            "numberDigits": 2, "created": int(fields["created"]), "expires": int(fields["expires"]),
        }  # fmt: skip
        answer = {
            "decision": "approve", "reason": "", "number": "42", "challengeMet": False, "automatedUntil": 0,
            "decided": int(fields["decided"]),
        }  # fmt: skip

        def compare(what, expected, subject=subject, answer=answer, service=fields["service"]):
            script = (
                f"{text}(module.decisionRecord({json.dumps(service)}, {json.dumps(subject)}, {json.dumps(answer)}, "
                f"{json.dumps(fields['device'])})) === {json.dumps(block)}"
            )
            self.equal(f"decision record, {what} changed", "records.js", script, expected)

        compare("nothing", True)
        compare("service", False, service="https://auth.example.org/v2/")
        for key, value in subject.items():
            other = value | {"name": value["name"] + " "} if isinstance(value, dict) else not value
            compare(key, False, subject=subject | {key: other})
            if isinstance(value, dict):
                compare(f"{key} id", False, subject=subject | {key: value | {"id": value["id"][1:] + "x"}})
        for key, value in answer.items():
            compare(key, False, answer=answer | {key: f"{value}1"})
        block, fields = record("toopher-credential-1")
        values = [fields["service"], fields["device"], fields["credential"], fields["public-key"], True, fields["set"]]
        for index in range(-1, len(values)):
            changed = [(not each if each is True else f"{each}x") if at == index else each for at, each in enumerate(values)]
            script = f"{text}(module.credentialRecord(...{json.dumps(changed)})) === {json.dumps(block)}"
            self.equal(f"credential record, {index} changed", "records.js", script, index < 0)
        # Lengths are of bytes, and a moved border shows.
        swap = subject | {"user": {"id": subject["user"]["id"], "name": "jd\nœ"}}
        script = f"{text}(module.decisionRecord('', {json.dumps(swap)}, {json.dumps(answer)}, '')).includes('user-name 5\\njd\\nœ\\n')"
        self.equal("length in bytes", "records.js", script, True)
        self.revocations()

    def revocations(self):
        text = "new TextDecoder().decode"
        block, fields = record("toopher-revocation-1")
        subject = {name: {"id": fields[f"{name}-id"], "name": fields[f"{name}-name"]}
                   for name in ("requester", "user", "action", "terminal")}  # fmt: skip
        subject |= {"kind": fields["kind"], "id": fields["id"], "decision": fields["decision"]}
        ends = {"service": fields["service"], "revoked": int(fields["revoked"]), "device": fields["device"]}

        def compare(what, expected, subject=subject, ends=ends):
            values = ", ".join(json.dumps(each) for each in (ends["service"], subject, ends["revoked"], ends["device"]))
            script = f"{text}(module.revocationRecord({values})) === {json.dumps(block)}"
            self.equal(f"revocation record, {what} changed", "records.js", script, expected)

        compare("nothing", True)
        for key, value in subject.items():
            if isinstance(value, dict):
                for part in value:
                    compare(f"{key} {part}", False, subject=subject | {key: value | {part: value[part] + " "}})
            else:
                compare(key, False, subject=subject | {key: f"{value}1"})
        for key, value in ends.items():
            compare(key, False, ends=ends | {key: f"{value}1"})

        # What is listed is shown and signed as it is, or not at all.
        name = {"id": "1", "name": "n"}
        pairing = {"id": "p", "requester": name, "user": name, "created": 1}
        automation = pairing | {"action": name, "terminal": name, "decision": "deny", "expires": 2}
        none = {"id": "", "name": ""}
        expected = {"requester": name, "user": name}
        for function, listed, found in [
            ("endablePairing", pairing, {"kind": "pairing", "action": none, "terminal": none, "decision": ""}),
            ("endableAutomation", automation, {"kind": "automation", "action": name, "terminal": name, "decision": "deny"}),
        ]:
            script = f"module.{function}({json.dumps(listed)})"
            self.equal(function, "subjects.js", script, expected | found | {"id": "p"})
            self.equal(f"{function}, frozen", "subjects.js", f"Object.isFrozen({script})", True)
            for member in set(listed) - {"created", "expires"}:
                bad = json.dumps(listed | {member: 1})
                script = f"(() => {{ try {{ module.{function}({bad}); return 'taken'; }} catch {{ return 'refused'; }} }})()"
                self.equal(f"{function}, another {member}", "subjects.js", script, "refused")

    def identities(self):
        self.equal("words", "words.js", "module.words", words())
        for seed in range(4):
            key = b"\x04" + hashlib.sha512(bytes([seed])).digest()
            script = f"module.fingerprint(new Uint8Array({list(key)}))"
            self.equal("fingerprint", "fingerprint.js", script, fingerprint(key))
        for size in range(6):
            data = bytes(range(250, 250 + size)) if size < 6 else b""
            text = base64.urlsafe_b64encode(data).decode().rstrip("=")
            self.equal("base64url", "bytes.js", f"module.base64url(new Uint8Array({list(data)}))", text)
            self.equal("from base64url", "bytes.js", f"[...module.fromBase64url('{text}')]", list(data))
            text = base64.b32encode(data).decode().rstrip("=")
            self.equal("from base32", "bytes.js", f"[...module.fromBase32('{text}')]", list(data))
        throws = "(() => {{ try {{ module.{}('{}'); return false; }} catch {{ return true; }} }})()"
        for function, bad in [("fromBase64url", "a+b"), ("fromBase32", "a"), ("fromBase32", "A"), ("fromBase32", "AB"),
                              ("fromBase32", "A1======")]:  # fmt: skip
            self.equal(f"{function} {bad}", "bytes.js", throws.format(function, bad), True)

    def passwords(self):
        secret = base64.b32encode(b"12345678901234567890").decode()
        for time, expected in PASSWORDS.items():
            script = f"module.passwordKey('{secret}').then((key) => module.password(key, {time}, 8))"
            self.equal(f"password at {time}", "otp.js", script, expected)
            if password(secret, time, 8) != expected:
                self.fail(f"the test's own password at {time}")
        script = f"module.passwordKey('{secret}').then((key) => key.extractable)"
        self.equal("a secret that can be read", "otp.js", script, False)
        self.equal("groups of 6", "otp.js", "module.grouped('123456')", "123 456")
        self.equal("groups of 8", "otp.js", "module.grouped('12345678')", "1234 5678")

    def names(self):
        for expected, names in [(True, SHOWABLE), (False, HIDDEN)]:
            for name in names:
                self.equal(f"showable {name!r}", "names.js", f"module.isShowable({json.dumps(name)})", expected)
        self.equal("lone surrogate", "names.js", r"module.isShowable('a\ud800')", False)
        self.equal("escaped", "names.js", "module.escaped('a\\u202eb\\u0301')", "a[U+202E]b[U+0301]")
        self.equal("safe", "names.js", "module.safe('a\\u202eb\\u0301 c\\u202fd')", "a[U+202E]b\u0301 c\u202fd")
        self.equal("isolated", "names.js", "module.isolated('\\u2069a')", "\u2068[U+2069]a\u2069")
        self.equal("escaped, long", "names.js", "module.escaped('\\u0301'.repeat(100000)).length < 4000", True)

    def links(self):
        for link, expected in LINKS.items():
            script = f"module.invitation({json.dumps(link)}, {json.dumps(HOME)})"
            self.equal(f"link {link!r}", "links.js", script, expected)

    def streams(self):
        stream = ": hello\r\nevent: pending\nid: 7\ndata: {\rdata: }\r\n\r\ndata:x\n\nid: 8\n\nevent: pending\nid\ndata\n\n"
        expected = [
            {"type": "pending", "data": "{\n}", "id": "7"}, {"type": "message", "data": "x", "id": "7"},
            {"type": "pending", "data": "", "id": ""},
        ]  # fmt: skip
        for size in (1, 2, 3, 5, 1000):
            script = f"""(() => {{ const [found, text] = [[], {json.dumps(stream)}];
                const feed = module.eventParser((event) => found.push(event));
                for (let start = 0; start < text.length; start += {size}) feed(text.slice(start, start + {size}));
                return found; }})()"""
            self.equal(f"events in pieces of {size}", "event-stream.js", script, expected)
        for text in ("'x'.repeat(2000000)", "'data: ' + 'x'.repeat(600000) + '\\n'"):
            script = f"""(() => {{ const feed = module.eventParser(() => {{}});
                try {{ for (let i = 0; i < 3; i += 1) feed({text}); return "endless"; }} catch {{ return "ended"; }} }})()"""
            self.equal("an endless event", "event-stream.js", script, "ended")

    def pauses(self):
        for failures, least, most in [(1, 1000, 2000), (3, 4000, 8000), (50, 30000, 60000)]:
            for random, expected in [(0, least), (1, most)]:
                self.equal(f"after {failures}", "pauses.js", f"module.afterFailures({failures}, () => {random})", expected)
        for told, expected in [("'7'", 7000), ("null", 1000), ("'x'", 1000), ("'-3'", 1000), ("'100000'", 600000)]:
            self.equal(f"as told {told}", "pauses.js", f"module.asTold({told}, () => 0)", expected)
        for arguments, expected in [("100, false", 900), ("20000, false", 0), ("100, true", 1900)]:
            self.equal(f"after {arguments}", "pauses.js", f"module.afterResponse({arguments}, () => 0)", expected)

    def times(self):
        for seconds, expected in [(65, "1:05"), (0, "0:00"), (-5, "0:00"), (600, "10:00")]:
            self.equal("remaining", "times.js", f"module.remaining({seconds})", expected)
        for seconds, expected in [(3600, "1 hour"), (-7300, "2 hours"), (90, "2 minutes"), (200000, "2 days"), (5, "5 seconds")]:
            self.equal("span", "times.js", f"module.span({seconds}, 'en')", expected)

    def subjects(self):
        name = {"id": "1", "name": "n"}
        request = {
            "id": "r", "requester": name, "user": name, "action": name, "terminal": name,
            "first_from_terminal": False, "challenge_required": False,
            "number_digits": 0, "automation_allowed": False, "created": 1, "expires": 2,
        }  # fmt: skip
        throws = "(() => {{ try {{ module.pendingList({}); return 'taken'; }} catch {{ return 'refused'; }} }})()"

        def compare(what, value, expected):
            lists = json.dumps({"pairings": [], "authentication_requests": [value], "more": 0})
            self.equal(f"list, {what}", "subjects.js", throws.format(lists), expected)

        compare("complete", request, "taken")
        for member in request:
            compare(f"without {member}", {key: value for key, value in request.items() if key != member}, "refused")
            compare(f"with another {member}", request | {member: ["x"]}, "refused")
        order = [request | {"id": f"{at}", "created": at} for at in (3, 9, 5)]
        lists = json.dumps({"pairings": [order[0]], "authentication_requests": order[1:], "more": 4})
        script = f"module.pendingList({lists}).subjects.map(({{ id }}) => id)"
        self.equal("the newest first", "subjects.js", script, ["9", "5", "3"])

    def texts(self):
        script = "Object.entries(module.languages).map(([code, texts]) => [code, texts])"
        found = {}
        for code in ("en", "de", "es", "zh"):
            found[code] = json.loads(
                self.phone.evaluate(f"import('./text-{code}.js').then(({{ texts }}) => JSON.stringify(texts))")
            )
        self.equal("languages", "languages.js", f"({script}).map(([code]) => code)", list(found))
        for code, texts in found.items():
            for key, text in found["en"].items():
                self.count += 1
                # Chinese has one form for every number.
                if code == "zh" and key.endswith("_one"):
                    continue
                if not texts.get(key, "").strip():
                    self.fail(f"{code} lacks {key}")
                elif sorted(re.findall(r"\{\w+\}", text)) != sorted(re.findall(r"\{\w+\}", texts[key])):
                    self.fail(f"{code} has other values in {key}")
            if extra := set(texts) - set(found["en"]):
                self.fail(f"{code} has {sorted(extra)} besides")
        for preferences, expected in [(["fr", "de-AT"], "de"), (["zh-Hant-TW"], "zh"), (["fr"], "en"), (["constructor"], "en")]:
            self.equal("preferred", "languages.js", f"module.preferred({json.dumps(preferences)})", expected)
