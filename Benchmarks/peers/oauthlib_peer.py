"""oauthlib (PyPI): its client signs, its SignatureOnlyEndpoint verifies.

    oauthlib_peer.py sign|verify SECONDS
"""

import json
import os
import platform
import sys
import time
from urllib.parse import quote

import oauthlib
from oauthlib import oauth1

BATCH = 8
METHOD, URL, FORM = (os.environ["BENCH_" + name] for name in ("METHOD", "URL", "FORM"))
KEY, SECRET = os.environ["BENCH_CONSUMER_KEY"], os.environ["BENCH_CONSUMER_SECRET"]
NONCE, TIMESTAMP = os.environ["BENCH_NONCE"], os.environ["BENCH_TIMESTAMP"]
SIGNATURE, AUTHORIZATION = os.environ["BENCH_SIGNATURE"], os.environ["BENCH_AUTHORIZATION"]
FORM_HEADER = {"Content-Type": "application/x-www-form-urlencoded"}


class Validator(oauth1.RequestValidator):
    # Lengths that the work's key and nonce have.
    client_key_length = nonce_length = (7, 30)
    dummy_client = "dummy"
    # oauthlib reads the real clock, so its window reaches back to the work's timestamp.
    timestamp_lifetime = time.time() - int(TIMESTAMP) + 300

    def validate_client_key(self, client_key, request):
        return client_key == KEY

    def get_client_secret(self, client_key, request):
        return SECRET if client_key == KEY else "nobody's"

    def validate_timestamp_and_nonce(self, *arguments, **more):
        return True


client = oauth1.Client(KEY, client_secret=SECRET, nonce=NONCE, timestamp=TIMESTAMP)
validator = Validator()
endpoint = oauth1.SignatureOnlyEndpoint(validator)


def sign():
    return client.sign(URL, METHOD, FORM, dict(FORM_HEADER))[1]["Authorization"]


def verify(authorization=AUTHORIZATION, form=FORM):
    return endpoint.validate_request(URL, METHOD, form, {**FORM_HEADER, "Authorization": authorization})[0]


def prove():
    assert 'oauth_signature="%s"' % quote(SIGNATURE, safe="") in sign(), "oauthlib signs otherwise"
    assert verify() and verify(sign()), "oauthlib cannot verify"
    assert not verify(form=FORM.replace("jdoe", "jdof"))
    assert not verify(AUTHORIZATION.replace("FaO6Y", "FaO7Y"))
    assert not verify(AUTHORIZATION.replace('"abcdef0', '"bbcdef0'))
    lifetime, validator.timestamp_lifetime = validator.timestamp_lifetime, 300
    assert not verify()
    validator.timestamp_lifetime = lifetime


def measure(operation, seconds):
    clock, batches = time.perf_counter_ns, []
    start = last = clock()
    end = start + int(seconds * 1e9)
    while last < end:
        for _ in range(BATCH):
            operation()
        now = clock()
        batches.append(now - last)
        last = now
    batches.sort()
    operations, took = len(batches) * BATCH, (last - start) / 1e9

    def percentile(share):
        return batches[min(len(batches) - 1, int(len(batches) * share))] // BATCH

    return {
        "library": "oauthlib", "version": "%s, Python %s" % (oauthlib.__version__, platform.python_version()),
        "operation": operation.__name__, "threads": 1, "seconds": round(took, 3), "operations": operations,
        "per_second": round(operations / took), "p50_ns": percentile(0.5), "p99_ns": percentile(0.99),
        "p999_ns": percentile(0.999), "allocations_per_operation": None, "raw_hmac_per_second": -1,
        "share_of_raw_hmac": -1,
    }


prove()
print(json.dumps(measure({"sign": sign, "verify": verify}[sys.argv[1]], float(sys.argv[2])), separators=(",", ":")))
