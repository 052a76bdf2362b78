#if Service

internal import HTTPTypes
internal import Hummingbird

/// An HTML page in every language, with `[[key]]` where a text goes and `{{name}}` where a value does.
///
/// A text may have `{name}` for a value, which then stands in an element of its own: its direction ends with it.
struct LocalizedPage: Sendable {
    private let templates: [PageLanguage: PageTemplate]

    /// Creates the page from its HTML.
    init(_ bytes: [UInt8]) {
        var templates: [PageLanguage: PageTemplate] = [:]
        for language in PageLanguage.allCases {
            templates[language] = PageTemplate(Self.filled(bytes, language))
        }
        self.templates = templates
    }

    /// Returns the page in the language that the browser of a request prefers.
    func render(_ values: [Substring: String], for request: Request) -> [UInt8] {
        render(values, in: .preferred(request.headers[.acceptLanguage]))
    }

    /// Returns the page in a language.
    func render(_ values: [Substring: String], in language: PageLanguage) -> [UInt8] {
        templates[language]?.render(values) ?? []
    }

    private static func filled(_ bytes: [UInt8], _ language: PageLanguage) -> String {
        let texts = PageTexts.of(language)
        var (rest, page) = (String(decoding: bytes, as: UTF8.self)[...], "")
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            let key = rest[open.upperBound..<close.lowerBound]
            page += rest[..<open.lowerBound]
            page += key == "language" ? language.rawValue : markup(texts[key])
            rest = rest[close.upperBound...]
        }
        return page + rest
    }

    private static func markup(_ text: String) -> String {
        PageTemplate.escape(text).replacing("{", with: "<bdi>{{").replacing("}", with: "}}</bdi>")
    }
}

#endif
