#if Service

import ArgumentParser
import ToopherService

/// `toopher integration create`: creates an integration.
struct IntegrationCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create an integration and print its keys. The secret key is shown only once.",
        discussion: """
            Without --requester, a requester of the same name is created: phones show that name.

            Signatures without a date, v1 and v1-sha512, have no protection against being sent again but TLS. They are \
            accepted only by name: --accept v1. Without --accept, every signature with a date is accepted.

            A first request that is refused is answered with deny, since many clients let users in on an error. With \
            --show-errors they are told the error.

            Example:
              export $(toopher integration create SSH)
            """
    )

    @Argument(help: "The name of the integration.")
    var name: String

    @Option(help: "auth-api for what calls the Auth API, web for what sends browsers to the service's page.")
    var kind: String = IntegrationKind.authAPI.rawValue

    @Option(help: "The id or the consumer key of the requester that it belongs to.")
    var requester: String?

    @Option(
        parsing: .upToNextOption,
        help: "The signature variants that are accepted: \(IntegrationSettings.allVariants.joined(separator: ", ")).")
    var accept: [String] = []

    @Option(
        name: .customLong("redirect-uri"), help: "Where browsers are sent back to; for --kind web. May be repeated.")
    var redirectURIs: [String] = []

    @Option(help: "The host that clients call, to print with the keys, such as auth.example.org.")
    var host: String?

    @Flag(name: .customLong("show-errors"), help: "Answer a first request that is refused with the error.")
    var showsErrors = false

    @Flag(name: .customLong("offer-enrolment"), help: "Give a user without a second factor a link to pair a phone.")
    var offersEnrolment = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard IntegrationKind(rawValue: kind) != nil else { throw ValidationError("--kind takes auth-api or web") }
    }

    func run() async throws {
        guard let kind = IntegrationKind(rawValue: kind) else { return }
        var settings = IntegrationSettings()
        if !accept.isEmpty { settings.variants = Set(accept) }
        settings.redirectURIs = redirectURIs
        settings.showsErrors = showsErrors
        settings.offersEnrolment = offersEnrolment
        let chosen = settings
        let created = try await ToopherService.open(database.configuration()) { service in
            try ToopherService.check(chosen, kind)
            var requester = requester
            if requester == nil { requester = try await service.createRequester(name: name).id }
            return try await service.createIntegration(
                name: name, kind: kind, settings: chosen, of: requester ?? "")
        }
        print("TOOPHER_INTEGRATION_KEY=\(created.key)")
        print("TOOPHER_SECRET_KEY=\(created.secretKey)")
        if let host { print("TOOPHER_API_HOST=\(host)") }
    }
}

#endif
