#if Service

import AuditLog
import SystemPackage
import Testing

@testable import ToopherCommand

@Suite("toopher audit")
struct AuditCommandTests {
    /// A folder with a database of 40 decisions, and its export.
    private func withLog(_ body: (Log) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let names = ["", ".key", "-wal", "-shm", ".lock"].map { "t.sqlite" + $0 }
        defer { folder.remove(files: names + ["log", "log.part", "other", "head", "proof"]) }
        let log = Log(folder: folder.path)
        let made = try await ToopherProcess.run([
            "bench", "audit", "--decisions", "40", "--phones", "3", "--batch", "10", "--database", log.database,
            "--key-file", log.database + ".key", "--export", log.file("log"), "--json",
        ])
        try #require(made.status == 0, "\(made.error)")
        #expect(made.output.contains(#""decisions":40,"#) && made.output.contains(#""operation":"audit""#))
        try await body(log)
    }

    private struct Log {
        let folder: String

        var database: String { file("t.sqlite") }

        func file(_ name: String) -> String { folder + "/" + name }

        func run(_ arguments: String..., withDatabase: Bool = true) async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(["audit"] + arguments + (withDatabase ? ["--database", database] : []))
        }

        func verify(_ arguments: String..., input: String = "") async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(["audit", "verify"] + arguments, input: input)
        }

        func read(_ name: String) throws -> String {
            String(decoding: try InputFile.read(file(name), limit: 10 << 20), as: UTF8.self)
        }

        @discardableResult
        func write(_ name: String, _ text: String) throws -> String {
            let descriptor = try FileDescriptor.open(
                FilePath(file(name)), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
            try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
            return file(name)
        }
    }

    @Test("A log is exported, verified with the head that was kept, and one decision of it proven")
    func wholeRun() async throws {
        try await withLog { log in
            let head = try await log.run("head")
            let kept = try #require(KeptHead(line: Array(head.output.dropLast().utf8)))
            #expect(head.status == 0 && head.output.last == "\n" && kept.head.head.size == 45)
            try log.write("head", head.output)
            let exported = try await log.run("export")
            #expect(try exported.output == log.read("log"))
            let again = try await log.run("export", log.file("other"))
            #expect(again.output == "entries: 45\n" && again.error.isEmpty)
            #expect(try log.read("other") == exported.output)
            let verified = try await log.verify(log.file("log"), "--head", log.file("head"))
            #expect(verified.status == 0, "\(verified.output)")
            let lines = verified.output.split(separator: "\n")
            #expect(lines[0] == "valid: 45 entries, 4 heads" && lines.last == "entries that a kept head proves: 45")
            #expect(lines[1] == "decisions signed by phones: 40, of 3 phones")
            let unkept = try await log.verify("-", "--threads", "1", input: exported.output)
            #expect(unkept.status == 0 && unkept.output.contains("without a head that was kept (--head)"))

            let id = try #require(exported.output.firstRange(of: #""request":""#))
            let request = String(exported.output[id.upperBound...].prefix(36))
            let proof = try await log.run("prove", request)
            #expect(proof.status == 0, "\(proof.error)")
            try log.write("proof", proof.output)
            let proven = try await log.verify("--proof", log.file("proof"), "--head", log.file("head"))
            #expect(proven.status == 0 && proven.output.contains(#""outcome":"granted""#), "\(proven.output)")
            #expect(proven.output.contains("signed by the phone"))
            try log.write("proof", proof.output.replacing("granted", with: "denied"))
            let refused = try await log.verify("--proof", log.file("proof"))
            #expect(refused.status == 2 && refused.output.contains("does not lead from entry"), "\(refused.output)")
            let unknown = try await log.run("prove", "00000000-0000-4000-8000-000000000000")
            #expect(unknown.status == 1 && unknown.error.contains("the log has no decision on"))
        }
    }

    @Test("What is wrong is one line that names the entry, with exit status 2")
    func tampered() async throws {
        try await withLog { log in
            let text = try log.read("log")
            var lines = text.split(separator: "\n")
            let place = try #require(lines.firstIndex { $0.contains(#""index":20,"#) })
            let cases = [
                (text.replacing("Firefox", with: "Firefux"), "entry 5 has another text than the phone signed"),
                (text.replacing(lines[place] + "\n", with: ""), "entry 20 is missing"),
            ]
            for (changed, complaint) in cases {
                let outcome = try await log.verify("-", input: changed)
                #expect(outcome.status == 2 && outcome.output.hasPrefix("not valid: " + complaint), "\(outcome.output)")
                #expect(outcome.output.split(separator: "\n").count == 1 && outcome.error.isEmpty)
            }
            // As an older backup has it.
            try log.write("head", try await log.run("head").output)
            let end = try #require(lines.firstIndex { $0.hasPrefix(#"{"head""#) && $0.contains(#""size":25,"#) })
            lines.removeSubrange((end + 1)...)
            let older = lines.joined(separator: "\n") + "\n" + #"{"end":{"entries":25}}"# + "\n"
            #expect(try await log.verify("-", input: older).status == 0)
            let outcome = try await log.verify("-", "--head", log.file("head"), input: older)
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(outcome.output.hasPrefix("not valid: entry 25 is missing, and all after it"), "\(outcome.output)")
        }
    }

    @Test("What cannot be read is one line of error, with exit status 1")
    func unreadable() async throws {
        try await withLog { log in
            let missing = try await log.verify(log.file("nothing"))
            #expect(missing.status == 1 && missing.error.contains("cannot read \(log.file("nothing")): "))
            let exists = try await log.run("export", log.file("log"))
            #expect(exists.status == 1 && exists.error == "Error: \(log.file("log")) exists already\n")
            let elsewhere = try await log.run("export", "/dev/null/log")
            #expect(elsewhere.status == 1 && elsewhere.error.split(separator: "\n").count == 1)
            for text in ["", "{}\n", "not JSON"] {
                try log.write("head", text)
                let outcome = try await log.verify(log.file("log"), "--head", log.file("head"))
                #expect(
                    outcome.status == 1 && outcome.error.hasPrefix("Error: \(log.file("head"))"), "\(outcome.error)")
            }
            let other = try await log.verify("-", input: "something else\n")
            #expect(other.status == 2 && other.output.contains("line 1: this is not an export"))
            let long = try await log.verify("-", input: String(repeating: "x", count: 1 << 20) + "\n")
            #expect(long.status == 2 && long.output.contains("line 1: this is not an export"))
            for arguments in [[], ["a", "--proof", "b"], ["a", "--threads", "0"]] {
                #expect(try await ToopherProcess.run(["audit", "verify"] + arguments).status == 64)
            }
            for command in [["head"], ["export"], ["prove", "x"], ["rotate"]] {
                let outcome = try await ToopherProcess.run(["audit"] + command + ["--database", log.file("none")])
                #expect(outcome.error == "Error: there is no database \(log.file("none"))\n")
            }
        }
    }

    @Test("Another key continues the log, and heads of the one before stay valid")
    func rotation() async throws {
        try await withLog { log in
            try log.write("head", try await log.run("head").output)
            let rotated = try await log.run("rotate")
            let head = try await log.run("head")
            let kept = try #require(KeptHead(line: Array(head.output.dropLast().utf8)))
            #expect(rotated.status == 0 && rotated.output == kept.key.id + "\n" && kept.head.head.size == 46)
            try log.write("head", try log.read("head") + head.output)
            let exported = try await log.run("export", log.file("other"))
            #expect(exported.status == 0)
            let verified = try await log.verify(log.file("other"), "--head", log.file("head"))
            #expect(verified.status == 0 && verified.output.contains("46 entries, 5 heads"), "\(verified.output)")
        }
    }
}

#endif
