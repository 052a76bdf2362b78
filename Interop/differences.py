"""The differences between oauthlib and this library, each with the section of the standard that decides.

Every other difference is a failure. Tests/OAuth1Tests/OauthlibDifferenceTests.swift has a test named like each.
"""

import base64
import re
from urllib.parse import quote, unquote

ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


def unescaped_twice(made, message):
    """RFC 5849 section 3.4.1.3.1: parameters of query and body are decoded once. oauthlib decodes those that begin with
    `oauth_` twice, as signer and as verifier, which changes a value with a percent-encoding in it."""
    values = [made.consumer_key, made.token or ""]
    if made.signature_method == "PLAINTEXT":
        values.append(quote(made.consumer_secret, safe="-._~") + quote(made.token_secret or "", safe="-._~"))
    is_rejected = "oauthlib says False" in message or "signature_invalid" in message
    return is_rejected and made.place != "header" and any(ESCAPE.search(value) for value in values)


def sha1_body_hash(made, message):
    """OAuth Request Body Hash section 3.2: the hash of the signature method. oauthlib always takes SHA-1."""
    return "body_hash_mismatch" in message and not made.signature_method.endswith("SHA1")


def second_spelling(made, headers, message):
    """RFC 4648 section 3.5: the unused bits of the last digit are zero. oauthlib also accepts other spellings of the
    bytes of an RSA signature; this library accepts only one."""
    found = re.search('oauth_signature="([^"]*)"', headers.get("Authorization", ""))
    if not found or "oauthlib says True" not in message or not made.signature_method.startswith("RSA"):
        return False
    text = unquote(found.group(1))
    return base64.b64encode(base64.b64decode(text)).decode() != text


def explain(made, url, headers, body, message):
    """Returns the name of the difference that explains the message; None if none does."""
    for difference in (unescaped_twice, sha1_body_hash):
        if difference(made, message):
            return difference.__name__
    return second_spelling.__name__ if second_spelling(made, headers, message) else None
