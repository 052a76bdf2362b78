#if Service

internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import OAuth1

/// A request to the desk: its session, and the fields of its query or form.
struct AdminRequest: Sendable {
    let session: AdminSession
    let texts: AdminTexts
    private let fields: [Parameter]

    /// Reads a request.
    ///
    /// - Throws: ``ProtocolError/notFound`` without a session, or for a form that does not have its token.
    init(_ request: Request, _ service: ToopherService) async throws {
        texts = AdminTexts(request)
        guard let token = request.cookie(named: AdminSession.cookieName), LinkToken.isWellFormed(token) else {
            throw ProtocolError.noAdminSession
        }
        session = try AdminSession(token: token)
        guard try await service.core.store.hasAdminSession(session, now: service.core.clock()) else {
            throw ProtocolError.noAdminSession
        }
        guard request.method == .post else {
            fields = (try? FormEncoding.decode(Array((request.uri.query ?? "").utf8), limit: 20)) ?? []
            return
        }
        fields = (try? FormEncoding.decode(try await request.bodyBytes(), limit: 20)) ?? []
        let sent = fields.first { $0.name == "form_token" }?.value ?? ""
        guard ConstantTime.areEqual(Array(sent.utf8), Array(session.formToken.utf8)) else {
            throw ProtocolError.noAdminSession
        }
    }

    /// Returns a field; an empty text if there is none.
    subscript(_ name: String) -> String {
        fields.first { $0.name == name }.map { String($0.value.prefix(2048)) } ?? ""
    }

    /// The frame of its page.
    var page: AdminPage { AdminPage(texts) }

    /// Returns a page of the session.
    func response(_ title: Markup, _ content: Markup, at place: AdminText? = nil) -> Response {
        page.page(title, content, session: session, at: place)
    }

    /// The change that is asked about, or made.
    var change: AdminChange? {
        AdminChange(kind: self["change"], id: self["id"], value: self["value"])
    }
}

#endif
