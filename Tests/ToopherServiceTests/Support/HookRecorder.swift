#if Service

import TestSupport

@testable import ToopherService

/// A command of the operator's that keeps the messages it gets.
struct HookRecorder: Sendable {
    private let folder = TemporaryFolder()

    /// The command.
    var command: HookCommand? {
        // One line for each message, appended in one piece.
        try? HookCommand(#"/bin/sh -c 'm=$(cat); printf "%s\n" "$m" >> "$0"' "\#(folder.file("messages"))""#)
    }

    /// The messages so far.
    var messages: [JSON] {
        guard folder.permissions(of: "messages") != nil else { return [] }
        return folder.read("messages").split(separator: UInt8(ascii: "\n")).map {
            (try? JSON.parse(Array($0))) ?? .null
        }
    }

    /// Removes what it has kept.
    func remove() { folder.remove() }
}

#endif
