"""Makes logs, tampers with their exports, and compares what `toopher audit verify` and verify.py say: see script/check-audit."""
import json
import os
import random
import subprocess
import sys
import tempfile

import verify

DECISIONS = 300


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True)


def tampered(lines, random):
    """Returns what was done, and the lines afterwards."""
    entries = [number for number, line in enumerate(lines) if line.startswith(b'{"entry"')]
    heads = [number for number, line in enumerate(lines) if line.startswith(b'{"head"')]
    (place, other), lines = sorted(random.sample(entries, 2)), list(lines)
    way = random.choice(
        ["byte", "drop", "swap", "swap with numbers", "repeat", "edit", "edit head", "drop head and entry", "cut", "record"]
    )
    value = json.loads(lines[place])
    if way == "byte":
        line = bytearray(lines[place])
        line[random.randrange(len(line))] ^= 1 << random.randrange(7)
        lines[place] = bytes(line)
    elif way == "drop":
        del lines[place]
    elif way == "swap":
        lines[place], lines[other] = lines[other], lines[place]
    elif way == "swap with numbers":
        second = json.loads(lines[other])
        value["index"], second["index"] = second["index"], value["index"]
        lines[place], lines[other] = verify.canonical(second), verify.canonical(value)
    elif way == "repeat":
        lines.insert(other, lines[place])
    elif way == "edit":
        value["entry"]["time"] += 1
        value["leaf"] = verify.encode(verify.sha256(b"\x00" + verify.canonical(value["entry"])))
        lines[place] = verify.canonical(value)
    elif way == "edit head":
        head = json.loads(lines[heads[0]])
        head["head"]["time"] += 1
        lines[heads[0]] = verify.canonical(head)
    elif way == "drop head and entry":
        lines = [line for number, line in enumerate(lines) if number not in (place, heads[-1])]
    elif way == "cut":
        del lines[place:]
        lines.append(verify.canonical({"end": {"entries": value["index"]}}))
    elif way == "record":
        place = next(number for number in entries if b'"record":"' in lines[number])
        lines[place] = lines[place].replace(b"Firefox", b"Firefux")
    return way, lines


def main(toopher):
    script = os.path.join(os.path.dirname(__file__), "verify.py")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        database, export, head = (os.path.join(folder, name) for name in ("a.sqlite", "a.jsonl", "head"))
        changed = os.path.join(folder, "b.jsonl")
        made = run(
            toopher, "bench", "audit", "--decisions", str(DECISIONS), "--phones", "7", "--batch", "25", "--database", database,
            "--key-file", database + ".key", "--export", export)
        if made.returncode != 0:
            print(made.stderr)
            return 1
        kept = run(toopher, "audit", "head", "--database", database, "--key-file", database + ".key")
        with open(head, "w") as file:
            file.write(kept.stdout)

        def outcomes(path):
            ours = run(toopher, "audit", "verify", path, "--head", head)
            theirs = run(sys.executable, script, path, "--head", head)
            return ours, theirs

        ours, theirs = outcomes(export)
        print(theirs.stdout.strip())
        if (ours.returncode, theirs.returncode) != (0, 0):
            print("a valid log:", ours.stdout, ours.stderr, theirs.stdout, theirs.stderr)
            return 1
        with open(export, "rb") as file:
            lines = file.read().splitlines()
        source = random.Random(9162)
        for _ in range(120):
            way, other = tampered(lines, source)
            if other == lines:
                continue
            with open(changed, "wb") as file:
                file.write(b"".join(line + b"\n" for line in other))
            ours, theirs = outcomes(changed)
            if (ours.returncode, theirs.returncode) != (2, 2):
                failures += 1
                print(f"{way}: {ours.returncode} {ours.stdout}{ours.stderr} {theirs.returncode} {theirs.stdout}")
        decision = json.loads(next(line for line in lines if b'"request_decided"' in line))["entry"]["request"]
        proof = run(toopher, "audit", "prove", decision, "--database", database, "--key-file", database + ".key")
        with open(changed, "w") as file:
            file.write(proof.stdout)
        verified = run(toopher, "audit", "verify", "--proof", changed, "--head", head)
        if verified.returncode != 0 or not proves(json.loads(proof.stdout), json.loads(kept.stdout)):
            failures += 1
            print("a proof:", proof.stderr, verified.stdout, verified.stderr)
    print(f"differences: {failures}")
    return 1 if failures else 0


def proves(proof, head):
    """RFC 9162 section 2.1.3.2, for the decision and the device's registration, and both signatures."""
    for part in (proof["decision"], proof["device"]):
        node, last = part["index"], head["size"] - 1
        value = verify.sha256(b"\x00" + verify.canonical(part["entry"]))
        for sibling in map(verify.decode, part["path"]):
            if last == 0:
                return False
            if node % 2 == 1 or node == last:
                value = verify.sha256(b"\x01" + sibling + value)
                while node % 2 == 0 and node != 0:
                    node, last = node >> 1, last >> 1
            else:
                value = verify.sha256(b"\x01" + value + sibling)
            node, last = node >> 1, last >> 1
        if last != 0 or verify.encode(value) != head["root"]:
            return False
    entry, record = proof["decision"]["entry"], proof["decision"]["record"].encode()
    key = verify.decode(proof["device"]["entry"]["key"])
    return (
        proof["head"] == head
        and verify.encode(verify.sha256(record)) == entry["record_sha256"]
        and verify.is_signed(key, verify.decode(entry["signature"]), record)
        and verify.is_signed(verify.decode(head["public_key"]), verify.decode(head["signature"]), verify.head_message(head))
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
