#if Service

import Logging
import Synchronization
import Testing

@testable import ToopherService

@Suite("The lines of the log") struct ServiceLogTests {
    /// Keeps what is written.
    private final class Output: Sendable {
        private let kept = Mutex<[[UInt8]]>([])

        var lines: [String] { kept.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }

        func write(_ line: [UInt8]) { kept.withLock { $0.append(line) } }
    }

    private func logger(
        _ format: ServiceLog.Format, _ output: Output, level: Logger.Level = .trace,
        now: @escaping @Sendable () -> Int64 = { 1_422_954_952_007 }
    ) -> Logger {
        ServiceLog.logger(format, level: level, now: now) { output.write($0) }
    }

    @Test(
        "A line for people has time, level, message and the rest in order, with quotation marks where they are needed")
    func text() {
        let output = Output()
        var logger = logger(.text, output)
        logger[metadataKey: "peer"] = "192.0.2.1"
        logger.info("a thing has happened", metadata: ["reason": "no \"such\" thing", "empty": "", "a=b": "c\\d"])
        logger.error("alone")
        #expect(
            output.lines == [
                #"2015-02-03T09:15:52.007Z info a thing has happened a=b="c\\d" empty="" peer=192.0.2.1 reason="no \"such\" thing""#
                    + "\n",
                "2015-02-03T09:15:52.007Z error alone peer=192.0.2.1\n",
            ])
    }

    @Test("A line for programs is one JSON object, whose members of the event cannot be replaced")
    func json() throws {
        let output = Output()
        logger(.json, output).warning(
            "m", metadata: ["time": "x", "list": ["a", .dictionary(["b": "c\n"])], "z": .stringConvertible(5)])
        #expect(
            output.lines == [
                #"{"time":"2015-02-03T09:15:52.007Z","level":"warning","message":"m","list":["a",{"b":"c\u000a"}],"z":"5"}"#
                    + "\n"
            ])
        #expect(try JSON.parse(Array(output.lines[0].utf8))["level"].text == "warning")
    }

    @Test("What a stranger sends stays within its line, and moves no terminal")
    func hostile() {
        let hostile = "a\nfake line\r\u{1B}[2J\u{202E}\u{2028}\u{7F}\u{0}\u{85}ü"
        for format in ServiceLog.Format.allCases {
            let output = Output()
            logger(format, output).info("m", metadata: ["v": "\(hostile)", "\(hostile)": "w"])
            let line = output.lines[0]
            #expect(line.unicodeScalars.filter { $0 == "\n" }.count == 1 && line.hasSuffix("\n"))
            #expect(!line.unicodeScalars.dropLast().contains { $0.value < 0x20 })
            #expect(line.contains("ü"))
            if format == .text {
                #expect(!line.unicodeScalars.contains { [0x202E, 0x2028, 0x7F, 0x85].contains($0.value) })
            }
        }
    }

    @Test("Lines below the level are not written, and loggers are values")
    func levels() {
        let output = Output()
        let first = logger(.text, output, level: .notice)
        first.info("no")
        first.notice("yes")
        var second = first
        second.logLevel = .trace
        second[metadataKey: "k"] = "v"
        second.trace("too")
        first.info("no")
        #expect(output.lines.map { $0.split(separator: " ")[2] } == ["yes\n", "too"])
    }

    @Test("What says the same again and again is left out and counted; errors are not, and neither what was asked for")
    func throttle() {
        let output = Output()
        let time = Mutex<Int64>(1_000_000)
        let logger = logger(.text, output) { time.withLock { $0 } }
        for index in 0..<100 { logger.info("refused", metadata: ["n": "\(index)"]) }
        #expect(output.lines.count == 60)
        logger.info("another")
        for _ in 0..<100 { logger.error("an error") }
        for _ in 0..<100 { logger.debug("a detail") }
        #expect(output.lines.count == 261)
        time.withLock { $0 += 1000 }
        logger.info("refused")
        #expect(output.lines.last?.hasSuffix("refused omitted=40\n") == true)
        logger.info("refused")
        #expect(output.lines.count == 262)
        time.withLock { $0 += 1000 }
        logger.info("refused")
        #expect(output.lines.last?.hasSuffix("refused omitted=1\n") == true)
    }

    @Test("Messages without end need no memory without end")
    func manyMessages() {
        var throttle = LogThrottle()
        for index in 0..<20_000 { _ = throttle.take("message \(index)", at: 0) }
        #expect(throttle.take("message 0", at: 0) == 0, "one that is known has its own count")
        #expect(throttle.take("message 19999", at: 0) == nil, "the others share one")
    }

    @Test("What claims to be a consumer key is shown only if it is one")
    func claimedConsumer() {
        #expect(ClaimedConsumer(key: "abcdefgh", isKnown: true).loggable == "abcdefgh")
        #expect(ClaimedConsumer(key: "abcdefgh", isKnown: false).loggable == "abcd…")
        #expect(ClaimedConsumer().loggable == "unknown")
    }
}

#endif
