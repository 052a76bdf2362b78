/// That a log or a proof is not valid, for scripts.
struct AuditRefusal: Encodable {
    var valid = false
    var error: String
}
