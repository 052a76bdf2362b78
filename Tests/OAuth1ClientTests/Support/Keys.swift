import CryptoCore
import OAuth1

/// The keys of the client.
enum Keys {
    static let secret = "kd94hf93&k423kf44"

    static var hmac: SignatureKey { .hmac(.sha1, consumerSecret: SecretBytes(utf8: secret)) }

    /// The server of the tests has no TLS.
    static var plaintext: SignatureKey { .plaintext(consumerSecret: SecretBytes(utf8: secret), withoutTLS: true) }

    /// Parsed once, because each parse makes a trial signature.
    static let rsa: SignatureKey = {
        guard let key = try? RSAPrivateKey(pem: pem) else { fatalError("the RSA key of the tests is malformed") }
        return .rsa(.sha256, key)
    }()

    /// `openssl genpkey -algorithm RSA`, 2048 bits; for these tests only.
    private static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCooWBw23eDwINR
        izPhIDn4MZucgJm+F/kHtkhbEqvaO7M/x/tkHG9qg4ag0YoVhXLd/aggBPUfquYx
        rWXlrqNwiNVYWaFWt+sy/mONBkWTlFwmbaHhDTcq4h8XZXrnnjrYPN9RC5EeY7QR
        ORnP1yBPTOFDAMo2BHFMOm41uBm0Ki6Z9EJ4/To0BEAj01/Z/kPWNK/nCJ9sSYkr
        Lsr9U8nu3qlzSCmR0Lux+pNhnZuUrFcpQYzPZC6QuxZpeuu80OeimHm4xfKN3uva
        dPfiHazO7ly7Ovxy1A7voqm7H4aEFTZQ7SXXBYwU5piQ9WmjDBzF5ZLSt3t0s82r
        T/Gq1ZhJAgMBAAECggEASXw1ykihjv1EXLM0Uv1XtcRsgyl5liDdSZKSenmrAUm1
        5ewQrcJEfV6+uvNFYPaMJZhF/VobtgakFO7y8kIGAGLo0f0RNXilms3H9StQA62J
        8Mci3a+EJIBwuyHiiu/lxdjVGnzXay5YyI6hJHUjo9slaSz9ccfC1cy6vVcygFOS
        V6c6lk6sMPmprOdAZiiDKeS4PHrZjhYPeR3J9rapXtk1U04owljqMeo6DH8aUDr1
        MAc/RrPEFWvGhOrkkpMJP9hUuoBpHj+oiHXwtZx9U0D/hfUtc9PsqASKKnABey6U
        98qSnxJPxkV+JxwwskBgLGTuM1Xv4EDundOji4+93wKBgQDWmeySS5wHv8fMF0eF
        PJFSkhyVjVDCIO9Gdaudw86vGJY5EjiLTuZ8o5uUK4LN56Qj+609UwwnHEVd2Roa
        IARw4bHsB69r/b0EiKZkSOy3BV9PjBewM99lW8XxzZYKT7nWGY5txM0f11WCf5Sq
        NpmE3jBx67GxLaQinO3xGQRW6wKBgQDJKS6TQolIb7FdtfULla1cqnl+KhfUdzPB
        nJPRL1l1qX2NVPgULxAxpd0PD80gFefHXwmRJB9RQ+L3k82aVVkEVj6qmfAY1PnZ
        33TrcCmUO5Vq8f1q+Tygwf4I+UhRyne6EMRsJHrqz/E38gdU6HJpCSehacjSRF1m
        AG2wB1DomwKBgGdgSpfGmGkbN1HXPPqvzIlsHRzlsCtz1g+pC3y6IEw0mdjwMBDb
        dyg/X+imdSJfHbC/whoycT493iRxOqOvHLSL5DuBED4DQxR2B0Fz56PakKkvIRIe
        StT2uonasRZShYDfWr8B+JYIEwcEEkdUeeuJZOjb0wM4q0KJOg3UMUT1AoGAZLIO
        tHxsCCyRFp3M6l2kiGx1oKglgZ+h8tsUS3RuTa3oQWU1QbVFX/TtMWrxfYw5l92F
        BniUjLN03AXKt+TdSIR7nh6sx2FlKKDpACoHRkKFSyGTf4b/yGETbx6KCxdU03kt
        Og0Q0pYA48Zt0R0CmH2SrwQrGMZMEpFIVwNyht0CgYAiAfgshSJqwznjytxNIOSs
        LAfXs1wBUA96b5Xm5PEd3207pl5Gwg3E/2ECZ/cKuDV7bMweGMiO7UwO77yK+zXv
        XjYTjB1Tx8IolX8IJ75FiixnPPIqETlTkODR1YozpXMaZwGj5UjGK8u8n1woZlP2
        FX3Dx9I7QOgAd9Ks0FoKsA==
        -----END PRIVATE KEY-----
        """
}
