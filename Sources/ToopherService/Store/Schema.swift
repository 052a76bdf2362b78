#if Service

internal import Database

/// The migrations of the database's schema. Migrations are only ever added.
///
/// One text for both engines: text ids, `BIGINT` seconds, 0 and 1 for Booleans, keys and signatures as text.
enum Schema {
    static let migrations = [
        Migration(
            version: 1, name: "requesters, users, devices, pairings, authentication requests",
            statements: requesters + devicesAndPairings + authenticationRequests + pages + nonces + oneTimePasswords
                + invitations + webhooks + push + integrations + admin),
        Migration(version: 2, name: "the log of decisions", statements: audit),
    ]
}

#endif
