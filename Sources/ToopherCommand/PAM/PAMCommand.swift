import ArgumentParser
import CurlTransport
import SystemPackage
import Toopher

/// `toopher pam`: has a log-in on this machine approved on the user's phone.
struct PAMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pam",
        abstract: "Have a log-in on this machine approved on the user's phone: for pam_exec.",
        discussion: """
            In a file of /etc/pam.d, below the line that checks the password:

              auth required pam_exec.so quiet seteuid stdout /usr/local/bin/toopher pam

            What it prints, such as the number to enter on the phone, is shown to the user. It lets in only whom the phone has \
            approved in time: exit status 0. Whatever else happens lets nobody in, unless --if-unavailable or --if-unpaired \
            says so. docs/pam.md has sshd, sudo and one-time passwords.

            Example:
              PAM_TYPE=auth PAM_USER=jdoe toopher pam --credentials pam.conf --no-number
            """
    )

    @Option(
        help: ArgumentHelp(
            "The file with TOOPHER_CONSUMER_KEY, TOOPHER_CONSUMER_SECRET and TOOPHER_BASE_URL, mode 600.",
            valueName: "file"))
    var credentials = "/etc/toopher/pam.conf"

    @Option(help: "How long the user has to decide, in seconds.")
    var timeout = 60

    @Flag(help: "Do not ask for a number on the phone: where nothing that is printed is shown.")
    var noNumber = false

    @Flag(
        help: """
            Read what the user has typed from standard input, as expose_authtok has pam_exec give it: a one-time password, \
            or nothing for the phone.
            """)
    var readPassword = false

    @OptionGroup var fallback: LoginFallbackOptions

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 600 seconds") }
    }

    func run() async throws {
        let items = try PAMItems(Environment.value)
        let password = try typedPassword()
        let file = try CredentialsFile(path: credentials)
        let transport = try CurlTransport()
        let api = try ToopherAPI(key: file.key, secret: file.secret, baseURL: file.baseURL, transport: transport)
        let request: AuthenticationRequest
        do {
            request = try await ask(api, items, password)
        } catch ToopherError.userUnknown where fallback.ifUnpaired == .allow {
            StandardError.print("let in without a phone: the service does not know \(items.user)")
            return
        } catch let error as ToopherError where error.isOfAbsentService && fallback.ifUnavailable == .allow {
            StandardError.print("let in without a phone: \(error)")
            return
        } catch ToopherError.userUnknown {
            print("You have no phone for log-ins yet: ask who runs this machine.")
            throw ExitStatus.denied
        } catch let error as ToopherError where error.isOfAbsentService {
            print("Your phone cannot be asked now. Try again later.")
            throw error
        }
        // The phone is asked: from here on only its approval lets in.
        do {
            try await decide(request, api)
        } catch let error as ToopherError {
            try? await api.cancelAuthenticationRequest(id: request.id)
            print("The answer of your phone cannot be had now. Try again later.")
            throw error
        }
    }

    /// What the user has typed; `nil` for nothing.
    private func typedPassword() throws -> String? {
        guard readPassword else { return nil }
        // Ends with a zero byte.
        let bytes = try StandardInput.read(limit: 1024).prefix { $0 != 0 && $0 != UInt8(ascii: "\n") }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private func ask(_ api: ToopherAPI, _ items: PAMItems, _ password: String?) async throws -> AuthenticationRequest {
        let host = HostName.current
        // Without an id of the terminal: two log-ins from one place are two requests, and one approval is for one of them. And
        // nobody's standing answer opens a shell.
        return try await api.authenticate(
            username: items.user, terminalName: items.terminalName(on: host),
            actionName: "Log in: \(items.service)", isAutomationAllowed: false,
            showsMatchNumber: !noNumber && password == nil, otp: password)
    }

    private func decide(_ request: AuthenticationRequest, _ api: ToopherAPI) async throws {
        if request.isPending {
            if !noNumber, let number = request.matchNumber {
                print("Enter \(number) on your phone.")
            } else if request.reasonCode != 708 {
                print("Approve this on your phone.")
            }
            flushStandardOutput()
        }
        switch try await api.waitForDecision(on: request, timeout: .seconds(timeout)) {
        case .granted: return
        case .denied:
            print("Denied.")
            throw ExitStatus.denied
        case .needsOTP:
            print("Your phone is not asked now: type a one-time password, or try again later.")
            throw ExitStatus.timedOut
        case .timedOut(let request):
            // The phone must not go on asking for what nobody waits for.
            try? await api.cancelAuthenticationRequest(id: request.id)
            print("Nobody has decided in time.")
            throw ExitStatus.timedOut
        }
    }
}
