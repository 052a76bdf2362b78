internal import CryptoCore

extension Signer {
    /// Signs a request that may have some of its protocol parameters, and adds those that RFC 5849 section 3.1 requires.
    ///
    /// What the request has is kept, but for a signature; nonce and timestamp are added only if they are missing.
    ///
    /// - Parameters:
    ///   - request: The request to sign.
    ///   - place: Where the protocol parameters stand; `nil` for where the request has its consumer key, or else the header.
    ///   - protocolParameters: Further parameters to sign and send there.
    ///   - bodyHash: Whether a body that is not a form is signed by its hash.
    ///   - realm: The realm of the header; `nil` keeps that of the request.
    /// - Throws: ``OAuth1Error`` if the request cannot be signed.
    package func complete(
        _ request: ReceivedRequest, in place: CompletedRequest.Place? = nil, protocolParameters: [Parameter] = [],
        bodyHash: BodyHash = .never, realm: String? = nil
    ) throws(OAuth1Error) -> CompletedRequest {
        try SigningRule.check(method: request.method, url: request.url)
        let given = try SignatureBaseString(request)
        let place = place ?? given.placeOfConsumerKey ?? .header
        var request = request
        if place == .form {
            request.contentType = request.contentType ?? "application/x-www-form-urlencoded"
            guard request.hasFormBody else { throw .malformed(reason: "the body is not a form") }
        }
        if place == .header {
            try Realm.check(protocolParameters)
        } else if realm != nil {
            throw .malformed(reason: "only the Authorization header has a realm")
        }
        guard protocolParameters.first("oauth_signature") == nil else {
            throw .reservedParameter(name: "oauth_signature")
        }
        var added = try missingParameters(of: given.protocolParameters) + protocolParameters
        let hasHash = (given.protocolParameters + added).first("oauth_body_hash") != nil
        if bodyHash == .unlessForm, !request.hasFormBody, !hasHash {
            do {
                let hash = try Digest.hash(request.body, using: credentials.signatureMethod.hash)
                added.append(Parameter("oauth_body_hash", Base64.encode(hash)))
            } catch { throw .crypto(error) }
        }
        let base = try SignatureBaseString(signing: request, adding: added, in: place.source)
        let signature = try signature(of: base)
        let sent = added + [Parameter("oauth_signature", signature)]
        let text =
            switch place {
            case .header: try base.header(signature: signature, realm: realm ?? given.realm)
            case .url: try request.url(adding: sent)
            case .form: try request.form(adding: sent)
            }
        return CompletedRequest(place: place, baseString: base, signature: signature, text: text)
    }

    /// Returns the protocol parameters that a request lacks besides its signature.
    private func missingParameters(of given: [Parameter]) throws(OAuth1Error) -> [Parameter] {
        var added: [Parameter] = []
        func add(_ name: String, _ value: String) {
            if given.first(name) == nil { added.append(Parameter(name, value)) }
        }
        let method = credentials.signatureMethod
        guard given.first("oauth_signature_method") ?? method.name == method.name else {
            throw .malformed(reason: "its oauth_signature_method is not that of the credentials, \(method.name)")
        }
        guard given.first("oauth_consumer_key") != nil || !credentials.consumerKey.isEmpty else {
            throw .malformed(reason: "it has no oauth_consumer_key, and none is given")
        }
        add("oauth_consumer_key", credentials.consumerKey)
        if let token = credentials.token { add("oauth_token", token) }
        add("oauth_signature_method", method.name)
        // With PLAINTEXT both may be missing, but not one of them.
        if method != .plaintext || given.isEmpty || given.first("oauth_nonce") != nil
            || given.first("oauth_timestamp") != nil
        {
            do { add("oauth_nonce", try nonces()) } catch { throw .crypto(error) }
            add("oauth_timestamp", "\(Swift.max(0, clock()))")
        }
        if given.isEmpty { add("oauth_version", "1.0") }
        return added
    }

    private func signature(of base: SignatureBaseString) throws(OAuth1Error) -> String {
        guard credentials.storage.key.isAllowed(overTLS: base.uri.hasPrefix("https:")) else {
            throw .plaintextWithoutTLS
        }
        do { return try credentials.signature(of: base.text) } catch { throw .crypto(error) }
    }
}

extension SignatureBaseString {
    fileprivate var placeOfConsumerKey: CompletedRequest.Place? {
        parameters.first { $0.encodedName == "oauth_consumer_key" }.flatMap { CompletedRequest.Place($0.source) }
    }

    /// Returns the value of the `Authorization` header with the signed parameters that are not elsewhere.
    ///
    /// RFC 5849 section 3.5.1.
    fileprivate func header(signature: String, realm: String?) throws(OAuth1Error) -> String {
        var elements: [String] = []
        if let realm { elements.append(try Realm.element(realm)) }
        for parameter in parameters where parameter.source == .header || parameter.source == .added {
            elements.append("\(parameter.encodedName)=\"\(parameter.encodedValue)\"")
        }
        elements.append("oauth_signature=\"\(PercentEncoding.encode(signature))\"")
        return "OAuth " + elements.joined(separator: ", ")
    }
}

extension ReceivedRequest {
    /// Returns the URL with protocol parameters, which replace a signature.
    ///
    /// RFC 5849 section 3.5.3.
    fileprivate func url(adding parameters: [Parameter]) throws(OAuth1Error) -> String {
        let bytes = Array(url.utf8)
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .invalidURL(reason: "it has a fragment") }
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else {
            return FormEncoding.append(parameters, to: url)
        }
        let query = Self.withoutSignature(bytes[(mark + 1)...])
        return FormEncoding.append(parameters, to: String(decoding: bytes[...mark] + query, as: UTF8.self))
    }

    /// Returns the form body with protocol parameters, which replace a signature.
    ///
    /// RFC 5849 section 3.5.2.
    fileprivate func form(adding parameters: [Parameter]) throws(OAuth1Error) -> String {
        guard let form = String(validating: Self.withoutSignature(body[...]), as: UTF8.self) else {
            throw .malformed(reason: "the form is not valid UTF-8: percent-encode it")
        }
        let isOpen = form.isEmpty || form.utf8.last == UInt8(ascii: "&")
        return form + (isOpen ? "" : "&") + FormEncoding.encode(parameters)
    }

    private static func withoutSignature(_ form: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let pairs = form.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let kept = pairs.filter { pair in
            var name: [UInt8] = []
            FormEncoding.forEachDecodedByte(of: FormEncoding.halves(of: pair).name) { name.append($0) }
            return !name.elementsEqual("oauth_signature".utf8)
        }
        return kept.count == pairs.count ? form : Array(kept.joined(separator: [UInt8(ascii: "&")]))[...]
    }
}
