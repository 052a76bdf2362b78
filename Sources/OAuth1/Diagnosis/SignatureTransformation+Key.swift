internal import CryptoCore
internal import WebSyntax

/// Mistakes in the hash function and in the key, which only the secrets themselves reveal; and in the method.
extension SignatureTransformation {
    static let key = [
        SignatureTransformation(
            .otherMethod, "other_method", .head,
            """
            another HTTP method was signed than was sent: sign the method of the request line, also after a redirect, \
            and with X-HTTP-Method-Override (3.4.1.1)
            """
        ) { request in
            ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].compactMap { (method: String) in
                let method = Array(method.utf8)
                return method == request.method ? nil : request.changed { $0.method = method }
            }
        },
        SignatureTransformation(
            .methodInLowerCase, "method_in_lower_case", .head,
            "the client signed the method in lower case or as it was written: turn it into upper case (3.4.1.1)"
        ) { request in
            let written = Array(request.context.request.method.utf8)
            return [written, request.method.map(\.asciiLowercased)].filter { $0 != request.method }.map { method in
                request.changed { $0.method = method }
            }
        },
        SignatureTransformation(
            .otherHash, "other_hash", .key,
            """
            the client used another hash function than its oauth_signature_method names: name the one that is used, or \
            use the one that is named (3.4)
            """
        ) { request in
            guard let own = request.hash else { return [] }
            return HashAlgorithm.allCases.filter { $0 != own }.map { hash in request.changed { $0.hash = hash } }
        },
        SignatureTransformation(
            .tokenSecretLeftOut, "token_secret_left_out", .key,
            "the client left the token secret out of the key: append it behind the & (3.4.2)"
        ) { request in
            request.keyed { consumer, token, encode in token.isEmpty ? [] : [encode(consumer) + Self.ampersand] }
        },
        SignatureTransformation(
            .ampersandLeftOut, "ampersand_left_out", .key,
            "the client left the & out of the key, which has it without a token secret, too (3.4.2)"
        ) { request in
            request.keyed { consumer, token, encode in
                [encode(consumer) + encode(token), encode(consumer), consumer + token]
            }
        },
        SignatureTransformation(
            .secretsNotEncoded, "secrets_not_encoded", .key,
            "the client did not percent-encode the secrets in the key: encode both, then join them by & (3.4.2)"
        ) { request in
            request.keyed { consumer, token, _ in [consumer + Self.ampersand + token] }
        },
        SignatureTransformation(
            .secretsEncodedTwice, "secrets_encoded_twice", .key,
            "the client percent-encoded the secrets, or the key with its &, once too often: encode once (3.4.2)"
        ) { request in
            request.keyed { consumer, token, encode in
                let key = encode(consumer) + Self.ampersand + encode(token)
                return [encode(encode(consumer)) + Self.ampersand + encode(encode(token)), encode(key)]
            }
        },
        SignatureTransformation(
            .secretsSwapped, "secrets_swapped", .key,
            "the client joined the secrets in the wrong order: the consumer's precedes the &, the token's follows (3.4.2)"
        ) { request in
            request.keyed { consumer, token, encode in [encode(token) + Self.ampersand + encode(consumer)] }
        },
        SignatureTransformation(
            .blankInSecret, "blank_in_secret", .key,
            "a line end or a space follows a secret, or precedes it, on one side: remove it where the secret is stored"
        ) { request in
            request.keyed { consumer, token, encode in
                var keys: [[UInt8]] = []
                for blank in ["\n", " ", "\r\n"] {
                    let blank = Array(blank.utf8)
                    keys.append(encode(consumer + blank) + Self.ampersand + encode(token))
                    keys.append(encode(consumer) + Self.ampersand + encode(token + blank))
                    keys.append(encode(blank + consumer) + Self.ampersand + encode(token))
                    keys.append(encode(consumer) + Self.ampersand + encode(blank + token))
                }
                keys.append(encode(consumer.trimmed) + Self.ampersand + encode(token.trimmed))
                return keys
            }
        },
    ]

    private static let ampersand = Array("&".utf8)
}

extension SignedRequest {
    /// Returns the request with each of the keys that `makeKeys` makes of both secrets and the percent-encoding, but for
    /// the right key.
    fileprivate func keyed(
        _ makeKeys: (_ consumer: [UInt8], _ token: [UInt8], _ encode: ([UInt8]) -> [UInt8]) -> [[UInt8]]
    ) -> [SignedRequest] {
        guard let secrets = context.secrets else { return [] }
        let consumer = secrets.consumer.bytes
        let token = secrets.token?.bytes ?? []
        let right = PercentEncoding.encoded(consumer) + Array("&".utf8) + PercentEncoding.encoded(token)
        return makeKeys(consumer, token, PercentEncoding.encoded).filter { $0 != right }.map { key in
            let key = SecretBytes(key)
            return changed { $0.key = key }
        }
    }
}

extension SecretBytes {
    fileprivate var bytes: [UInt8] { withBytes { bytes in bytes.indices.map { bytes[$0] } } }
}
