import FuzzSupport
import HTTPExchange

private struct Outcome: Equatable {
    var body: [UInt8] = []
    var error: TransportError?
}

/// Fuzzes compressed bodies: how a body is split does not matter, nothing becomes more than zlib can make of it, and a
/// complete body without its last byte is not complete.
@c(LLVMFuzzerTestOneInput)
public func fuzzContentDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    guard let first = input.first else { return 0 }
    let decoding = BodyDecoding(coding: first & 1 == 0 ? .gzip : .deflate, mayBeEmpty: true, maximumRatio: nil)
    let body = Array(input.dropFirst())
    let whole = decode(body, decoding, size: max(1, body.count))
    let split = decode(body, decoding, size: 1 + Int(first >> 1) % 16)
    require(whole.error == split.error, "\(String(describing: whole.error)), split \(String(describing: split.error))")
    require(whole.body.count <= 1032 * body.count, "\(body.count) bytes become \(whole.body.count)")
    guard whole.error == nil else { return 0 }
    require(whole.body == split.body, "split differently, the body is another one")
    guard !body.isEmpty else { return 0 }
    let cut = decode(Array(body.dropLast()), decoding, size: body.count)
    // What is cut off may be an empty gzip member, but that has more than a byte.
    require(cut.error == .truncatedResponse, "cut off: \(String(describing: cut.error))")
    return 0
}

private func decode(_ body: [UInt8], _ decoding: BodyDecoding, size: Int) -> Outcome {
    let decoder = ContentDecoder(decoding)
    var outcome = Outcome()
    var rest = body[...]
    do throws(TransportError) {
        while !rest.isEmpty {
            decoder.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let piece = try decoder.next() {
                require(!piece.isEmpty && piece.count <= ContentDecoder.pieceSize, "a piece of \(piece.count) bytes")
                outcome.body += piece
            }
        }
        try decoder.finish()
    } catch {
        outcome.error = error
    }
    return outcome
}
