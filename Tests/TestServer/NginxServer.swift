internal import Glibc
package import TestSupport

/// Debian's nginx on a free port of 127.0.0.1, in a folder of its own.
package struct NginxServer: Sendable {
    /// The path of nginx; `nil` if it is not installed (`script/bootstrap --servers`).
    package static let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].first(where: isProgram)

    package let port: UInt16
    package let isSecure: Bool
    /// The folder that is served: the file `name` as `/files/name`.
    package let folder: TemporaryFolder
    private let process: ChildProcess

    /// Starts nginx.
    ///
    /// - Parameters:
    ///   - identity: The certificate and key, for TLS with HTTP/1.1 and HTTP/2; `nil` for plain http.
    ///   - directives: Additions to the `server` block; without `ssl_protocols`, TLS 1.2 and 1.3 are supported.
    package init(
        identity: TestAuthority.Identity? = nil, directives: [String] = [], folder: TemporaryFolder = .init()
    ) {
        let (listener, port) = listeningSocket(backlog: 128)
        self.port = port
        isSecure = identity != nil
        self.folder = folder
        for name in ["files", "temporary"] { unsafe precondition(mkdir(folder.file(name), 0o700) == 0) }
        let text = Self.configuration(port, identity, directives, folder)
        let file = folder.write("nginx.conf", Array(text.utf8))
        // The socket is inherited, as from one nginx to the next, so that no port has to be found or waited for.
        process = ChildProcess(
            required(Self.program), ["-e", "stderr", "-p", folder.path, "-c", file],
            environment: ["NGINX=\(listener);"], inheriting: listener)
        close(listener)
    }

    package func stop() { process.stop(atOnce: false) }

    private static func configuration(
        _ port: UInt16, _ identity: TestAuthority.Identity?, _ directives: [String], _ folder: TemporaryFolder
    ) -> String {
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        let tls = identity.map {
            ["ssl_certificate \($0.certificateFile)", "ssl_certificate_key \($0.keyFile)"]
        }
        let protocols = directives.contains { $0.hasPrefix("ssl_protocols ") } ? [] : ["ssl_protocols TLSv1.2 TLSv1.3"]
        let server = (tls ?? []) + protocols + directives
        return """
            daemon off;
            worker_processes 1;
            \(geteuid() == 0 ? "user root;" : "")
            pid \(folder.file("nginx.pid"));
            error_log stderr;
            events {}
            http {
                access_log off;
                \(kinds.map { "\($0)_temp_path \(folder.file("temporary"))/\($0);" }.joined(separator: "\n    "))
                server {
                    listen 127.0.0.1:\(port)\(identity == nil ? "" : " ssl http2");
                    root \(folder.path);
                    \(server.map { $0.hasSuffix("}") ? $0 : $0 + ";" }.joined(separator: "\n        "))
                    location = / {
                        return 200 "$request_method $server_protocol $ssl_protocol $ssl_client_verify $ssl_client_s_dn";
                    }
                    location /files/ {
                        dav_methods PUT DELETE;
                        client_max_body_size 64m;
                    }
                }
            }
            """
    }
}
