#if Service

import ArgumentParser
import ToopherService

/// The integration that a command is about.
struct IntegrationArgument: ParsableArguments {
    @Argument(help: "The integration key.")
    var integration: String

    @OptionGroup var database: DatabaseOptions
}

#endif
