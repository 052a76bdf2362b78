#if Service

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Request {
    /// The limit of a body, in bytes.
    static let maximumBodyBytes = 64 * 1024

    /// Reads the whole body.
    func bodyBytes() async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap(Int.init), length > Self.maximumBodyBytes {
            throw ProtocolError.bodyTooLarge
        }
        do {
            return Array(buffer: try await body.collect(upTo: Self.maximumBodyBytes))
        } catch is NIOTooManyBytesError {
            throw ProtocolError.bodyTooLarge
        } catch {
            throw BodyReadError(underlying: error)
        }
    }

    /// The media type without its parameters, in lower case.
    var mediaType: String? {
        headers[.contentType].map { value in
            value.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        }
    }
}

#endif
