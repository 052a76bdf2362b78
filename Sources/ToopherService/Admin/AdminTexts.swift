#if Service

internal import HTTPTypes
internal import Hummingbird

/// The texts of the desk in the language of a browser.
struct AdminTexts: Sendable {
    let language: PageLanguage
    private let texts: PageTexts

    /// Creates the texts in a language.
    init(_ language: PageLanguage) {
        self.language = language
        texts = Self.all[language] ?? PageTexts([])
    }

    /// Creates the texts in the language that the browser of a request prefers.
    init(_ request: Request) {
        self.init(.preferred(request.headers[.acceptLanguage]))
    }

    /// Returns a text, with values where it has `{name}`: each in an element of its own, so that its direction ends with it.
    func callAsFunction(_ key: AdminText, _ values: [Substring: Markup] = [:]) -> Markup {
        var (rest, pieces) = (texts[Substring(key.rawValue)][...], [Markup]())
        while let open = rest.firstRange(of: "{"), let close = rest[open.upperBound...].firstRange(of: "}") {
            pieces.append("\(String(rest[..<open.lowerBound]))")
            pieces.append("<bdi>\(values[rest[open.upperBound..<close.lowerBound]] ?? "")</bdi>")
            rest = rest[close.upperBound...]
        }
        return Markup(pieces + ["\(String(rest))"])
    }

    static let all: [PageLanguage: PageTexts] = [
        .english: PageTexts(PackageResources.admin_text_en_js),
        .german: PageTexts(PackageResources.admin_text_de_js),
        .spanish: PageTexts(PackageResources.admin_text_es_js),
        .chinese: PageTexts(PackageResources.admin_text_zh_js),
    ]
}

#endif
