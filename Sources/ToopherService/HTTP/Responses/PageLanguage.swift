#if Service

internal import WebSyntax

/// The languages of the pages: those of the phone.
enum PageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"
    case spanish = "es"
    case chinese = "zh"

    /// Returns the language that a browser prefers; English if it names none of ours.
    ///
    /// RFC 9110 section 12.5.4.
    ///
    /// - Parameter accepted: The value of `Accept-Language`.
    static func preferred(_ accepted: String?) -> PageLanguage {
        var best: (language: PageLanguage, weight: Int)?
        for item in (accepted ?? "").utf8.prefix(1000).split(separator: UInt8(ascii: ",")).prefix(50) {
            let parts = Substring(item).split(separator: ";", omittingEmptySubsequences: false)
            guard let tag = parts.first, let language = language(tag), let weight = weight(parts.dropFirst()),
                weight > best?.weight ?? 0
            else { continue }
            best = (language, weight)
        }
        return best?.language ?? .english
    }

    private static func language(_ tag: Substring) -> PageLanguage? {
        let primary = trimmed(tag).prefix { $0 != "-" }
        return PageLanguage(rawValue: primary.lowercased())
    }

    /// Returns a weight in thousandths; `nil` for one that is malformed.
    private static func weight(_ parameters: ArraySlice<Substring>) -> Int? {
        guard let parameter = parameters.first else { return 1000 }
        let digits = trimmed(parameter)
        guard parameters.count == 1, digits.hasPrefix("q=") || digits.hasPrefix("Q=") else { return nil }
        let number = Array(digits.utf8.dropFirst(2))
        guard let whole = number.first, number.count <= 5, number.count == 1 || number[1] == UInt8(ascii: "."),
            whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1"), number.dropFirst(2).allSatisfy(\.isASCIIDigit)
        else { return nil }
        let fraction = number.dropFirst(2).reduce(into: 0) { $0 = $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        let scale = [1000, 100, 10, 1][max(0, number.count - 2)]
        return min(1000, Int(whole - UInt8(ascii: "0")) * 1000 + fraction * scale)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return Substring(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed().map(String.init).joined())
    }
}

#endif
