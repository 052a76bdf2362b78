#if Service

import Testing

@testable import ToopherService

@Suite("The texts of the pages")
struct PageTextTests {
    private static func placeholders(_ text: some StringProtocol) -> Set<Substring> {
        Set(String(text).matches(of: /\{\w+\}/).map(\.output))
    }

    @Test("Every language has every text, with the same values in it", arguments: PageLanguage.allCases)
    func complete(_ language: PageLanguage) {
        let (english, texts) = (PageTexts.of(.english), PageTexts.of(language))
        #expect(english.keys.count > 100 && texts.keys == english.keys)
        for key in english.keys {
            #expect(Self.placeholders(texts[key]) == Self.placeholders(english[key]), "\(key)")
            #expect(!texts[key].isEmpty && !texts[key].contains("\""), "\(key)")
        }
    }

    @Test("Every text that a page or a script names is there, and nothing else")
    func used() {
        let pages = [
            PackageResources.authenticate_html, PackageResources.manage_html, PackageResources.pair_html,
            PackageResources.refused_html, PackageResources.reset_html, PackageResources.reset_question_html,
            PackageResources.reset_done_html, PackageResources.reset_refused_html,
        ].map { String(decoding: $0, as: UTF8.self) }
        let scripts = [
            PackageResources.authenticate_js, PackageResources.fallbacks_js, PackageResources.manage_js,
            PackageResources.page_account_js, PackageResources.pairing_js, PackageResources.questions_js,
        ].map { String(decoding: $0, as: UTF8.self) }
        let inPages = pages.flatMap { $0.matches(of: /\[\[(\w+)\]\]/).map(\.output.1) }
        // A key is named in quotation marks; those of outcomes are made of a code.
        let inScripts = scripts.flatMap { $0.matches(of: /"([a-z]+(?:_[a-z]+)*)"/).map(\.output.1) }
        let keys = PageTexts.of(.english).keys
        for key in inPages where key != "language" { #expect(keys.contains(key), "\(key)") }
        for key in scripts.flatMap({ $0.matches(of: /\bt\("(\w+)"/).map(\.output.1) }) {
            #expect(keys.contains(key), "\(key)")
        }
        let ofOutcomes = /reason_\d+|hint_\d+|error_\d+(_hint)?|refused_(used|expired|frame)|reset_wrong/
        for key in keys where key.wholeMatch(of: ofOutcomes) == nil {
            #expect(inPages.contains(key) || inScripts.contains(key), "\(key)")
        }
    }

    @Test(
        "The language is the one that the browser prefers among those that there are",
        arguments: [
            (nil, "en"), ("", "en"), ("de", "de"), ("de-AT,en;q=0.5", "de"), ("fr, es;q=0.8, de;q=0.9", "de"),
            ("en;q=0.1, zh-Hans-CN", "zh"), ("DE", "de"), ("es;q=0.9, de", "de"), ("es;q=0", "en"),
            ("de;q=0.5, es;q=0.5", "de"),
            ("de;q=2, es;q=0.1", "es"), ("de;q=0.9999, es;q=0.1", "es"), ("de;q=, es;q=0.1", "es"),
            ("de;q=-1,es;q=0.001", "es"), ("*", "en"), ("de;q=1.0 , es", "de"), (",;,=,;q=1", "en"),
            ("deutsch", "en"), ("de;level=1", "en"), ("de\u{301}", "en"),
            (String(repeating: "fr,", count: 400) + "de", "en"),
        ] as [(String?, String)])
    func language(_ accepted: String?, _ expected: String) {
        #expect(PageLanguage.preferred(accepted).rawValue == expected)
    }

    @Test("A page is in the browser's language, and says so; values stay values")
    func rendered() throws {
        let page = LocalizedPage(Array("<html lang=\"[[language]]\"><p>[[manage_lead]]</p><b>{{user}}</b>".utf8))
        let text = String(decoding: page.render(["user": "<i>[[remove]]{{user}}"], in: .german), as: UTF8.self)
        let user = "&lt;i&gt;[[remove]]{{user}}"
        #expect(
            text == "<html lang=\"de\"><p>Sie bestätigen, was Sie als <bdi>\(user)</bdi> tun.</p><b>\(user)</b>")
    }
}

#endif
