#if Service

import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("A backup that is cut short") struct CutBackupTests {
    @Test("A copy that can be written only in part is one line of error and leaves nothing; the next one is complete")
    func partial() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let database = ["--database", folder.file("t.sqlite")]
        let created = try await ToopherProcess.run(["requester", "create", "Site"] + database)
        #expect(created.status == 0, "\(created.error)")
        // No file gets larger than a hundred kilobytes, and who tries gets an error.
        let cut = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: [
                "-c", "trap '' XFSZ; ulimit -f 200; exec \"$0\" backup \"$1\" --database \"$2\"",
                ToopherProcess.path.string, folder.file("b.sqlite"), folder.file("t.sqlite"),
            ],
            environment: ToopherProcess.environment([:]), input: .none, output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        #expect(cut.terminationStatus == .exited(1) && cut.standardOutput.isEmpty)
        #expect(cut.standardError.hasPrefix("Error: the disk of the database failed: "), "\(cut.standardError)")
        #expect(cut.standardError.split(separator: "\n").count == 1)
        for suffix in ["", ".partial", ".partial-journal", "-wal", "-shm"] {
            #expect(folder.permissions(of: "b.sqlite\(suffix)") == nil, "\(suffix)")
        }
        let backup = try await ToopherProcess.run(["backup", folder.file("b.sqlite")] + database)
        #expect(backup.status == 0, "\(backup.error)")
        let listed = try await ToopherProcess.run(["requester", "list"] + database)
        #expect(listed.output.hasSuffix("\tSite\n"), "the database is as it was")
    }
}

#endif
