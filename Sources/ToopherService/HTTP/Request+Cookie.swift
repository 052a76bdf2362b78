#if Service

internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// Returns the value of the first cookie of a name, compared byte by byte.
    ///
    /// Readers that strip other white space than blanks from names take a cookie that another host of the domain has set for
    /// one with the prefix `__Host-`: browsers do not see the prefix behind such a character. RFC 6265 section 4.2.
    func cookie(named name: String) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = pair.drop { $0 == UInt8(ascii: " ") }
                guard pair.starts(with: "\(name)=".utf8) else { continue }
                return String(pair.dropFirst(name.utf8.count + 1))
            }
        }
        return nil
    }
}

#endif
