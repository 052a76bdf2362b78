import Testing

/// A command that ends without reading its input does what it does without any, and whoever feeds it goes on.
@Suite("Input that nobody reads")
struct UnreadInputTests {
    /// More than a pipe holds: the writer is still writing when the command ends.
    static let input = String(repeating: "x", count: 1 << 20)

    @Test("It changes neither output nor status")
    func unread() async throws {
        let alone = try await ToopherProcess.run("--version")
        let fed = try await ToopherProcess.run("--version", input: Self.input)
        #expect(fed.status == 0 && fed.output == alone.output && !fed.output.isEmpty)
    }

    @Test("A command line that is refused is refused as without it")
    func refused() async throws {
        let fed = try await ToopherProcess.run("iframe", "verify", input: Self.input)
        #expect(fed.status == 64 && fed.error.contains("--request-token"))
    }
}
