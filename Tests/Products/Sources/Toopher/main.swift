import FixedTransport
import Toopher

let pairing = #"{"id": "1", "enabled": true, "pending": false, "user": {"id": "2", "name": "jdoe"}}"#
let api = try ToopherAPI(
    key: "key", secret: "secret", baseURL: "https://auth.example.org/v1/", transport: FixedTransport(body: pairing))
let paired = try await api.pair(username: "jdoe", phrase: "awkward turtle")
precondition(paired.isEnabled)
