#if Service

/// The texts of the pages in one language.
///
/// They stand in a module that the scripts of the pages import, one in a line: here are only those lines read.
struct PageTexts: Sendable {
    private let texts: [Substring: Substring]

    /// Reads the lines `"key": "text",` of a module.
    init(_ module: [UInt8]) {
        var texts: [Substring: Substring] = [:]
        for line in String(decoding: module, as: UTF8.self).split(separator: "\n") {
            let line = line.drop { $0 == " " }
            guard line.first == "\"", line.hasSuffix("\","), let middle = line.firstRange(of: "\": \"") else {
                continue
            }
            texts[line[..<middle.lowerBound].dropFirst()] = line[middle.upperBound...].dropLast(2)
        }
        self.texts = texts
    }

    /// The keys that there are texts for.
    var keys: Set<Substring> { Set(texts.keys) }

    /// Returns a text; the key itself if there is none.
    subscript(_ key: Substring) -> String { String(texts[key] ?? key) }

    /// Returns the texts in a language.
    static func of(_ language: PageLanguage) -> PageTexts { all[language] ?? PageTexts([]) }

    private static let all: [PageLanguage: PageTexts] = [
        .english: PageTexts(PackageResources.page_text_en_js), .german: PageTexts(PackageResources.page_text_de_js),
        .spanish: PageTexts(PackageResources.page_text_es_js), .chinese: PageTexts(PackageResources.page_text_zh_js),
    ]
}

#endif
