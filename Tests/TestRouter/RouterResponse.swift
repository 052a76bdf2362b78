#if Hummingbird

package import HTTPTypes

/// A response that a router has given.
package struct RouterResponse: Sendable {
    package let status: Int
    package let headers: HTTPFields
    package let body: [UInt8]

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

#endif
