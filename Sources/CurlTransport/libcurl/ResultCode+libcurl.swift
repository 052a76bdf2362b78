internal import CCurl

extension ResultCode {
    init(_ code: CURLcode) { rawValue = code.rawValue }

    /// The code as libcurl declares it.
    var code: CURLcode { CURLcode(rawValue: rawValue) }
}
