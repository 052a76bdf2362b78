import TestServer
import TestSupport

/// `openssl s_server` on 127.0.0.1, with a new self-signed certificate for `localhost`.
struct OpenSSLServer {
    static let isAvailable = TestAuthority.isAvailable

    let port: UInt16
    var certificateFile: String { identity.certificateFile }
    private let folder = TemporaryFolder()
    private let identity: TestAuthority.Identity
    private let process: ChildProcess

    init() {
        identity = TestAuthority.selfSigned("server", host: "localhost", in: folder)
        process = ChildProcess(
            TestAuthority.tool,
            [
                "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", identity.certificateFile,
                "-key", identity.keyFile,
            ])
        var port: UInt16?
        while port == nil, let line = process.readLine() {
            if line.hasPrefix("ACCEPT ") { port = line.split(separator: ":").last.flatMap { UInt16($0) } }
        }
        self.port = required(port)
    }

    func stop() { process.stop() }
}
