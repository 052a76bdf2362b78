#if canImport(Hummingbird)

import CryptoCore
import HTTPTypes
import Hummingbird
import NIOCore
import OAuth1

/// A form that a page of the shop has sent: of a session, and with that session's token, which no other site knows.
struct Form: Sendable {
    let id: String
    let session: Session
    let body: [UInt8]
    private let fields: [Parameter]

    init(_ request: Request, _ shop: Shop) async throws {
        let buffer = try await request.body.collect(upTo: 1 << 16)
        body = Array(buffer: buffer)
        guard let (id, session) = shop.session(of: request), let fields = try? FormEncoding.decode(body, limit: 50),
            let token = fields.first(where: { $0.name == "form_token" })?.value,
            ConstantTime.areEqual(Array(token.utf8), Array(session.formToken.utf8))
        else {
            throw HTTPError(.forbidden, message: "This form is not valid any more: go back and load the page again.")
        }
        (self.id, self.session, self.fields) = (id, session, fields)
    }

    /// Returns a field; an empty text if there is none.
    subscript(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
}

#endif
