import CryptoCore
import FuzzSupport
import Toopher

private let commas: TokenListFormat = {
    var format = TokenListFormat(secretColumn: "seed", serialColumn: "serial")
    format.kindColumn = "kind"
    format.digitsColumn = "digits"
    format.algorithmColumn = "algorithm"
    format.timeStepColumn = "step"
    return format
}()

private let ascii: TokenListFormat = {
    var format = TokenListFormat(secretColumn: "key")
    format.separator = ";"
    format.secretEncoding = .ascii
    format.kind = .hotp
    return format
}()

/// Fuzzes lists of tokens: every token can be checked by a service, and a list written from the tokens has the same tokens.
@c(LLVMFuzzerTestOneInput)
public func fuzzTokenList(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    for format in [.safeNet, commas, ascii] {
        guard let tokens = try? OATHToken.list(from: input, format: format) else { continue }
        for token in tokens { check(token) }
        require(tokens.count <= input.count { $0 == 0x0A || $0 == 0x0D } + 1, "more tokens than lines")
        require(isSame(tokens, input + [0x0A, 0x0D, 0x0A], format), "empty lines at the end matter")
        require(isSame(tokens, [0xEF, 0xBB, 0xBF] + input, format) || input.first == 0xEF, "a byte order mark matters")
        require(isSame(tokens, written(tokens), commas), "the written list has other tokens")
    }
    return 0
}

private func check(_ token: OATHToken) {
    require((6...10).contains(token.digits), "\(token.digits) digits")
    require(token.timeStep >= .seconds(1), "a time step of \(token.timeStep)")
    require(token.secret.count > 0, "no seed")
    require(token.requesterSpecifiedID != "", "an empty id")
}

private func isSame(_ tokens: [OATHToken], _ list: [UInt8], _ format: TokenListFormat) -> Bool {
    guard let others = try? OATHToken.list(from: list, format: format) else { return false }
    return tokens.map(describe) == others.map(describe)
}

private func describe(_ token: OATHToken) -> [[UInt8]] {
    let words = [
        hexadecimal(token.secret), token.requesterSpecifiedID ?? "", token.kind.rawValue, String(token.digits),
        token.algorithm.rawValue, String(token.timeStep.components.seconds),
    ]
    return words.map { Array($0.utf8) }
}

/// Returns a list in the format `commas` with every value in quotes.
private func written(_ tokens: [OATHToken]) -> [UInt8] {
    var bytes = Array("seed,serial,kind,digits,algorithm,step\r\n".utf8)
    let quote = UInt8(ascii: "\"")
    for token in tokens {
        for (number, word) in describe(token).enumerated() {
            bytes += (number == 0 ? [] : [UInt8(ascii: ",")]) + [quote]
            bytes += word.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
        }
        bytes += [0x0D, 0x0A]
    }
    return bytes
}

private func hexadecimal(_ secret: SecretBytes) -> String {
    secret.withBytes { seed in Hex.encode(seed.indices.map { seed[$0] }) }
}
