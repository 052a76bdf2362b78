import OAuth1

/// Verifies requests on several threads while their credentials are removed and replaced.
///
///     VerificationStress CHANGES
///
/// `script/stress` builds it with sanitizers, which detect races and leaks.
@main
struct VerificationStress {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 2, let changes = Int(arguments[1]), changes > 0 else {
            fatalError("usage: VerificationStress CHANGES")
        }
        for method in [SharedSecretMethod.hmacSHA1, .hmacSHA256, .hmacSHA512] {
            guard let outcome = try Revocations(method).run(changes: changes, verifiers: 4) else {
                fatalError("a verdict is not that of any state of the cache, or one never occurred")
            }
            print("\(method): \(outcome)")
        }
    }
}
