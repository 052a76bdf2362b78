"""oauthlib as a signer and a verifier of random requests."""

from oauthlib.oauth1 import Client, RequestValidator, SignatureOnlyEndpoint

KINDS = {"header": "AUTH_HEADER", "query": "QUERY", "body": "BODY"}


class Validator(RequestValidator):
    """The keys of one request, accepted in any spelling and length."""
    enforce_ssl = False
    allowed_signature_methods = ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "RSA-SHA512",
                                 "PLAINTEXT"]
    dummy_client = "dummy"

    def __init__(self, public_key):
        self.public_key = public_key
        self.made = None

    def check_client_key(self, client_key):
        return True

    def check_nonce(self, nonce):
        return True

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, **ignored):
        return True

    def validate_client_key(self, client_key, request):
        return client_key == self.made.consumer_key

    def get_client_secret(self, client_key, request):
        return self.made.consumer_secret

    def get_access_token_secret(self, client_key, token, request):
        return self.made.token_secret

    def get_rsa_key(self, client_key, request):
        return self.public_key


class Endpoint(SignatureOnlyEndpoint):
    """Accepts any timestamp, since the time of this library's verifier is set too."""

    def _check_mandatory_parameters(self, request):
        timestamp, request.timestamp = request.timestamp, None
        try:
            import time
            request.timestamp = str(int(time.time())) if timestamp else None
            super()._check_mandatory_parameters(request)
        finally:
            request.timestamp = timestamp


class Peer:
    def __init__(self, private_key, public_key):
        self.private_key = private_key
        self.validator = Validator(public_key)
        self.endpoint = Endpoint(self.validator)

    def sign(self, made):
        """Returns URL, headers and body as oauthlib sends them."""
        client = Client(made.consumer_key, client_secret=made.consumer_secret, resource_owner_key=made.token,
                        resource_owner_secret=made.token_secret, signature_method=made.signature_method,
                        signature_type=KINDS[made.place], rsa_key=self.private_key, nonce=made.nonce,
                        timestamp=str(made.timestamp))
        return client.sign(made.url, made.method, body=made.body, headers=dict(made.headers), realm=made.realm)

    def is_valid(self, made, url, headers, body):
        """Returns whether oauthlib accepts the request, signed with the keys of `made`."""
        self.validator.made = made
        return self.endpoint.validate_request(url, made.method, body, headers)[0]
