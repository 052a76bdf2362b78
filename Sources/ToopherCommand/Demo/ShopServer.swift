#if Service

import HTTPTypes
import Hummingbird
import Shop
import Synchronization

/// Answers with the shop once its port is known, and says what it was asked.
final class ShopServer: HTTPResponder {
    typealias Context = BasicRequestContext

    private let responder = Mutex<RouterResponder<BasicRequestContext>?>(nil)
    private let narrator: Narrator

    init(narrator: Narrator) {
        self.narrator = narrator
    }

    /// Opens the shop.
    func open(_ shop: Shop) {
        let router = Router()
        shop.addRoutes(to: router)
        let built = router.buildResponder()
        responder.withLock { $0 = built }
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        guard let responder = responder.withLock({ $0 }) else { throw HTTPError(.serviceUnavailable) }
        do {
            let response = try await responder.respond(to: request, context: context)
            say(request, response.status.code)
            return response
        } catch let error as HTTPError {
            say(request, error.status.code)
            throw error
        }
    }

    private func say(_ request: Request, _ status: Int) {
        guard request.uri.path != "/shop.css" else { return }
        narrator.say("browser → shop     \(request.method.rawValue) \(request.uri.path)  \(status)")
    }
}

#endif
