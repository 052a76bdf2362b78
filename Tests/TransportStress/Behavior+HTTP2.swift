import TestServer

extension Behavior {
    /// Serves one HTTP/2 connection until the client closes it or a behavior ends it. The path is compressed and not decoded,
    /// so the body names the behavior too.
    static func serve(_ peer: HTTP2Peer) {
        peer.send(.settings())
        while let request = peer.readRequest() {
            peer.send(.windowUpdate(0, UInt32(max(1, request.body.count))))
            let name = String(decoding: request.body.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
            guard Behavior(rawValue: name)?.act(on: peer, request.stream) == true else { return }
        }
    }

    /// Returns whether the connection continues.
    private func act(on peer: HTTP2Peer, _ stream: UInt32) -> Bool {
        // The end of the connection ends all requests on it; if each of them did that, few would have a response.
        let isLast = stream % 32 == 31
        switch self {
        case .respond: peer.respond(stream)
        case .respondSlowly:
            peer.send(.openBlock(stream, [(":status", "200")]))
            peer.send(.continuation(stream, [("content-length", "2")], ends: true))
            for piece in ["", "o", "k"] { peer.send(.data(stream, piece)) }
            peer.send(.data(stream, "", ends: true))
        case .respondInChunks:
            peer.send(.headers(stream), .data(stream, "ok"))
            peer.send(.block(stream, [("x-a", "b")], flags: HTTP2Frame.Flag.endStream))
        case .respondCompressed, .truncateCompressed:
            let bytes = self == .respondCompressed ? Self.compressed : Self.compressed.dropLast(8)
            peer.send(.headers(stream, [("content-encoding", "gzip")]), .data(stream, bytes, ends: true))
        case .respondMalformed: peer.send(.headers(stream, [("content-length", "+2")]), .data(stream, "ok", ends: true))
        case .respondTooMuch:
            let piece = HTTP2Frame.data(stream, String(repeating: "x", count: 16000))
            peer.send([.headers(stream)] + [HTTP2Frame](repeating: piece, count: 12))
        case .truncate: peer.send(.headers(stream, [("content-length", "10")]), .data(stream, "ok", ends: true))
        // Other requests on the same connection continue.
        case .stall: break
        case .stallInBody, .drip: peer.send(.headers(stream), .data(stream, "ok"))
        case .close:
            guard isLast else {
                peer.send(.goAway(lastStream: 0x7FFF_FFFF), .headers(stream, ends: true))
                return true
            }
            return false
        case .reset:
            guard isLast else {
                peer.send(.reset(stream, code: stream % 14))
                return true
            }
            peer.connection.reset()
            return false
        case .babble:
            guard isLast else {
                peer.send(.headers(stream), .headers(stream))
                return true
            }
            peer.send(.headers(0), .data(0, "babble"))
            return false
        }
        return true
    }
}
