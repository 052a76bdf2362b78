import ArgumentParser

/// `toopher oauth`: OAuth 1.0a for any service.
struct OAuthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oauth",
        abstract: "Sign, verify and explain OAuth 1.0a requests (RFC 5849) for any service.",
        discussion: """
            Secrets come from the environment, where other users of the machine cannot read them: \
            OAUTH_CONSUMER_KEY, OAUTH_CONSUMER_SECRET, OAUTH_TOKEN, OAUTH_TOKEN_SECRET. RSA keys come from \
            PEM files, and their passphrases from --passphrase-file, --passphrase-fd or OAUTH_KEY_PASSPHRASE.

            Example:
              export OAUTH_CONSUMER_KEY=key OAUTH_CONSUMER_SECRET=secret
              toopher oauth sign https://api.example.org/notes?page=2
            """,
        subcommands: [
            OAuthSignCommand.self, OAuthVerifyCommand.self, OAuthExplainCommand.self, OAuthRequestCommand.self,
            OAuthBatchCommand.self, OAuthAuthorizeCommand.self, OAuthRenewCommand.self,
        ]
    )
}
