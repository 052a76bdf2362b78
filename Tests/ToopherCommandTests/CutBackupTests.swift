#if Service

import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("A backup that is cut short") struct CutBackupTests {
    @Test("A process that is killed while it copies leaves no backup, and the next one says what to remove")
    func killed() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let database = ["--database", folder.file("t.sqlite")]
        let created = try await ToopherProcess.run(["requester", "create", "Site"] + database)
        #expect(created.status == 0, "\(created.error)")
        // The kernel kills it when its file gets larger than a hundred kilobytes.
        let cut = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: [
                "-c", "ulimit -c 0; ulimit -f 200; exec \"$0\" backup \"$1\" --database \"$2\"",
                ToopherProcess.path.string, folder.file("b.sqlite"), folder.file("t.sqlite"),
            ],
            environment: ToopherProcess.environment([:]), input: .none, output: .discarded, error: .discarded)
        guard case .signaled = cut.terminationStatus else {
            Issue.record("it was not cut: \(cut.terminationStatus)")
            return
        }
        #expect(folder.permissions(of: "b.sqlite") == nil)
        #expect(folder.permissions(of: "b.sqlite.partial") == 0o600)
        let refused = try await ToopherProcess.run(["backup", folder.file("b.sqlite")] + database)
        #expect(refused.status == 1 && refused.error.split(separator: "\n").count == 1)
        #expect(
            refused.error.contains(
                "\(folder.file("b.sqlite.partial")) exists: another copy is being made, or one was cut short; then remove it"
            ))
        for name in ["b.sqlite.partial", "b.sqlite.partial-journal"] { removeFile(folder.file(name)) }
        let backup = try await ToopherProcess.run(["backup", folder.file("b.sqlite")] + database)
        #expect(backup.status == 0, "\(backup.error)")
        let listed = try await ToopherProcess.run(["requester", "list"] + database)
        #expect(listed.output.hasSuffix("\tSite\n"), "the database is as it was")
    }
}

#endif
