import CryptoCore
import Glibc
import OAuth1
import Platform
import Synchronization

/// Threads that verify requests of one consumer, while another thread removes and replaces the consumer's credentials.
///
/// Each verdict must be that of a state that the cache was in between the beginning and the end of the verification. So
/// one that begins after a removal has returned must refuse, and none may compute with half of two keys.
final class Revocations: Sendable {
    private enum Verdict: Int, CaseIterable { case accepted, refused, unknown }

    private let cache: CredentialCache
    private let verifier: Verifier
    private let ledger: InMemoryNonceLedger
    /// Two keys of the consumer, and a request signed with each.
    private let credentials: [Credentials]
    private let headers: [[UInt8]]
    private let others: [Credentials]

    /// The number of the last change that began, and of the last one that ended.
    private let begun = Atomic<Int>(1)
    private let ended = Atomic<Int>(1)
    private let isOver = Atomic<Bool>(false)
    private let counts = [3 of Atomic<Int>] { _ in Atomic(0) }
    private let wrong = Atomic<Int>(0)

    private static let url = Array("https://api.example.com/".utf8)

    init(_ method: SharedSecretMethod) throws {
        // One part, so that every change is one of the table in which the consumer is.
        cache = try CredentialCache(capacity: 1000, lifetime: nil)
        ledger = try InMemoryNonceLedger()
        verifier = try Verifier(ledger: ledger, clock: { 1000 })
        credentials = try ["first", "second"].map { secret in
            try Credentials(
                consumerKey: "consumer", consumerSecret: SecretBytes(utf8: secret), signatureMethod: method)
        }
        headers = try credentials.map { credentials in
            var scratch = try SigningScratch()
            let (verb, url, nonce, form) = (Array("GET".utf8), Self.url, Array("nonce".utf8), [UInt8]())
            try Signer(credentials: credentials).sign(
                method: verb.span, url: url.span, form: form.span, nonce: nonce.span, timestamp: 1000, using: &scratch)
            return scratch.authorization.indices.map { scratch.authorization[$0] }
        }
        others = try (0..<100).map { number in
            try Credentials(consumerKey: "other-\(number)", consumerSecret: SecretBytes(utf8: "secret"))
        }
    }

    /// Runs until the credentials were changed so many times. Returns what happened; `nil` if a verdict was wrong, or if
    /// not every verdict occurred.
    func run(changes: Int, verifiers: Int) throws -> String? {
        var threads = [pthread_t]()
        for _ in 0..<verifiers { threads.append(try startThread { self.verify() }) }
        threads.append(try startThread { self.changeOthers() })
        change(changes)
        for thread in threads { pthread_join(thread, nil) }
        let totals = Verdict.allCases.map { counts[$0.rawValue].load(ordering: .relaxed) }
        guard wrong.load(ordering: .relaxed) == 0, !totals.contains(0) else { return nil }
        return "\(changes) changes; \(totals[0]) accepted, \(totals[1]) refused, \(totals[2]) unknown"
    }

    /// Returns the verdict about the request that is signed with a key, after a change.
    private static func expected(_ key: Int, after change: Int) -> Verdict {
        switch change % 4 {
        case 0: key == 0 ? .accepted : .refused
        case 2: key == 1 ? .accepted : .refused
        default: .unknown
        }
    }

    private func change(_ changes: Int) {
        for number in 2..<2 + changes {
            begun.store(number, ordering: .sequentiallyConsistent)
            switch number % 4 {
            case 0: cache.insert(credentials[0])
            case 2: cache.insert(credentials[1])
            default: cache.remove(consumerKey: "consumer")
            }
            ended.store(number, ordering: .sequentiallyConsistent)
            // Some verifications see this state.
            let target = total + 8
            while total < target { sched_yield() }
        }
        isOver.store(true, ordering: .sequentiallyConsistent)
    }

    private var total: Int { counts.indices.reduce(0) { $0 + counts[$1].load(ordering: .relaxed) } }

    /// Moves the consumer's place, and lets the table grow.
    private func changeOthers() {
        while !isOver.load(ordering: .relaxed) {
            for other in others { cache.insert(other) }
            for other in others { cache.remove(consumerKey: other.consumerKey) }
        }
    }

    private func verify() {
        guard var scratch = try? VerificationScratch() else { fatalError("OpenSSL fails") }
        while !isOver.load(ordering: .relaxed) {
            for key in headers.indices {
                let first = ended.load(ordering: .sequentiallyConsistent)
                let verdict = verdict(headers[key], &scratch)
                let last = begun.load(ordering: .sequentiallyConsistent)
                if !(first...last).contains(where: { Self.expected(key, after: $0) == verdict }) {
                    wrong.add(1, ordering: .relaxed)
                }
                counts[verdict.rawValue].add(1, ordering: .relaxed)
            }
        }
    }

    private func verdict(_ header: [UInt8], _ scratch: inout VerificationScratch) -> Verdict {
        let (verb, url) = (Array("GET".utf8), Self.url)
        do throws(VerificationError) {
            try verifier.verify(
                BorrowedRequest(method: verb.span, url: url.span, authorization: header.span), using: &scratch,
                recordingIn: ledger, credentials: cache)
            return .accepted
        } catch {
            switch error {
            case .nonceReplayed: return .accepted
            case .signatureInvalid: return .refused
            case .unknownConsumer: return .unknown
            default: fatalError("\(error)")
            }
        }
    }
}
