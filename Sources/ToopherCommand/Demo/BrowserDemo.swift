#if Service

import Hummingbird
import Logging
import NIOCore
import Shop
import ToopherService

/// The demo for a person with a browser: a shop with a log-in, and a phone beside it.
struct BrowserDemo {
    static let userName = "jdoe"
    /// Long enough, and easy to type: nobody else reaches this machine's shop.
    static let password = "correct horse"

    let service: ToopherService
    let baseURL: String
    let narrator: Narrator

    func run() async throws {
        let requester = try await service.createRequester(name: "Example Shop")
        let link = try await service.invitationLink(
            userName: Self.userName, of: requester.consumerKey, baseURL: baseURL)
        let server = ShopServer(narrator: narrator)
        let (origins, announcement) = AsyncStream<String>.makeStream()
        let application = Application(
            responder: server, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                announcement.yield("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                announcement.finish()
            }, logger: .demo)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { announcement.finish() }
                try await application.run()
            }
            for await origin in origins {
                // A page of the service is shown by sites that are registered, and nowhere else.
                try await service.addOrigin(origin, of: requester.consumerKey)
                let shop = try Shop(
                    origin: origin, service: baseURL, key: requester.consumerKey, secret: requester.consumerSecret)
                try await shop.passwords.set(Self.password, of: Self.userName)
                server.open(shop)
                greet(shop: origin, phone: link)
            }
            try await group.waitForAll()
        }
    }

    private func greet(shop: String, phone: String) {
        print(
            """

            The phone   \(phone)
            The shop    \(shop)

            1. Open the phone's address: set the phone up, and approve the pairing with \(Self.userName).
            2. Open the shop's address in another window: log in as \(Self.userName) with the password "\(Self.password)".
            3. The phone rings: type the number of the page into it, and approve. You are in.
            4. Transfer something: the phone shows how much, and to whom. Deny it once, too.
            5. Log out and in again: the phone knows the place now, and can approve it by itself from then on.
            6. Below you see what goes over the wire. Control-C ends everything, and leaves nothing behind.

            """)
        flushStandardOutput()
        DesktopBrowser.open([phone, shop])
    }
}

#endif
