import ArgumentParser
import CurlTransport
import OAuth1
import Toopher

/// `toopher radius`: has a log-in at a RADIUS server approved on the user's phone.
struct RADIUSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "radius",
        abstract: "Have a log-in over RADIUS approved on the user's phone: for FreeRADIUS's rlm_exec.",
        discussion: """
            An exec module of FreeRADIUS 3 runs it, with wait = yes, shell_escape = yes, input_pairs = request and \
            output_pairs = reply. Its exit status is one for that module: 0 accepted, 1 rejected, 2 no decision, 9 a challenge. \
            docs/radius.md has the server's configuration.

            Example:
              USER_NAME='"jdoe"' toopher radius --credentials radius.conf --no-challenge
            """
    )

    @Option(
        help: ArgumentHelp(
            "The file with TOOPHER_CONSUMER_KEY, TOOPHER_CONSUMER_SECRET and TOOPHER_BASE_URL, mode 600.",
            valueName: "file"))
    var credentials = "/etc/toopher/radius.conf"

    @Option(help: "How long the user has to decide, in seconds; less than the timeout of the module.")
    var timeout = 60

    @Flag(help: "Wait for the phone in one step, without a number: for a NAS that does not pass challenges on.")
    var noChallenge = false

    @Flag(
        help: """
            The password of the first request is a one-time password, or nothing or the word push for the phone; without \
            this it is one that another module has checked.
            """)
    var readPassword = false

    @Flag(
        help: """
            Ask the phone once for all requests of a user from one place while it has not decided: for a NAS that sends \
            another request when it repeats itself.
            """)
    var join = false

    @OptionGroup var fallback: LoginFallbackOptions

    private static let maximumVariables = 500

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 600 seconds") }
        guard !readPassword || fallback.ifUnavailable == .deny && fallback.ifUnpaired == .deny else {
            throw ValidationError(
                "with --read-password nobody has checked a password: --if-unavailable and --if-unpaired let anybody in")
        }
    }

    func run() async throws {
        let reply: RADIUSReply
        do {
            reply = try await self.reply()
        } catch {
            // The server's log has what is printed, and not what is written to standard error.
            reply = .failed("You cannot be let in now. Ask who runs this network.", reason: "\(error)")
        }
        print(reply.attributes, terminator: "")
        throw ExitCode(reply.exitStatus)
    }

    private func reply() async throws -> RADIUSReply {
        // The module passes on 1,023 variables at most. Behind more of them a State would be missing, and an answer would
        // look like a new log-in.
        guard Environment.names.count <= Self.maximumVariables else {
            throw CommandError(
                "the request has too many attributes: set max_attributes = 200 in the server's security section")
        }
        let attributes = try RADIUSAttributes(Environment.allValues)
        let file = try CredentialsFile(path: credentials)
        let login = RADIUSLogin(
            api: try ToopherAPI(
                key: file.key, secret: file.secret, baseURL: file.baseURL, transport: try CurlTransport()),
            stateKey: try RADIUSState.key(consumerKey: file.key, secret: file.secret),
            options: RADIUSLogin.Options(
                timeout: timeout, challenges: !noChallenge, readsPassword: readPassword, joins: join),
            clock: SystemClock.unixSeconds)
        if let state = attributes.state { return try await login.answer(attributes, state: state) }
        do {
            return try await login.begin(attributes)
        } catch ToopherError.userUnknown {
            guard fallback.ifUnpaired == .deny else {
                return .acceptedWithoutPhone(reason: "the service does not know the user")
            }
            return .rejected("You have no phone for log-ins yet. Ask who runs this network.")
        } catch let error as ToopherError where error.isOfAbsentService {
            guard fallback.ifUnavailable == .deny else { return .acceptedWithoutPhone(reason: "\(error)") }
            return .failed("Your phone cannot be asked now. Try again later.", reason: "\(error)")
        }
    }
}
