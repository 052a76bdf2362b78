"""What a program does with the library duo_client: ./python_client.py CASE [ARGUMENT]. Prints what it gets as JSON."""

import json
import os
import sys

import duo_client
from duo_client.auth_v1 import AuthV1


def client(secret=None):
    """Returns the library's client of the service."""
    return duo_client.Auth(
        os.environ["IKEY"], secret or os.environ["SKEY"], "localhost", ca_certs=os.environ["CA"],
        port=int(os.environ["PORT"]),
    )


def first():
    """Returns the library's client of the first version of the API."""
    return AuthV1(
        os.environ["IKEY"], os.environ["SKEY"], "localhost", ca_certs=os.environ["CA"], port=int(os.environ["PORT"])
    )


def told(call):
    """Returns the error that a call ends with."""
    try:
        return {"value": call()}
    except RuntimeError as error:
        return {"error": str(error)}


def polled(api, txid):
    """Asks for the state until it is final; returns all answers."""
    answers = []
    while not answers or answers[-1]["waiting"]:
        answers.append(api.auth_status(txid))
    return answers


def main(case, argument=None):
    api = client()
    cases = {
        "check": lambda: [sorted(api.ping()), sorted(api.check()), len(api.logo()) > 100],
        "preauth": lambda: api.preauth(username=argument),
        "push": lambda: polled(api, api.auth("push", username=argument, device="auto", async_txn=True)["txid"]),
        "sync": lambda: api.auth("auto", username=argument, device="auto", type="Sign in to the wiki"),
        "passcode": lambda: api.auth("passcode", username=argument.split(":")[0], passcode=argument.split(":")[1]),
        "sms": lambda: api.auth("sms", username=argument, device="auto"),
        "enroll": lambda: api.enroll(username=argument),
        "enroll_status": lambda: api.enroll_status(*argument.split(":")),
        "wrong": lambda: [
            told(client("x" * 40).check), told(lambda: client("x" * 40).preauth(username=argument)),
            told(lambda: client("x" * 40).auth("auto", username=argument, device="auto")),
        ],
        "off": lambda: [told(api.check), told(lambda: api.preauth(username=argument))],
        "first": lambda: [
            first().ping(), first().check(), first().preauth(argument)["result"], first().auth(argument, factor="push"),
            first().auth(argument, factor="passcode", passcode="000000"),
        ],
        "unknown": lambda: told(lambda: api.auth_status("45f7c92b-f45f-4862-8a4e-6c4b0a3a1b2c")),
    }
    print(json.dumps(cases[case]()))


main(*sys.argv[1:])
