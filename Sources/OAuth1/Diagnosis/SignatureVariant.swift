/// The parts of a base string, to be joined differently from the RFC.
struct SignatureVariant {
    private struct Pair {
        var name: String
        var value: String
        var source: SignatureBaseString.Source
        var position: Int
    }

    private var method: String
    private var uri: String
    private var pairs: [Pair]
    private let request: ReceivedRequest

    init(_ base: SignatureBaseString, of request: ReceivedRequest) {
        method = base.method
        uri = base.uri
        pairs = base.parameters.map {
            Pair(name: $0.encodedName, value: $0.encodedValue, source: $0.source, position: $0.position)
        }
        self.request = request
    }

    /// The base string of these parts.
    var baseString: String {
        let joined = pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return [method, uri, joined].map(PercentEncoding.encode).joined(separator: "&")
    }

    /// Makes one mistake.
    mutating func make(_ mistake: SignatureMistake) {
        switch mistake {
        case .otherScheme, .defaultPortSigned, .portLeftOut, .slashAdded, .slashLeftOut, .pathDecoded,
            .pathEncodedTwice,
            .queryInURI:
            changeURI(mistake)
        case .methodInLowerCase:
            method = request.method == method ? method.lowercased() : request.method
        case .queryLeftOut: pairs.removeAll { $0.source == .query }
        case .formLeftOut: pairs.removeAll { $0.source == .body }
        case .unsorted: pairs.sort { $0.position < $1.position }
        case .duplicatesLeftOut: removeDuplicates()
        case .emptyValuesLeftOut: pairs.removeAll { $0.value.isEmpty }
        case .realmSigned: signRealm()
        case .notEncoded, .encodedTwice, .spaceAsPlus, .lowerCaseDigits, .marksNotEncoded, .tildeEncoded:
            changeEncoding(mistake)
        }
    }

    private mutating func changeURI(_ mistake: SignatureMistake) {
        let (scheme, authority, path) = uriParts
        switch mistake {
        case .otherScheme: uri = (scheme == "https" ? "http" : "https") + "://" + authority + path
        case .defaultPortSigned: uri = "\(scheme)://\(authority):\(scheme == "https" ? 443 : 80)\(path)"
        case .portLeftOut:
            guard let colon = authority.lastIndex(of: ":"), authority.last != "]" else { return }
            uri = "\(scheme)://\(authority[..<colon])\(path)"
        case .slashAdded: uri += "/"
        case .slashLeftOut: if uri.hasSuffix("/") { uri.removeLast() }
        case .pathDecoded: uri = "\(scheme)://\(authority)\(Self.decode(path))"
        case .pathEncodedTwice: uri = "\(scheme)://\(authority)\(path.replacing("%", with: "%25"))"
        case .queryInURI:
            if let query = request.url.firstIndex(of: "?") { uri += request.url[query...] }
        default: break
        }
    }

    private var uriParts: (scheme: String, authority: String, path: String) {
        guard let start = uri.firstRange(of: "://") else { return ("", "", uri) }
        let rest = uri[start.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        return (String(uri[..<start.lowerBound]), String(rest[..<slash]), String(rest[slash...]))
    }

    private mutating func removeDuplicates() {
        var last: [String: Int] = [:]
        for pair in pairs { last[pair.name] = max(last[pair.name] ?? 0, pair.position) }
        pairs.removeAll { last[$0.name] != $0.position }
    }

    private mutating func signRealm() {
        guard let header = request.authorization.first(where: { $0.contains("realm=\"") }),
            let start = header.firstRange(of: "realm=\""),
            let end = header[start.upperBound...].firstIndex(of: "\"")
        else { return }
        let value = PercentEncoding.encode(Self.decode(String(header[start.upperBound..<end])))
        pairs.append(Pair(name: "realm", value: value, source: .header, position: -1))
        sort()
    }

    private mutating func changeEncoding(_ mistake: SignatureMistake) {
        for index in pairs.indices {
            pairs[index].name = Self.encoded(pairs[index].name, mistake)
            pairs[index].value = Self.encoded(pairs[index].value, mistake)
        }
        sort()
    }

    private mutating func sort() {
        pairs.sort { ($0.name, $0.value, $0.position) < ($1.name, $1.value, $1.position) }
    }

    private static func encoded(_ text: String, _ mistake: SignatureMistake) -> String {
        switch mistake {
        case .notEncoded: return decode(text)
        case .encodedTwice: return PercentEncoding.encode(text)
        case .spaceAsPlus: return text.replacing("%20", with: "+")
        case .tildeEncoded: return text.replacing("~", with: "%7E")
        case .marksNotEncoded:
            return [("%21", "!"), ("%2A", "*"), ("%27", "'"), ("%28", "("), ("%29", ")")].reduce(text) {
                $0.replacing($1.0, with: $1.1)
            }
        case .lowerCaseDigits:
            let pieces = text.split(separator: "%", omittingEmptySubsequences: false)
            return pieces.dropFirst().reduce(String(pieces.first ?? "")) {
                $0 + "%" + $1.prefix(2).lowercased() + $1.dropFirst(2)
            }
        default: return text
        }
    }

    private static func decode(_ text: String) -> String {
        String(decoding: PercentEncoding.decode(text) ?? Array(text.utf8), as: UTF8.self)
    }
}
