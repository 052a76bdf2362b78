import CurlTransport
import HTTPExchange
import HTTPTypes

let transport = try CurlTransport()
let request = HTTPRequest(method: .get, scheme: "http", authority: "api.example.com", path: "/")
do {
    _ = try await transport.send(request)
    preconditionFailure("plain http was sent")
} catch {
    precondition(error == .plainHTTPRefused(host: "api.example.com"))
}
await transport.close()
