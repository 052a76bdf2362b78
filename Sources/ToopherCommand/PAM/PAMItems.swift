/// What PAM says about a log-in, which `pam_exec` passes on in the environment.
struct PAMItems: Sendable {
    /// The name of the user.
    var user: String
    /// The name of the program that asks, such as `sshd` or `sudo`.
    var service: String
    /// The address or name of the machine that the user comes from; empty for this one.
    var remoteHost: String
    /// What is done: `auth`, and others that are no log-in.
    var type: String

    /// Reads the variables.
    ///
    /// - Throws: ``CommandError`` if PAM has not started this program for a log-in.
    init(_ variable: (String) -> String?) throws {
        guard let type = variable("PAM_TYPE"), let user = variable("PAM_USER") else {
            throw CommandError("PAM has not started this: it belongs into a line with pam_exec.so, see docs/pam.md")
        }
        guard type == "auth" else {
            throw CommandError("PAM asks for \(type): toopher pam belongs into lines that begin with auth")
        }
        (self.type, self.user) = (type, user)
        (service, remoteHost) = (variable("PAM_SERVICE") ?? "login", variable("PAM_RHOST") ?? "")
    }

    /// What the phone shows of where the request comes from.
    ///
    /// - Parameter host: The name of this machine.
    func terminalName(on host: String) -> String {
        DisplayedName.printable(
            remoteHost.isEmpty ? "\(service) on \(host)" : "\(service) on \(host), from \(remoteHost)")
    }
}
