import Testing

@testable import AuthAPI

/// A request as a client sent it, with the code that the client computed.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    var variant: SignatureVariant
    var integrationKey: String
    var secretKey: String
    var method: String
    var host: String
    var target: String
    var date: String?
    var fields: [(name: String, value: String)]
    var body: String
    var code: String

    var testDescription: String { "\(variant.rawValue) \(method) \(target)" }

    /// A time within the window of all dates: 15:02 UTC on 26 November 2026.
    static let time: Int64 = 1_795_705_320

    /// Vectors of programs that people run.
    static let all = [
        SignatureVector(
            variant: .v2SHA1, integrationKey: "DIRJ4F5NK75D4V2NKR2Z",
            secretKey: "nJvx2UWjgcsLbwSeHiKHNTVmL2ZSfHkmHoTjryF9",
            method: "GET", host: "push.example.org", target: "/auth/v2/check",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                f58cfc8527f66707b4bdf8546592e4fd59f56803
                """),
        SignatureVector(
            variant: .v2SHA1, integrationKey: "DIRJ4F5NK75D4V2NKR2Z",
            secretKey: "nJvx2UWjgcsLbwSeHiKHNTVmL2ZSfHkmHoTjryF9",
            method: "POST", host: "push.example.org", target: "/auth/v2/preauth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #"username=z%C3%BC+x%2By%26%3D%25%2A%27%28%29%21~%40d&ipaddr=192.0.2.7"#,
            code: """
                b4bff4b398df021b0f0673d5c937a89c2e5ccb02
                """),
        SignatureVector(
            variant: .v2SHA1, integrationKey: "DIRJ4F5NK75D4V2NKR2Z",
            secretKey: "nJvx2UWjgcsLbwSeHiKHNTVmL2ZSfHkmHoTjryF9",
            method: "GET", host: "push.example.org", target: "/auth/v2/auth_status?txid=45f7c92b-f45f",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                ad091b39194794d656d3b73bd0559f62028f57d1
                """),
        SignatureVector(
            variant: .v2SHA512, integrationKey: "DITGNPY56WW3Z7RBZWY7",
            secretKey: "i4KkoKuzBw3zfnmFmxEYXPPtW3Rea9bt49zCcQs9",
            method: "GET", host: "push.example.org", target: "/auth/v2/check",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                952d7b121b299c60f141d402185da704e2ff06d044dbe93cffb596bd1e2bb3e85a69c56c573efafa\
                ce4bf0f524a1f7c256d55c7a7dc6032a0e942f66aeb0742a
                """),
        SignatureVector(
            variant: .v2SHA512, integrationKey: "DITGNPY56WW3Z7RBZWY7",
            secretKey: "i4KkoKuzBw3zfnmFmxEYXPPtW3Rea9bt49zCcQs9",
            method: "POST", host: "push.example.org", target: "/auth/v2/preauth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #"username=z%C3%BC+x%2By%26%3D%25%2A%27%28%29%21~%40d&ipaddr=192.0.2.7"#,
            code: """
                88f39987823efb13286058690d1980c085fedf8e2fdd937e52edce2b4a4bd06fb927798f8c8953df\
                4095655c3a0f2627460a3818683add77cc7e031fd1cb39cd
                """),
        SignatureVector(
            variant: .v2SHA512, integrationKey: "DITGNPY56WW3Z7RBZWY7",
            secretKey: "i4KkoKuzBw3zfnmFmxEYXPPtW3Rea9bt49zCcQs9",
            method: "GET", host: "push.example.org", target: "/auth/v2/auth_status?txid=45f7c92b-f45f",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                44017ae653fe34a17426bcab609e3eec48a30d2a8acf08d89e4f54293115b18f4760daa5b6e84ff4\
                a698a1011fd58e22daf7fe6acdea1cb3cc3392ef0ef4f638
                """),
        SignatureVector(
            variant: .v4, integrationKey: "DIEAKNSHHK69TUZ4K7K3",
            secretKey: "Bb2RwbSrdbfr5rMPd9Jxw998w9CoWacMLDpWP6Ki",
            method: "GET", host: "push.example.org", target: "/auth/v2/check",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                fd8e4db3a59d0310685a93b0aab13ea100635de3b84e9053d439d1359e6f4bdfc00002664d233a2e\
                72bc4b23ff56d7a4ef4f2868467b1576cd2d9304f1a9c4ca
                """),
        SignatureVector(
            variant: .v4, integrationKey: "DIEAKNSHHK69TUZ4K7K3",
            secretKey: "Bb2RwbSrdbfr5rMPd9Jxw998w9CoWacMLDpWP6Ki",
            method: "POST", host: "push.example.org", target: "/auth/v2/preauth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #"{"ipaddr":"192.0.2.7","username":"z\u00fc x+y&=%*'()!~@d"}"#,
            code: """
                a779bcec578510bda771e66ed3ff2d784c1f2b2ee0117ead051e1c448f644591cbad07af15f080ba\
                9cf365d1fe5865126327e9538a5948d4a2f752a4bada2bb5
                """),
        SignatureVector(
            variant: .v4, integrationKey: "DIEAKNSHHK69TUZ4K7K3",
            secretKey: "Bb2RwbSrdbfr5rMPd9Jxw998w9CoWacMLDpWP6Ki",
            method: "GET", host: "push.example.org", target: "/auth/v2/auth_status?txid=45f7c92b-f45f",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                1b1e813211e799d4bac93c3f891143c871e71dce7925db8f29bc04eac4c8bfff6c69d4925c743d54\
                5a7f3a3ac1a008006295bd3bd5856faf7a246c60fd95c01e
                """),
        SignatureVector(
            variant: .v5, integrationKey: "DIGK4ZU6CAJ65ZFJ2PTG",
            secretKey: "5a5xoHUT7sErQqSa5SYYEv9U8y3qxukuB6NGwiL7",
            method: "GET", host: "push.example.org", target: "/auth/v2/check",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                64436a611106fef9caaf907c98c14ef6f8508aa9064ce529aaefda246d7250b9ed4865132a9570a2\
                5350692d66acb7bbd21571906c073d8a8d9f3030ed2af7a3
                """),
        SignatureVector(
            variant: .v5, integrationKey: "DIGK4ZU6CAJ65ZFJ2PTG",
            secretKey: "5a5xoHUT7sErQqSa5SYYEv9U8y3qxukuB6NGwiL7",
            method: "POST", host: "push.example.org", target: "/auth/v2/preauth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #"{"ipaddr":"192.0.2.7","username":"z\u00fc x+y&=%*'()!~@d"}"#,
            code: """
                1a1be43d7234cf2c9989fac81152c60ae9cb1c09dee823f0a64d4dbfc3375615723c4b13c23d96d7\
                94639f87a17044c8b4459e21d2a2f7a3911f9528e67e7ee2
                """),
        SignatureVector(
            variant: .v5, integrationKey: "DIGK4ZU6CAJ65ZFJ2PTG",
            secretKey: "5a5xoHUT7sErQqSa5SYYEv9U8y3qxukuB6NGwiL7",
            method: "POST", host: "push.example.org", target: "/auth/v2/auth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [("X-Duo-B", "two"), ("x-duo-a", "One")],
            body: #"{"async":"1","device":"auto","factor":"push","username":"al"}"#,
            code: """
                6d4ab60437c49601854591aff3715604694e9f184533fd54286b1a76f82f85ad8d997d1beb0fe1a2\
                4aa39fd7783684cff83f3b11460cb785a4204e9147ef7f78
                """),
        SignatureVector(
            variant: .v1, integrationKey: "DIF98FC87A36CF2616F6",
            secretKey: "5ALgbowzZFdBhm1CT4ANqtmS94RFZpbx4ZfnDT1k",
            method: "GET", host: "localhost", target: "/rest/v1/status.bson?txid=alice.allow.allow",
            date: nil, fields: [],
            body: #""#,
            code: """
                561bbfcd5bdb185496b1b4d7d9243f5ff9ead0ee
                """),
        SignatureVector(
            variant: .v1, integrationKey: "DIF98FC87A36CF2616F6",
            secretKey: "5ALgbowzZFdBhm1CT4ANqtmS94RFZpbx4ZfnDT1k",
            method: "POST", host: "localhost", target: "/rest/v1/auth.bson",
            date: nil, fields: [],
            body:
                #"async=0&auto=push1&factor=auto&hostname=vm&ipaddr=192.0.2.7&pushinfo=Server%2BIP%3D192.0.2.2%26Command%3D%252Fbin%252Fecho%2520a%2520b%2526c%253Dd%252Fe~f&user=alice"#,
            code: """
                ebdbd8674b44cf7cc2fbd2ca65ebf0b3877e77fd
                """),
        SignatureVector(
            variant: .v1, integrationKey: "DIF98FC87A36CF2616F6",
            secretKey: "5ALgbowzZFdBhm1CT4ANqtmS94RFZpbx4ZfnDT1k",
            method: "POST", host: "localhost", target: "/rest/v1/preauth.bson",
            date: nil, fields: [],
            body: #"failmode=closed&hostname=vm&ipaddr=192.0.2.7&user=z%C3%BC%20x%2By%26%3D%25%2A%27%28%29%21~%40d"#,
            code: """
                d40b044bd7755dc083c9fbf9a1263c04496a219d
                """),
        SignatureVector(
            variant: .v1SHA512, integrationKey: "DIOBSERVE00000000TST",
            secretKey: "Zq3vObservationOnlySecretKey000000000040",
            method: "POST", host: "localhost", target: "/rest/v1/preauth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #"user=alice&ipaddr=192.0.2.7"#,
            code: """
                fd5a695ee13a0baf0871eaf7373eca0068b4451a6d225a50f8c7ac0d1c29ead8b41911555ff7a6b9\
                b0129fc6abc4183156c2d36a8ef28176fbf8fd7395c9f787
                """),
        SignatureVector(
            variant: .v1SHA512, integrationKey: "DIOBSERVE00000000TST",
            secretKey: "Zq3vObservationOnlySecretKey000000000040",
            method: "POST", host: "localhost", target: "/rest/v1/auth",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #"user=alice&factor=auto&auto=push1&ipaddr=192.0.2.7"#,
            code: """
                e2b49d7b48a82869e578dae1a57c39bd2b05bc504705938b3a541d3ccbdb6933da00e0a6f243719a\
                23e4539bfdc5e7a134f93eff9fe82ad3ca8874ea8dc4f7c4
                """),
        SignatureVector(
            variant: .v1SHA512, integrationKey: "DIOBSERVE00000000TST",
            secretKey: "Zq3vObservationOnlySecretKey000000000040",
            method: "GET", host: "localhost", target: "/rest/v1/status.json?txid=5f0c%20a%2Fb",
            date: "Thu, 26 Nov 2026 15:00:00 -0000", fields: [],
            body: #""#,
            code: """
                0bb38c41794664ca629795d04ef2725779202067c8958bd718565547787f7c0149bd609a79528035\
                5a18296bd988826c3c0f1d16db466aa1cc7f8cb75b031d85
                """),
        SignatureVector(
            variant: .v2SHA512ClientDate, integrationKey: "DIF98FC87A36CF2616F6",
            secretKey: "5ALgbowzZFdBhm1CT4ANqtmS94RFZpbx4ZfnDT1k",
            method: "GET", host: "localhost", target: "/auth/v2/ping",
            date: nil, fields: [("X-Duo-Date", "Thu, 26 Nov 2026 15:02:08 +0000")],
            body: #""#,
            code: """
                f8dc04f05af59bdd2d1261ab31290d9fdca9cadf666bdee5d60351abc7436378d572313e33da3d95\
                dd0cfb7a0bcf02512ab339f865d3bd1a293d3bb7ade6118f
                """),
        SignatureVector(
            variant: .v2SHA512ClientDate, integrationKey: "DIF98FC87A36CF2616F6",
            secretKey: "5ALgbowzZFdBhm1CT4ANqtmS94RFZpbx4ZfnDT1k",
            method: "GET", host: "localhost", target: "/auth/v2/auth_status?txid=alice.allow.allow",
            date: nil, fields: [("X-Duo-Date", "Thu, 26 Nov 2026 15:04:00 +0000")],
            body: #""#,
            code: """
                9c67487d80394e2926c2516942837de0000147e7a03cb31c17c68ce0c28de81b3db1662c42499639\
                748508ae1b0e50bc8b95f7718f3953a3fb150a81d75180b6
                """),
        SignatureVector(
            variant: .v2SHA512ClientDate, integrationKey: "DIF98FC87A36CF2616F6",
            secretKey: "5ALgbowzZFdBhm1CT4ANqtmS94RFZpbx4ZfnDT1k",
            method: "POST", host: "localhost", target: "/auth/v2/preauth",
            date: nil, fields: [("X-Duo-Date", "Thu, 26 Nov 2026 15:04:04 +0000")],
            body:
                #"failmode=closed&hostname=vm&ipaddr=192.0.2.7&text_prompt=1&username=z%C3%BC%20x%2By%26%3D%25%2A%27%28%29%21~%40d"#,
            code: """
                836edd13f0f50e79f09bb471c28dfc1f338b925696d9f931b4f0260a5face2e1f0ef724c1a49aba7\
                a71a493a8a12685a5824d9b733752368951cc1f035076822
                """),
    ]
}
