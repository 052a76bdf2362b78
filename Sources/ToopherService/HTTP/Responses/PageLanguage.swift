#if Service

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
        for (tag, weight) in WeightedList.parse(accepted) where weight > best?.weight ?? 0 {
            guard let language = PageLanguage(rawValue: String(tag.prefix { $0 != "-" })) else { continue }
            best = (language, weight)
        }
        return best?.language ?? .english
    }
}

#endif
