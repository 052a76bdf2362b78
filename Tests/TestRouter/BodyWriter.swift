#if Hummingbird

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// What a handler has written.
final class CollectedBody: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

/// Collects what a handler writes.
struct BodyWriter: ResponseBodyWriter {
    let collected: CollectedBody

    func write(_ buffer: ByteBuffer) async throws {
        collected.bytes.withLock { $0 += buffer.readableBytesView }
    }

    func finish(_ trailers: HTTPFields?) async throws {}
}

#endif
