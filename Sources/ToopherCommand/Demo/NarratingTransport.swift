#if Service

import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import Toopher
import WebSyntax

/// A transport that prints what it sends and receives, without OAuth and device headers and the queries of signed URLs.
struct NarratingTransport: HTTPTransport {
    let transport: any HTTPTransport
    let narrator: Narrator
    /// The name of the sender.
    let name: String

    func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        narrator.say("\(name) → \(request.method) \(path(of: request))\(Self.summary(of: body, request.headerFields))")
        let start = ContinuousClock.now
        let response = try await transport.send(request, body: body, options: options)
        let elapsed = Self.milliseconds(ContinuousClock.now - start)
        narrator.say(
            "\(name) ← \(response.head.status.code) after \(elapsed)\(Self.summary(of: response.body, response.head.headerFields))"
        )
        return response
    }

    private func path(of request: HTTPRequest) -> String {
        let path = request.path ?? "/"
        guard let question = path.firstIndex(of: "?") else { return path }
        return path.contains("oauth_signature") ? path[..<question] + "?… (signed)" : path
    }

    /// Returns the values of a form or of a JSON object, for reading.
    private static func summary(of body: [UInt8], _ fields: HTTPFields) -> String {
        let type = (fields[.contentType] ?? "").prefix { $0 != ";" }
        if body.isEmpty { return "" }
        switch type {
        case "application/x-www-form-urlencoded":
            guard let form = try? FormEncoding.decode(body) else { break }
            return listed(form.map { ($0.name, $0.value) })
        case "application/json":
            guard let value = try? DeviceMessage.json(body) else { break }
            return listed(facts(in: value))
        default: break
        }
        return "  \(body.count) bytes of \(type)"
    }

    /// Returns the scalars in a JSON value with their paths, without duplicates for old clients.
    private static func facts(in value: JSONValue, at path: String = "") -> [(name: String, value: String)] {
        switch value {
        case .object(let members):
            members.sorted { $0.key < $1.key }
                .filter {
                    !["disable_toopher_auth", "name_extra"].contains($0.key)
                        && !(path.hasSuffix("terminal") && $0.key == "user")
                }
                .flatMap { facts(in: $0.value, at: path.isEmpty ? $0.key : "\(path).\($0.key)") }
        case .array(let elements):
            elements.enumerated().flatMap { facts(in: $0.element, at: "\(path)[\($0.offset)]") }
        case .string(let text): [(path, text)]
        case .bool(let truth): [(path, "\(truth)")]
        case .integer(let number): [(path, "\(number)")]
        case .number(let number): [(path, "\(number)")]
        case .null: [(path, "null")]
        }
    }

    /// Returns the facts in lines that fit a terminal. Long ids and signatures are cut.
    private static func listed(_ facts: [(name: String, value: String)]) -> String {
        var lines = [""]
        for fact in facts {
            let value = fact.value.count > 44 || isIdentifier(fact.value) ? fact.value.prefix(8) + "…" : fact.value[...]
            let text = "\(fact.name)=\(value)"
            if lines[lines.count - 1].count + text.count > 90 { lines.append("") }
            lines[lines.count - 1] += "  " + text
        }
        return lines.joined(separator: "\n             ")
    }

    /// Returns whether a text is a UUID.
    private static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count == 36
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0.isASCIIHexDigit }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10_000 + duration.components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}

#endif
