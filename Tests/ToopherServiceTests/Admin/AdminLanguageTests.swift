#if Service

import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The desk's languages") struct AdminLanguageTests {
    private static func placeholders(_ text: some StringProtocol) -> Set<Substring> {
        Set(String(text).matches(of: /\{\w+\}/).map(\.output))
    }

    @Test("Every language has every text and no other, with the same values in it", arguments: PageLanguage.allCases)
    func complete(_ language: PageLanguage) throws {
        let texts = try #require(AdminTexts.all[language])
        let english = try #require(AdminTexts.all[.english])
        #expect(texts.keys == Set(AdminText.allCases.map { Substring($0.rawValue) }))
        for key in AdminText.allCases.map({ Substring($0.rawValue) }) {
            #expect(Self.placeholders(texts[key]) == Self.placeholders(english[key]), "\(key)")
            #expect(!texts[key].isEmpty && !texts[key].contains("\""), "\(key)")
        }
    }

    @Test("Values stay values, in whatever language") func values() {
        for language in PageLanguage.allCases {
            let name = "<i>{name}\u{202E}"
            let text = AdminTexts(language)(.askCreate, ["name": "\(name)"]).text
            #expect(text.contains("<bdi>&lt;i&gt;{name}\u{202E}</bdi>"), "\(language)")
            #expect(!text.contains("<i>") && AdminTexts(language)(.askCreate).text.contains("<bdi></bdi>"))
        }
    }

    @Test(
        "Every page is in the browser's language, and says so; what goes wrong is, too",
        arguments: [
            ("de-AT, en;q=0.5", "de", "Websites", "Hier ist nichts.", "Dafür braucht es zuerst einen Link"),
            ("es", "es", "Sitios", "Aquí no hay nada.", "Obtenga primero un enlace"),
            ("zh-Hans", "zh", "网站", "这里没有内容。", "请先用"),
            ("fr", "en", "Requesters", "There is nothing here.", "Print a link"),
        ])
    func pages(_ accepted: String, _ language: String, _ title: String, _ nothing: String, _ needsLink: String)
        async throws
    {
        try await Desk.run { desk in
            let shop = try await desk.harness.requester()
            var stranger = desk
            stranger.language = accepted
            let desk = try await stranger.opened()
            for page in [
                "/admin", "/admin/requester?id=\(shop.id)", "/admin/pending", "/admin/activity", "/admin/audit",
            ] {
                let response = try await desk.get(page)
                #expect(response.status == 200 && response.text.contains("<html lang=\"\(language)\">"), "\(page)")
                #expect(response.headers[.contentLanguage] == language)
                #expect(response.text.contains(">\(title)</a>"))
                // A key that no text has is shown as itself.
                for key in AdminText.allCases where key.rawValue.contains(where: \.isUppercase) {
                    #expect(!response.text.contains(key.rawValue), "\(page): \(key)")
                }
            }
            #expect(try await desk.get("/admin/requester?id=x").text.contains(nothing))
            #expect(try await desk.get("/x").text.contains(nothing))
            #expect(try await stranger.get("/admin").text.contains(needsLink))
        }
    }
}

#endif
