#if Service

import CurlTransport
import DeviceProtocol
import Toopher

@testable import ToopherCommand

/// A site and a phone that send each request to one node after another until it is answered.
struct NodeClient: Sendable {
    let apis: [ToopherAPI]
    let phones: [VirtualPhone]
    let pairingID: String

    /// Registers a phone and pairs it.
    init(_ nodes: [NodeProcess], _ requester: (key: String, secret: String), user: String, _ transport: CurlTransport)
        async throws
    {
        let apis = try nodes.map { node throws(ToopherError) in
            try ToopherAPI(key: requester.key, secret: requester.secret, baseURL: node.baseURL, transport: transport)
        }
        let first = try await VirtualPhone.register(name: user, at: nodes[0].baseURL, transport: transport)
        let phones = try nodes.map { node in
            VirtualPhone(
                service: try VirtualPhone.serviceURL(node.baseURL), deviceID: first.deviceID, key: first.key,
                transport: transport)
        }
        let pairing = try await apis[0].pair(username: user, phrase: first.offerPhrase().phrase)
        for pending in try await first.pending() { try await first.send(.approve, on: pending) }
        (self.apis, self.phones, pairingID) = (apis, phones, pairing.id)
    }

    /// Completes an approval; returns the id of the request.
    func approve() async throws -> String {
        let request = try await answered { api, _ in
            try await api.authenticate(pairingID: pairingID, terminalName: "terminal")
        }
        let shown = try await answered { _, phone in
            // An attempt whose response was lost has left another request.
            guard let shown = try await phone.pending().first(where: { $0.item.id == request.id }) else {
                throw Missing()
            }
            return shown
        }
        try await answered { api, phone in
            do {
                try await phone.send(.approve, on: shown)
            } catch {
                // The response to an attempt that was recorded may have been lost.
                guard try await api.refresh(request).isGranted else { throw error }
            }
        }
        return request.id
    }

    /// Sends requests to one node after another until one is answered.
    func answered<Result>(_ body: (ToopherAPI, VirtualPhone) async throws -> Result) async throws -> Result {
        let deadline = ContinuousClock.now + .seconds(120)
        var attempt = 0
        while true {
            do {
                return try await body(apis[attempt % apis.count], phones[attempt % phones.count])
            } catch  where ContinuousClock.now < deadline {
                attempt += 1
            }
        }
    }

    /// The phone was not shown the request.
    private struct Missing: Error {}
}

#endif
