import FixedTransport
import HTTPExchange
import HTTPTypes

let transport = RetryingTransport(RedirectingTransport(FixedTransport(body: "{}")))
let request = HTTPRequest(method: .get, scheme: "https", authority: "api.example.com", path: "/")
let response = try await transport.send(request)
precondition(response.head.status == .ok && response.body.count == 2)
