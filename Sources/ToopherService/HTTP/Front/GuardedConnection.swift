#if Service

internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// An accepted connection, and what waits know of it.
struct GuardedConnection: ServerChildChannelValue {
    let http: HTTP1Channel.Value
    let client: ClientConnection

    var channel: any Channel { http.channel }
}

#endif
