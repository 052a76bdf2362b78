import CryptoCore
import FuzzSupport
import Toopher

private let commas: TokenListStyle = {
    var style = TokenListStyle(secretColumn: "seed", serialColumn: "serial")
    style.kindColumn = "kind"
    style.digitsColumn = "digits"
    style.algorithmColumn = "algorithm"
    style.stepSizeColumn = "step"
    return style
}()

private let ascii: TokenListStyle = {
    var style = TokenListStyle(secretColumn: "key")
    style.separator = ";"
    style.secretEncoding = .ascii
    style.kind = .hotp
    return style
}()

/// Lists of tokens: every token that is read is one that could be checked, and a list that is written out of what was read
/// says the same again.
@c(LLVMFuzzerTestOneInput)
public func fuzzTokenList(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    for style in [.safenet, commas, ascii] {
        guard let tokens = try? OATHToken.list(input, style: style) else { continue }
        for token in tokens { check(token) }
        require(tokens.count <= input.count { $0 == 0x0A || $0 == 0x0D } + 1, "more tokens than lines")
        require(isSame(tokens, input + [0x0A, 0x0D, 0x0A], style), "empty lines behind it count")
        require(isSame(tokens, [0xEF, 0xBB, 0xBF] + input, style) || input.first == 0xEF, "a mark in front counts")
        require(isSame(tokens, written(tokens), commas), "a list that was written reads otherwise")
    }
    return 0
}

private func check(_ token: OATHToken) {
    require((6...10).contains(token.digits), "\(token.digits) digits")
    require(token.stepSize > 0, "a step of \(token.stepSize) seconds")
    require(token.secret.count > 0, "no seed")
    require(token.requesterSpecifiedID != "", "an id without a character")
}

private func isSame(_ tokens: [OATHToken], _ list: [UInt8], _ style: TokenListStyle) -> Bool {
    guard let others = try? OATHToken.list(list, style: style) else { return false }
    return tokens.map(describe) == others.map(describe)
}

private func describe(_ token: OATHToken) -> [[UInt8]] {
    let words = [
        hexadecimal(token.secret), token.requesterSpecifiedID ?? "", token.kind.rawValue, String(token.digits),
        token.algorithm.rawValue, String(token.stepSize),
    ]
    return words.map { Array($0.utf8) }
}

/// A list in the style of `commas`, with every value in quotes.
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
