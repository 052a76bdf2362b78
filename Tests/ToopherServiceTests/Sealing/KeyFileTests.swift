#if Service

import CryptoCore
import Glibc
import TestSupport
import Testing

@testable import ToopherService

@Suite("The key file")
struct KeyFileTests {
    private func withFolder(_ body: (TemporaryFolder) async throws -> Void) async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        try await body(folder)
    }

    private func error(_ file: KeyFile) -> String? {
        do {
            _ = try file.read()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("It is created once, for its owner only, and holds the same key from then on")
    func created() async throws {
        try await withFolder { folder in
            let file = KeyFile(path: folder.file("k"))
            #expect(try file.read() == nil)
            let key = try file.readOrCreate(SystemRandom.source)
            #expect(key.count == 32)
            #expect(folder.permissions(of: "k") == 0o600)
            #expect(try file.readOrCreate(SystemRandom.source).isEqual(to: key))
            try file.create(SecretBytes([UInt8](repeating: 1, count: 32)))
            #expect(try file.read()?.isEqual(to: key) == true)
        }
    }

    @Test("Of several that create it at once, all get the same key")
    func race() async throws {
        try await withFolder { folder in
            let path = folder.file("k")
            let keys = try await withThrowingTaskGroup(of: SecretBytes.self) { group in
                for _ in 0..<20 {
                    group.addTask { try KeyFile(path: path).readOrCreate(SystemRandom.source) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(keys.allSatisfy { $0.isEqual(to: keys[0]) })
        }
    }

    @Test("A file that others can read is refused, with the command that mends it")
    func readableByOthers() async throws {
        try await withFolder { folder in
            let file = KeyFile(path: folder.file("k"))
            _ = try file.readOrCreate(SystemRandom.source)
            unsafe chmod(file.path, 0o640)
            #expect(error(file)?.contains("chmod 600 '\(file.path)'") == true)
            unsafe chmod(file.path, 0o400)
            #expect(error(file) == nil)
        }
    }

    @Test(
        "What is no key is refused",
        arguments: [
            "", "\n", "AAAA", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
            String(repeating: "+", count: 43), String(repeating: "A", count: 43) + "A\n", "\0",
        ])
    func malformed(text: String) async throws {
        try await withFolder { folder in
            _ = folder.write("k", Array(text.utf8))
            unsafe chmod(folder.file("k"), 0o600)
            #expect(error(KeyFile(path: folder.file("k")))?.contains("does not contain a key") == true)
        }
    }

    @Test("A folder, and a file in a folder that does not exist, are refused")
    func noFile() async throws {
        try await withFolder { folder in
            #expect(error(KeyFile(path: folder.file("."))) != nil)
            #expect(throws: ServiceError.self) {
                try KeyFile(path: folder.file("missing/k")).readOrCreate(SystemRandom.source)
            }
        }
    }
}

#endif
