"""Verifies an export of the log, written from docs/audit.md and RFC 9162 alone: it shares no code with the product.

    verify.py EXPORT [--head FILE] [--tree-only]

Signatures need the package `cryptography`; without it, or with --tree-only, only hashes, tree and order are verified, and the
output says so. Ends with 0 if the log is what it claims to be, with 2 and a line about the first wrong entry if not.
"""
import base64
import hashlib
import json
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
except ImportError:
    ec = None


class Wrong(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def decode(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Wrong(f"not canonical base64url: {text}")
    return data


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def canonical(value):
    """RFC 8785, for objects whose names are ASCII and whose numbers are integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Tree:
    """MTH of RFC 9162 section 2.1.1, by its definition; complete subtrees are computed once."""

    def __init__(self):
        self.leaves = []
        self.complete = {}

    def root(self, start=0, end=None):
        end = len(self.leaves) if end is None else end
        count = end - start
        if count == 0:
            return sha256(b"")
        if count == 1:
            return self.leaves[start]
        if (start, end) in self.complete:
            return self.complete[start, end]
        left = 1 << ((count - 1).bit_length() - 1)
        node = sha256(b"\x01" + self.root(start, start + left) + self.root(start + left, end))
        if count & (count - 1) == 0:
            self.complete[start, end] = node
        return node


def is_signed(point, signature, message):
    if ec is None:
        return True
    if len(signature) != 64:
        return False
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False


def head_message(head):
    return b"toopher-tree-head-1\n" + canonical({name: head[name] for name in ("key", "root", "size", "time")})


DECISION, REVOCATION = b"toopher-decision-2", b"toopher-revocation-1"
#: What devices sign: the member that names the subject, the kind and the title of the record.
SIGNED = {
    "request_decided": ("request", "authentication_request", DECISION),
    "pairing_decided": ("pairing", "pairing", DECISION),
    "pairing_confirmed": ("pairing", "pairing_confirmation", DECISION),
    "pairing_revoked": ("pairing", "pairing", REVOCATION),
    "automation_revoked": ("automation", "automation", REVOCATION),
}


def record_fields(record, expected):
    title, rest = record.split(b"\n", 1)
    if title != expected:
        raise Wrong("no record of a decision")
    fields = {}
    while rest:
        line, rest = rest.split(b"\n", 1)
        name, count = line.rsplit(b" ", 1)
        fields[name.decode()] = rest[: int(count)]
        if rest[int(count) : int(count) + 1] != b"\n":
            raise Wrong("a field has another length than it says")
        rest = rest[int(count) + 1 :]
    return fields


def kept_heads(path):
    with open(path, "rb") as lines:
        heads = [json.loads(line) for line in lines if line.strip()]
    for head in heads:
        if encode(sha256(decode(head["public_key"]))) != head["key"]:
            raise Wrong("a kept head names another key")
        if not is_signed(decode(head["public_key"]), decode(head["signature"]), head_message(head)):
            raise Wrong("a kept head is not signed")
    return {head["size"]: head["root"] for head in heads}


def verify(path, kept):
    tree, keys, trusted, devices, decided = Tree(), {}, {}, {}, set()
    proven, last_time, decisions, ended = 0, None, 0, False
    with open(path, "rb") as lines:
        for number, line in enumerate(lines):
            line = line.rstrip(b"\n")
            value = json.loads(line)
            if canonical(value) != line:
                raise Wrong(f"line {number + 1} is not canonical")
            if ended or (number == 0) != ("format" in value):
                raise Wrong(f"line {number + 1} is out of place")
            if "format" in value:
                if value["format"] != "toopher-audit-log-1":
                    raise Wrong("another format")
            elif "key" in value:
                point = decode(value["key"]["public_key"])
                keys[encode(sha256(point))] = point
            elif "entry" in value:
                index = len(tree.leaves)
                try:
                    decisions += entry(value, index, tree, trusted, devices, decided)
                except Wrong as error:
                    raise Wrong(f"entry {index} {error}") from None
                size = len(tree.leaves)
                if size in kept and kept[size] != encode(tree.root()):
                    raise Wrong(f"the kept head of {size} entries is of another log")
            elif "head" in value:
                head = value["head"]
                size = head["size"]
                if size > len(tree.leaves):
                    raise Wrong(f"entry {len(tree.leaves)} is missing")
                if size <= proven or (last_time is not None and head["time"] < last_time):
                    raise Wrong(f"the head of {size} entries is out of order")
                if head["key"] not in keys or not is_signed(keys[head["key"]], decode(head["signature"]), head_message(head)):
                    raise Wrong(f"the head of {size} entries is not signed")
                if encode(tree.root(0, size)) != head["root"] or size != len(tree.leaves):
                    raise Wrong(f"entry {proven} or one after it, up to {size - 1}, was changed, moved or invented")
                if head["key"] not in trusted:
                    raise Wrong("a key that signs heads is not in the log")
                proven, last_time = size, head["time"]
            elif "end" in value:
                if value["end"]["entries"] != len(tree.leaves):
                    raise Wrong(f"entry {len(tree.leaves)} is missing")
                ended = True
            else:
                raise Wrong(f"line {number + 1} is unknown")
    if not ended:
        raise Wrong("the export is cut short")
    if proven != len(tree.leaves):
        raise Wrong(f"entry {proven} is under no head")
    for size in kept:
        if size > len(tree.leaves):
            raise Wrong(f"entry {len(tree.leaves)} is missing: a kept head has {size}")
    return len(tree.leaves), decisions


def entry(value, index, tree, trusted, devices, decided):
    """Verifies an entry and appends it; returns 1 for a decision of a device."""
    if value["index"] != index:
        raise Wrong("is missing or not in its place")
    text = value["entry"]
    if isinstance(text, str):
        raise Wrong("is no entry")
    leaf = sha256(b"\x00" + canonical(text))
    if encode(leaf) != value["leaf"]:
        raise Wrong("was changed")
    tree.leaves.append(leaf)
    kind = text["type"]
    if kind == "log_key":
        point = decode(text["key"])
        if trusted and not (
            text.get("by") in trusted
            and is_signed(trusted[text["by"]], decode(text["signature"]), b"toopher-log-key-1\n" + text["key"].encode() + b"\n")
        ):
            raise Wrong("adds a key that no key of the log has signed")
        trusted[encode(sha256(point))] = point
    elif kind in ("device_registered", "device_imported"):
        if devices.setdefault(text["device"], text["key"]) != text["key"]:
            raise Wrong("registers a device again")
    elif kind in ("request_automated", "request_password", "request_ended"):
        decide((text["request"], ""), decided)
    elif kind in SIGNED:
        member, record_kind, title = SIGNED[kind]
        subject = text[member]
        decide((subject, kind if kind in ("pairing_confirmed", "pairing_revoked", "automation_revoked") else ""), decided)
        record = value.get("record", "").encode()
        if encode(sha256(record)) != text["record_sha256"]:
            raise Wrong("has another record")
        point = decode(devices.get(text["device"], ""))
        if encode(sha256(point)) != text["device_key"]:
            raise Wrong("is signed with another key")
        fields = record_fields(record, title)
        expected = {
            "id": subject, "kind": record_kind, "device": text["device"], "user-id": text["user"],
            "requester-id": text["requester"],
        }  # fmt: skip
        if title == DECISION:
            expected["decision"] = text["decision"]
            if text["outcome"] in ("granted", "enabled", "approved") and text["decision"] != "approve":
                raise Wrong("grants what was denied")
        if any(fields.get(name) != value.encode() for name, value in expected.items()):
            raise Wrong("has the record of something else")
        if not is_signed(point, decode(text["signature"]), record):
            raise Wrong("has a wrong signature")
        return 1
    return 0


def decide(subject, decided):
    if subject in decided:
        raise Wrong("decides a second time")
    decided.add(subject)


def main(arguments):
    global ec
    if "--tree-only" in arguments:
        arguments.remove("--tree-only")
        ec = None
    kept = {}
    try:
        if "--head" in arguments:
            place = arguments.index("--head")
            kept = kept_heads(arguments[place + 1])
            del arguments[place : place + 2]
        (path,) = arguments
        entries, decisions = verify(path, kept)
    except (Wrong, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"not valid: {error}")
        return 2
    signatures = "signatures verified" if ec else "signatures NOT verified"
    print(f"valid: {entries} entries, {decisions} decisions, {signatures}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
