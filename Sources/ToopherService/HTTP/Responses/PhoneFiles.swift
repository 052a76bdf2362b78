#if Service

internal import Compression
internal import CryptoCore

/// The files of the phone's app, which are in the program.
struct PhoneFiles: Sendable {
    /// One file as it is sent.
    struct File: Sendable {
        let type: String
        let bytes: [UInt8]
        /// The entity tag (RFC 9110 section 8.8.3).
        let tag: String
        /// The same for clients that accept the content coding `gzip`; `nil` where that saves nothing.
        let compressed: Compressed?

        struct Compressed: Sendable {
            let bytes: [UInt8]
            let tag: String
        }

        init(name: String, bytes: [UInt8]) throws {
            let digest = Base64.encodeURL(Array(try Digest.sha256(bytes).prefix(12)))
            (type, self.bytes, tag) = (PhoneFiles.type(of: name), bytes, "\"\(digest)\"")
            let compressed = try Gzip.compress(bytes)
            // Another representation has another tag.
            self.compressed =
                compressed.count < bytes.count ? Compressed(bytes: compressed, tag: "\"\(digest)-gzip\"") : nil
        }
    }

    static let page = "phone.html"

    /// By name.
    let files: [String: File]

    /// Creates the files. The service worker has their version in it, so that a browser finds a new one when any has changed.
    init() throws {
        var texts: [UInt8] = []
        for (name, bytes) in Self.all { texts += Array("\(name) \(bytes.count) ".utf8) + bytes }
        let version = Base64.encodeURL(Array(try Digest.sha256(texts).prefix(12)))
        var files: [String: File] = [:]
        for (name, bytes) in Self.all {
            var sent = name.hasSuffix(".js") ? Self.withoutComments(bytes) : bytes
            if name == "phone-worker.js" {
                sent = Array(String(decoding: sent, as: UTF8.self).replacing("{{version}}", with: version).utf8)
            }
            files[name] = try File(name: name, bytes: sent)
        }
        self.files = files
    }

    /// Returns a script without the lines that are comments only: an eighth of what a phone loads. Whoever reads it has the
    /// sources.
    static func withoutComments(_ script: [UInt8]) -> [UInt8] {
        let lines = script.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.drop { $0 == UInt8(ascii: " ") }.starts(with: Array("//".utf8)) }
        return Array(kept.joined(separator: [UInt8(ascii: "\n")]))
    }

    fileprivate static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "webmanifest": "application/manifest+json; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "image/png"
        }
    }

    static let all: [(name: String, bytes: [UInt8])] = [
        ("abilities.js", PackageResources.abilities_js),
        ("account.js", PackageResources.account_js),
        ("accounts-screen.js", PackageResources.accounts_screen_js),
        ("answers.js", PackageResources.answers_js),
        ("bytes.js", PackageResources.bytes_js),
        ("check-part.js", PackageResources.check_part_js),
        ("clock.js", PackageResources.clock_js),
        ("database.js", PackageResources.database_js),
        ("design.css", PackageResources.design_css),
        ("dialog.js", PackageResources.dialog_js),
        ("dom.js", PackageResources.dom_js),
        ("event-stream.js", PackageResources.event_stream_js),
        ("explain.js", PackageResources.explain_js),
        ("fingerprint.js", PackageResources.fingerprint_js),
        ("history-screen.js", PackageResources.history_screen_js),
        ("icons.js", PackageResources.icons_js),
        ("identity.js", PackageResources.identity_js),
        ("inbox.js", PackageResources.inbox_js),
        ("install.js", PackageResources.install_js),
        ("languages.js", PackageResources.languages_js),
        ("links.js", PackageResources.links_js),
        ("memory.js", PackageResources.memory_js),
        ("names.js", PackageResources.names_js),
        ("notices.js", PackageResources.notices_js),
        ("otp.js", PackageResources.otp_js),
        ("outcome-card.js", PackageResources.outcome_card_js),
        ("pair-screen.js", PackageResources.pair_screen_js),
        ("pauses.js", PackageResources.pauses_js),
        ("phone-badge.png", PackageResources.phone_badge_png),
        ("phone-icon-180.png", PackageResources.phone_icon_180_png),
        ("phone-icon-192.png", PackageResources.phone_icon_192_png),
        ("phone-icon-512.png", PackageResources.phone_icon_512_png),
        ("phone-icon-maskable.png", PackageResources.phone_icon_maskable_png),
        ("phone-icon.svg", PackageResources.phone_icon_svg),
        ("phone-screen.js", PackageResources.phone_screen_js),
        ("phone-worker.js", PackageResources.phone_worker_js),
        ("phone.css", PackageResources.phone_css),
        ("phone.html", PackageResources.phone_html),
        ("phone.js", PackageResources.phone_js),
        ("phone.webmanifest", PackageResources.phone_webmanifest),
        ("place.js", PackageResources.place_js),
        ("push-part.js", PackageResources.push_part_js),
        ("push.js", PackageResources.push_js),
        ("records.js", PackageResources.records_js),
        ("request-card.js", PackageResources.request_card_js),
        ("requests-screen.js", PackageResources.requests_screen_js),
        ("scan.js", PackageResources.scan_js),
        ("service.js", PackageResources.service_js),
        ("shell.js", PackageResources.shell_js),
        ("subjects.js", PackageResources.subjects_js),
        ("text-de.js", PackageResources.text_de_js),
        ("text-en.js", PackageResources.text_en_js),
        ("text-es.js", PackageResources.text_es_js),
        ("text-zh.js", PackageResources.text_zh_js),
        ("times.js", PackageResources.times_js),
        ("user-check.js", PackageResources.user_check_js),
        ("welcome-screen.js", PackageResources.welcome_screen_js),
        ("wipe.js", PackageResources.wipe_js),
        ("words.js", PackageResources.words_js),
        ("worker-start.js", PackageResources.worker_start_js),
    ]
}

#endif
