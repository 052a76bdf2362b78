/// Objects in the JSON of the Toopher protocol.
enum Canned {
    static let user = #"{"id":"u1","name":"jdoe","toopher_authentication_enabled":true}"#
    static let terminal =
        #"{"id":"t1","name":"my computer","requester_specified_id":"cookie","name_extra":"cookie","user":\#(user)}"#
    static let validator = """
        {"id":"v1","requester_specified_id":"serial","otp_type":"hotp","otp_digits":6,"algorithm":"sha1",\
        "totp_step_size":null,"hotp_event_counter":3,"created":"2015-02-03 09:15:52","modified":"2015-02-03 09:15:53"}
        """

    static func pairing(_ state: String = "enabled", id: String = "p1", user: String = Canned.user) -> String {
        #"{"id":"\#(id)","enabled":\#(state == "enabled"),"pending":\#(state == "pending"),"user":\#(user)}"#
    }

    static func request(
        _ state: String = "pending", id: String = "r1", more: String = #","reason":"","reason_code":0"#,
        user: String = "jdoe", terminal: String = "cookie", action: String = "Log In"
    ) -> String {
        """
        {"id":"\(id)","pending":\(state == "pending"),"granted":\(state == "granted"),"automated":false,\
        "user":{"id":"u1","name":"\(user)"},"action":{"id":"a1","name":"\(action)"},\
        "terminal":{"id":"t1","name":"my computer","requester_specified_id":"\(terminal)"}\(more)}
        """
    }

    /// A PNG file of one pixel.
    static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
        0,
        0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
        0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}
