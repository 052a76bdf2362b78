#if Service

import TestServer
import Testing

@testable import QRCode

@Suite("QR codes") struct QRSymbolTests {
    private static let link = "https://auth.example.org/pair/AbCdEfGhIjKlMnOpQrStUvWx"

    @Test("A symbol has its three finder patterns, and the version that its text needs")
    func structure() throws {
        let symbol = try QRSymbol(Self.link)
        #expect(symbol.size == 33, "58 bytes at level M need version 4")
        let finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"].map(Array.init)
        let end = symbol.size - 7
        for (top, left) in [(0, 0), (0, end), (end, 0)] {
            for row in 0..<7 {
                for column in 0..<7 {
                    #expect(symbol.isDark(row: top + row, column: left + column) == (finder[row][column] == "#"))
                }
            }
        }
        #expect(!symbol.isDark(row: -1, column: 0) && !symbol.isDark(row: 0, column: symbol.size))
    }

    @Test("A PNG image has each module, its quiet zone, and valid checksums", arguments: [1, 3, 8])
    func png(_ scale: Int) throws {
        let symbol = try QRSymbol(Self.link)
        let image = try PNGReader(symbol.png(scale: scale))
        #expect(image.chunks == ["IHDR", "IDAT", "IEND"])
        #expect(image.width == (symbol.size + 8) * scale && image.height == image.width)
        let isExact = (0..<image.height).allSatisfy { row in
            (0..<image.width).allSatisfy { column in
                image.isBlack(row: row, column: column)
                    == symbol.isDark(row: row / scale - 4, column: column / scale - 4)
            }
        }
        #expect(isExact)
    }

    @Test("A changed byte of an image is noticed")
    func tampered() throws {
        var bytes = try QRSymbol(Self.link).png()
        bytes[50] ^= 1
        #expect(throws: (any Error).self) { try PNGReader(bytes) }
    }

    @Test(
        "Another program reads the text back", .enabled(if: Zbarimg.isInstalled, "script/bootstrap --tests"),
        arguments: [
            link, "a", "http://127.0.0.1:8042/pair/-_-_", "http://[::1]:8042/pair/A~b?c=d&e#f",
            String(repeating: "x", count: 600),
        ])
    func decoded(_ text: String) throws {
        #expect(Zbarimg.text(of: try QRSymbol(text).png(scale: 6)) == text)
    }

    @Test("An SVG image draws each module once")
    func svg() throws {
        let symbol = try QRSymbol(Self.link)
        let text = String(decoding: symbol.svg(), as: UTF8.self)
        #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 41 41\""))
        let path = try #require(text.split(separator: "\"").first { $0.hasPrefix("M") })
        var drawn: Set<[Int]> = []
        for run in path.split(separator: "z") {
            // M column row h length …
            let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
            for column in numbers[0]..<numbers[0] + numbers[2] {
                #expect(drawn.insert([numbers[1] - 4, column - 4]).inserted)
            }
        }
        let dark = (0..<symbol.size).flatMap { row in
            (0..<symbol.size).filter { symbol.isDark(row: row, column: $0) }.map { [row, $0] }
        }
        #expect(drawn == Set(dark))
    }

    @Test("A text that no symbol holds is refused, up to the last byte")
    func limits() throws {
        let longest = String(repeating: "x", count: QRSymbol.maximumBytes)
        #expect(try QRSymbol(longest).size == 177)
        #expect(throws: QRCodeError.tooLong(bytes: QRSymbol.maximumBytes + 1)) { try QRSymbol(longest + "x") }
        #expect(throws: QRCodeError.empty) { try QRSymbol("") }
    }
}

#endif
