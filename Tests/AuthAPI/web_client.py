"""What a site does with the library duo_universal: ./web_client.py CASE [ARGUMENT …]. Prints what it gets as JSON."""

import json
import os
import sys

from duo_universal.client import Client, DuoException

STATE = "0123456789abcdef0123456789abcdef0123"


def main(case, *arguments):
    client = Client(
        os.environ["IKEY"], os.environ["SKEY"], os.environ["HOST"], os.environ["BACK"], duo_certs=os.environ["CA"]
    )
    cases = {
        "health": client.health_check,
        "url": lambda user: client.create_auth_url(user, STATE, nonce=STATE),
        "exchange": lambda code, user: client.exchange_authorization_code_for_2fa_result(code, user, nonce=STATE),
    }
    try:
        print(json.dumps({"value": cases[case](*arguments)}))
    except DuoException as error:
        print(json.dumps({"error": str(error)}))


main(*sys.argv[1:])
