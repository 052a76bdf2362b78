#if Service

import HTTPTypes
import Testing

@testable import ToopherService

@Suite("The files of the phone's app") struct PhoneFileTests {
    @Test(
        "gzip is sent to whom accepts it, and to nobody else",
        arguments: [
            ("gzip", true), ("GZIP", true), ("x-gzip", true), ("br, gzip;q=0.5", true), ("deflate , gzip ; q=1", true),
            ("*", true), ("*;q=0.1", true), ("br, *;q=0, gzip", true), ("gzip, deflate, br, zstd", true),
            ("", false), ("identity", false), ("br", false), ("gzip;q=0", false), ("gzip;q=0.000", false),
            ("*;q=0", false), ("*, gzip;q=0", false), ("gzip;q=", false), ("gzip;q=nan", false), ("gzip;q=2", false),
            ("gzip;level=9", false), ("gzipx", false), (";gzip", false), (",;,", false),
        ])
    func acceptance(_ value: String, _ expected: Bool) async throws {
        #expect(ContentCodings.permitGzip(value) == expected)
        try await Harness.run { harness in
            let response = try await harness.send(.get, "/phone/phone.js", headers: [.acceptEncoding: value])
            #expect(response.status == 200 && response.headers[.vary] == "Accept-Encoding")
            #expect((response.headers[.contentEncoding] == "gzip") == expected)
            #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
        }
    }

    @Test("Each representation has its own tag, and only the same one is not sent again") func tags() async throws {
        try await Harness.run { harness in
            let plain = try await harness.send(.get, "/phone/phone.css")
            let small = try await harness.send(.get, "/phone/phone.css", headers: [.acceptEncoding: "gzip"])
            #expect(plain.headers[.contentEncoding] == nil && small.body.count * 2 < plain.body.count)
            let (tag, smallTag) = (plain.headers[.eTag] ?? "", small.headers[.eTag] ?? "")
            #expect(tag != smallTag && !tag.isEmpty)
            for (accepted, known, status) in [
                (nil, tag, 304), (nil, smallTag, 200), ("gzip", smallTag, 304), ("gzip", tag, 200),
            ] {
                var headers: HTTPFields = [.ifNoneMatch: known]
                headers[.acceptEncoding] = accepted
                let response = try await harness.send(.get, "/phone/phone.css", headers: headers)
                #expect(response.status == status && response.headers[.vary] == "Accept-Encoding")
                #expect(response.headers[.eTag] == (accepted == nil ? tag : smallTag))
            }
        }
    }

    @Test("The app as it is sent is at most 60 KiB, and 12 KiB of images") func size() async throws {
        var (app, images) = (0, 0)
        for (name, file) in try PhoneFiles().files {
            let sent = file.compressed?.bytes.count ?? file.bytes.count
            if name.hasSuffix(".png") { images += sent } else { app += sent }
        }
        #expect(app < 60 << 10 && images < 12 << 10, "\(app) \(images)")
    }

    @Test("Scripts are sent without the lines that are comments only, and nothing else is missing") func comments()
        throws
    {
        let script = "// A\nlet a = \"//\"; // stays\n  // B\n\nlet b = 'https://';\n    //"
        let sent = PhoneFiles.withoutComments(Array(script.utf8))
        #expect(String(decoding: sent, as: UTF8.self) == "let a = \"//\"; // stays\n\nlet b = 'https://';")
        #expect(PhoneFiles.withoutComments([]) == [] && PhoneFiles.withoutComments([0xFF, 0x0A]) == [0xFF, 0x0A])
        // Such a line within a template would be text: there is none.
        for (name, bytes) in PhoneFiles.all where name.hasSuffix(".js") {
            var backticks = 0
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                let isComment = line.drop { $0 == " " }.hasPrefix("//")
                #expect(!isComment || backticks.isMultiple(of: 2), "\(name): \(line)")
                if !isComment { backticks += line.filter { $0 == "`" }.count }
            }
        }
    }

    @Test("An image is sent as it is: compressed it would be no smaller") func image() async throws {
        try await Harness.run { harness in
            let response = try await harness.send(
                .get, "/phone/phone-icon-512.png", headers: [.acceptEncoding: "gzip"])
            let file = try PhoneFiles().files["phone-icon-512.png"]
            let isCompressed = file?.compressed != nil
            #expect((response.headers[.contentEncoding] == nil) != isCompressed)
            #expect(isCompressed || response.body == file?.bytes)
        }
    }
}

#endif
