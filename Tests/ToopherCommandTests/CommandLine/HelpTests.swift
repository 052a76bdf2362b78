#if Service

import ArgumentParser
import SystemPackage
import Testing

@testable import ToopherCommand

/// `docs/commands.md` is the record of all help texts: what changes in them shows in the diff of that page.
///
/// `script/update-help` writes it anew.
@Suite("Help") struct HelpTests {
    private static let path = FilePath(#filePath).removingLastComponent().appending("../../../docs/commands.md")

    private static let heading = """
        # Commands

        The help of every command, as `toopher help …` prints it. [command-line.md](command-line.md) has the exit statuses and
        what `--json` prints. `script/update-help` writes this page.

        """

    private static func section(of node: CommandNode) -> String {
        "## \(node.name)\n\n```\n\(node.help.trimmedAtEnd)\n```\n"
    }

    @Test("docs/commands.md has the help of every command, word for word")
    func record() throws {
        let page = ([Self.heading] + CommandNode.all.map(Self.section)).joined(separator: "\n")
        if Environment.value("TOOPHER_UPDATE_HELP") != nil {
            let file = try FileDescriptor.open(
                Self.path, .writeOnly, options: [.create, .truncate],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(page.utf8) }
        }
        let recorded = String(decoding: try InputFile.read(Self.path.string, limit: 4 << 20), as: UTF8.self)
        for node in CommandNode.all {
            #expect(recorded.contains(Self.section(of: node)), "\(node.name) has another help: run script/update-help")
        }
        #expect(recorded == page, "docs/commands.md has more than the help of the commands: run script/update-help")
    }

    @Test("The help of every command has an example of that command, which can be copied from 80 columns")
    func examples() {
        for node in CommandNode.all {
            #expect(!node.type.configuration.abstract.isEmpty, "\(node.name)")
            #expect(node.example.contains { $0.contains(node.name) }, "\(node.name) has no example of itself")
            for line in node.example { #expect(node.help.contains("\n  \(line)\n"), "\(node.name): \(line)") }
        }
    }

    @Test("Every option says what it is for")
    func options() {
        for node in CommandNode.all {
            for line in node.help.split(separator: "\n") where line.hasPrefix("  -") && !line.hasPrefix("  -h, --help")
            {
                // The text stands in the same line, or in the next ones if the option is long.
                let isLong = line.utf8.count > 26
                #expect(isLong || line.dropFirst(24).contains(where: \.isLetter), "\(node.name): \(line)")
            }
        }
    }
}

extension String {
    /// Without white space and line ends behind it.
    fileprivate var trimmedAtEnd: Substring {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

#endif
