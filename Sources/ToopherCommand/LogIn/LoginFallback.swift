import ArgumentParser

/// What is done with a log-in where nobody can be asked.
enum LoginFallback: String, ExpressibleByArgument, CaseIterable { case deny, allow }
