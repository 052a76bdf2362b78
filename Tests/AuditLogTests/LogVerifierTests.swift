import AuditLog
import CryptoCore
import DeviceProtocol
import MerkleLog
import Testing

@Suite("Verifying a log")
struct LogVerifierTests {
    /// A log with a key, two devices and six decisions, and a head after each number of entries that is named.
    private func log(
        heads: Set<Int> = Set(1...9), _ change: (inout TestLog, [TestDevice]) throws -> Void = { _, _ in }
    ) throws -> TestLog {
        var log = try TestLog()
        let devices = try [TestDevice(1), TestDevice(2)]
        if heads.contains(1) { try log.seal() }
        for (number, device) in devices.enumerated() {
            try log.register(device)
            if heads.contains(number + 2) { try log.seal() }
        }
        for number in 0..<6 {
            try log.decide(number % 3 == 2 ? .deny : .approve, by: devices[number % 2], on: 100 + number)
            if heads.contains(number + 4) { try log.seal() }
        }
        try change(&log, devices)
        return log
    }

    /// Returns the place of an entry in the lines of a log with a head after each entry: format, key, then pairs.
    private func place(_ index: Int) -> Int { 2 + 2 * index }

    private func replaced(_ line: [UInt8], _ text: String, _ other: String) -> [UInt8] {
        Array(String(decoding: line, as: UTF8.self).replacing(text, with: other).utf8)
    }

    @Test(
        "A log as the service wrote it is valid, whatever the number of its heads",
        arguments: [Set(1...9), [9], [2, 5, 9]])
    func valid(_ heads: Set<Int>) async throws {
        let log = try log(heads: heads)
        let summary = try await log.verify()
        #expect(summary.entryCount == 9 && summary.decisionCount == 6 && summary.deviceCount == 2)
        #expect(summary.headCount == heads.count && summary.head?.head.size == 9 && summary.keptSize == 0)
        for threads in [1, 3, 100] {
            #expect(try await TestLog.verify(log.lines(), threadCount: threads) == summary)
        }
    }

    @Test("An entry of which one character was changed is named", arguments: 0..<9)
    func changed(_ index: Int) async throws {
        var lines = try log().lines()
        lines[place(index)] = replaced(lines[place(index)], "\"time\":17", "\"time\":16")
        #expect(try await TestLog.complaint(lines) == "entry \(index) was changed: it does not have its hash")
    }

    @Test("An entry that was changed together with its hash is named by the head over it", arguments: 3..<9)
    func changedWithHash(_ index: Int) async throws {
        var log = try log()
        for (place, part) in log.parts.enumerated() where place == self.place(index) - 1 {
            guard case .entry(let entry, let record) = part else { continue }
            let members = entry.members.names.filter { !["type", "time"].contains($0) }
            let other = AuditEntry(
                entry.type, time: (entry.time ?? 0) + 1, members.map { (name: $0, value: entry.members[$0]) })
            log.parts[place] = .entry(other, record: record)
        }
        #expect(
            try await log.complaint()
                == "entry \(index) was changed, moved or invented: it does not fit the head of \(index + 1) entries")
    }

    @Test("An entry that is missing is named, with its head or without", arguments: 0..<9)
    func missing(_ index: Int) async throws {
        var lines = try log().lines()
        lines.remove(at: place(index))
        #expect(try await TestLog.complaint(lines) == "entry \(index) is missing")
        lines.remove(at: place(index))
        #expect(try await TestLog.complaint(lines) == "entry \(index) is missing")
    }

    @Test("Entries that changed places are named, with their numbers and without", arguments: 0..<8)
    func swapped(_ index: Int) async throws {
        var lines = try log().lines()
        let (one, two) = (place(index), place(index + 1))
        lines.swapAt(one, two)
        #expect(try await TestLog.complaint(lines) == "entry \(index) is missing")
        lines[one] = replaced(lines[one], "\"index\":\(index + 1)", "\"index\":\(index)")
        lines[two] = replaced(lines[two], "\"index\":\(index)", "\"index\":\(index + 1)")
        let complaint = try #require(try await TestLog.complaint(lines))
        #expect(complaint.hasPrefix("entry \(index) was "), "\(complaint)")
    }

    @Test("An entry that was inserted, or stands twice, is named", arguments: 1..<9)
    func invented(_ index: Int) async throws {
        let lines = try log().lines()
        var twice = lines
        twice.insert(twice[place(index - 1)], at: place(index))
        #expect(
            try await TestLog.complaint(twice) == "entry \(index) is not in its place, where entry \(index - 1) stands")
        var log = try log()
        log.parts.insert(
            .entry(AuditEntry("user_created", time: 1, []), record: nil), at: place(index) - 1)
        let complaint = try #require(try await log.complaint())
        #expect(complaint.hasPrefix("entry \(index) "), "\(complaint)")
    }

    @Test("Entries after the last head are invented")
    func appended() async throws {
        var log = try log()
        try log.append(AuditEntry("user_created", time: 1, []))
        #expect(try await log.complaint() == "entry 9 was invented: no head covers entry 9")
        try log.append(AuditEntry("user_created", time: 1, []))
        #expect(try await log.complaint() == "entry 9 was invented: no head covers the entries 9 to 10")
    }

    @Test("Of many entries under one head the range is named, and a wrong signature in it exactly")
    func ranges() async throws {
        var log = try log(heads: [3, 9])
        guard case .entry(let entry, let record) = log.parts[8] else { return }
        log.parts.swapAt(6, 7)
        let range = "the entries 3 to 8"
        #expect(
            try await log.complaint()
                == "one of \(range) was changed, moved or invented: together they do not fit the head of 9 entries")
        log.parts[8] = .entry(entry, record: record?.replacing("Laptop", with: "Tablet"))
        #expect(
            try await log.complaint()
                == "entry 6 has another text than the phone signed; the signed heads prove nothing about the entries 3 to 5 before it either"
        )
    }

    @Test("An end that was cut is found by the last line, or by a head that was kept", arguments: 4..<9)
    func cut(_ count: Int) async throws {
        let log = try log()
        guard case .head(let head)? = log.parts.last else { return }
        let kept = try #require(try KeptHead(head, key: LogKey(log.key.publicKey)))
        #expect(try await log.verify(kept: [kept]).keptSize == 9)
        let lines = try log.lines()
        let some = Array(lines[..<place(count)])
        #expect(
            try await TestLog.complaint(some)
                == "the export ends after \(count) entries without its last line: export again")
        #expect(try await TestLog.complaint(some + [lines[lines.count - 1]]) == "entry \(count) is missing")
        // As an older backup has it.
        let older = some + [LogLine.end(entryCount: UInt64(count)).bytes]
        #expect(try await TestLog.complaint(older) == nil)
        let complaint = try #require(try await TestLog.complaint(older, kept: [kept]))
        #expect(complaint.hasPrefix("entry \(count) is missing, and all after it"), "\(complaint)")
        #expect(complaint.contains("replaced by an older backup"))
    }

    @Test("A log that was replaced by an older backup and continued is found by the heads that were kept")
    func replacedByBackup() async throws {
        var (log, kept) = (try log(), [KeptHead]())
        for part in log.parts {
            if case .head(let head) = part {
                kept.append(try #require(try KeptHead(head, key: LogKey(log.key.publicKey))))
            }
        }
        #expect(try await log.verify(kept: kept.reversed()).keptSize == 9)
        let device = try TestDevice(3)
        var backup = try TestLog()
        (log, backup) = (backup, log)
        try backup.register(device)
        try backup.seal()
        // A service with another key writes everything anew.
        try log.register(device)
        while log.parts.count < 30 { try log.seal(); try log.append(AuditEntry("user_created", time: 1, [])) }
        try log.seal()
        #expect(try await log.complaint() == nil)
        let complaint = try #require(try await log.complaint(kept: kept))
        #expect(
            complaint.hasPrefix("the log is not the one of the head of 1 entries that was kept, from entry 0 on"),
            "\(complaint)")
        let last = try #require(try await log.complaint(kept: [kept[8]]))
        #expect(last.contains("of 9 entries that was kept, from one of the entries 0 to 8 on"), "\(last)")
        let first = try #require(try firstHead(of: log))
        let known = try #require(try await log.complaint(kept: [kept[8], first]))
        #expect(known.contains("of 9 entries that was kept, from one of the entries 2 to 8 on"), "\(known)")
    }

    private func firstHead(of log: TestLog) throws -> KeptHead? {
        for part in log.parts {
            if case .head(let head) = part { return KeptHead(head, key: try LogKey(log.key.publicKey)) }
        }
        return nil
    }

    @Test("Heads count only with a signature of a known key, in order, and never earlier than the one before")
    func heads() async throws {
        let lines = try log().lines()
        let head = place(4) + 1
        var changed = lines
        changed[head] = replaced(changed[head], "\"time\":17", "\"time\":27")
        #expect(
            try await TestLog.complaint(changed)
                == "the head of 5 entries has a signature that is not valid: nothing proves entry 4")
        changed = lines
        changed.insert(changed[head], at: head + 1)
        #expect(try await TestLog.complaint(changed) == "the head of 5 entries has no more entries than the one before")
        changed = lines
        changed.remove(at: head)
        #expect(try await TestLog.complaint(changed) == nil, "the next head proves the entry too")
        changed = lines
        changed.swapAt(head, head + 1)
        #expect(
            try await TestLog.complaint(changed)
                == "entry 4 was changed, moved or invented: it does not fit the head of 5 entries")
        var log = try log()
        try log.append(AuditEntry("user_created", time: 1, []))
        try log.seal(elapsed: -1000)
        #expect(
            try await log.complaint() == "the head of 10 entries is older than the one before: nothing proves entry 9")
        changed = lines
        changed.remove(at: 1)
        let unknown = try #require(try await TestLog.complaint(changed))
        #expect(unknown.hasPrefix("the head of 1 entries is signed by the unknown key "), "\(unknown)")
    }

    @Test("A key that signs heads has an entry that a key of the log has signed: none is added or exchanged otherwise")
    func keys() async throws {
        let (other, stranger) = (try P256.PrivateKey(), try P256.PrivateKey())
        func extended(withEntry: Bool = true, by signer: P256.PrivateKey? = nil, named: P256.PrivateKey? = nil) throws
            -> TestLog
        {
            var log = try log()
            log.parts.insert(.key(other.publicKey), at: 1)
            let (key, former) = (try LogKey(other.publicKey), try LogKey((named ?? log.key).publicKey))
            let signature = try (signer ?? log.key).signature(for: key.successionBytes)
            try log.append(
                AuditEntry(
                    withEntry ? EntryType.logKey : "user_created", time: 1,
                    [
                        ("key", .string(key.text)), ("by", .string(former.id)),
                        ("signature", .string(Base64.encodeURL(signature))),
                    ]))
            try log.seal(with: other)
            return log
        }
        #expect(try await extended().verify().entryCount == 10)
        for forged in [
            try extended(by: stranger), try extended(by: stranger, named: stranger),
            try extended(by: other, named: other),
        ] {
            let complaint = try await forged.complaint()
            #expect(complaint == "entry 9 adds a key that no key of the log before it has signed", "\(complaint ?? "")")
        }
        let complaint = try #require(try await extended(withEntry: false).complaint())
        #expect(complaint.hasPrefix("the key \(try LogKey(other.publicKey).id) signs heads, and the log"))
    }

    @Test("A decision counts only with the signature of its registered device over its own record")
    func decisions() async throws {
        let stranger = try TestDevice(1)
        let unregistered = try TestDevice(7)
        let prefix = "entry 9 "
        func complaint(_ change: (inout TestLog, [TestDevice]) throws -> Void) async throws -> String {
            var log = try log(heads: Set(1...9), change)
            try log.seal()
            return try await log.complaint() ?? ""
        }
        let cases: [(String, (inout TestLog, [TestDevice]) throws -> Void)] = [
            ("was signed with another key", { log, _ in try log.decide(.approve, by: stranger, on: 200) }),
            ("was signed by the phone", { log, _ in try log.decide(.approve, by: unregistered, on: 200) }),
            (
                "has what a phone signed for something else",
                { log, devices in
                    try log.decide(.approve, by: devices[0], on: 200) { $0["user"] = .string("eve") }
                }
            ),
            (
                "has what a phone signed for something else",
                { log, devices in
                    try log.decide(.approve, by: devices[0], on: 200) { $0["requester"] = .string("Other Shop") }
                }
            ),
            ("decides", { log, devices in try log.decide(.deny, by: devices[0], on: 100) }),
            (
                "has a signature that is not valid",
                { log, devices in
                    let other = try devices[0].key.signature(for: [1])
                    try log.decide(.approve, by: devices[0], on: 200) {
                        $0["signature"] = .string(Base64.encodeURL(other))
                    }
                }
            ),
            (
                "has a signature that is not valid",
                { log, devices in
                    // Of another device that claims to be this one.
                    try log.decide(.approve, by: devices[0], on: 200) { members in
                        let (entry, _) = (try? devices[1].entry(.approve, on: 200, time: 1, { _ in })) ?? (nil, nil)
                        members["signature"] = entry?.members["signature"]
                    }
                }
            ),
            (
                "has what a phone signed for something else",
                { log, devices in
                    try log.decide(.approve, by: devices[0], on: 200) {
                        $0["request"] = .string(TestDevice.identifier(201))
                    }
                }
            ),
            (
                "has what a phone signed for something else",
                { log, devices in
                    try log.decide(.deny, by: devices[0], on: 200) {
                        $0["decision"] = .string("approve")
                        $0["outcome"] = .string("granted")
                    }
                }
            ),
            (
                "was changed: it lacks",
                { log, devices in
                    try log.decide(.deny, by: devices[0], on: 200) { $0["outcome"] = .string("granted") }
                }
            ),
            (
                "was changed: it lacks",
                { log, devices in
                    try log.decide(.deny, by: devices[0], on: 200) { $0["signature"] = .some(nil) }
                }
            ),
            (
                "has another text than the phone signed",
                { log, devices in
                    let (entry, record) = try devices[0].entry(.approve, on: 200, time: 1, { _ in })
                    try log.append(entry, record: record + " ")
                }
            ),
            (
                "has lost what the phone signed",
                { log, devices in
                    let (entry, _) = try devices[0].entry(.approve, on: 200, time: 1, { _ in })
                    try log.append(entry)
                }
            ),
            (
                "registers the phone",
                { log, _ in try log.register(stranger) }
            ),
        ]
        for (expected, change) in cases {
            let complaint = try await complaint(change)
            #expect(complaint.hasPrefix(prefix + expected), "\(complaint)")
        }
        #expect(try await complaint { log, devices in try log.decide(.approve, by: devices[0], on: 200) }.isEmpty)
        #expect(try await complaint { log, devices in try log.register(devices[0]) }.isEmpty)
    }

    @Test("Of two wrong signatures the first is named, whichever thread has found it")
    func firstSignature() async throws {
        var log = try log()
        let device = try TestDevice(9)
        try log.register(device)
        let wrong = Base64.encodeURL(try device.key.signature(for: [1]))
        for number in 0..<40 {
            try log.decide(.approve, by: device, on: 1000 + number) { members in
                if [17, 23, 39].contains(number) { members["signature"] = .string(wrong) }
            }
        }
        try log.seal()
        for threads in [1, 2, 7] {
            await #expect {
                _ = try await TestLog.verify(log.lines(), threadCount: threads)
            } throws: {
                $0 as? AuditLogError == .entry(index: 27, .signatureInvalid, unproven: 9..<27)
            }
        }
    }

    @Test(
        "What is no export is one line of error",
        arguments: ["", "{}", "{\"format\":\"toopher-audit-log-2\"}", "not JSON", "{\"end\":{\"entries\":0}}", "\u{0}"])
    func noExport(_ line: String) async throws {
        #expect(
            try await TestLog.complaint([Array(line.utf8)])
                == "line 1: this is not an export of a log that this program reads")
    }

    @Test("Lines that are malformed, repeated or follow the last one are named")
    func malformedLines() async throws {
        let lines = try log().lines()
        for extra in ["", "{}", "{\"x\":1}", "{\"format\":\"toopher-audit-log-1\"}", "{\"head\":{}}", "{\"key\":{}}"] {
            for place in [1, 5, lines.count] {
                var changed = lines
                changed.insert(Array(extra.utf8), at: place)
                let complaint = try #require(try await TestLog.complaint(changed))
                #expect(complaint.hasPrefix("line \(place + 1), where entry "), "\(complaint)")
            }
        }
        var changed = lines
        changed[place(5)] = Array("{\"entry\":".utf8) + Array(repeating: UInt8(ascii: "["), count: 100_000)
        #expect(try await TestLog.complaint(changed)?.hasPrefix("line 13, where entry 5") == true)
        #expect(
            try await TestLog.complaint([]) == "the export ends after 0 entries without its last line: export again")
    }

    @Test("An entry that is no entry any more stays in its line, and is named")
    func garbage() async throws {
        var lines = try log().lines()
        for text in ["", "x", "{\"type\":1}", "{}\n{\"end\":{}}", "\",\"index\":0}"] {
            let bytes = Array(text.utf8)
            let leaf = try TreeHash.leaf(of: bytes)
            lines[place(4)] = LogLine.entry(LogEntry(index: 4, bytes: bytes, leaf: leaf, record: nil)).bytes
            #expect(!lines[place(4)].contains(UInt8(ascii: "\n")))
            #expect(
                try await TestLog.complaint(lines)
                    == "entry 4 was changed: it lacks what an entry of its type has")
        }
    }
}
