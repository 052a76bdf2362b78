import Dispatch

private let sender = ServiceSender()

/// A request to the service, as it is behind the HTTP parser: whatever it is, the router neither traps nor hangs, has no status
/// from 500 on, and sends JSON, a page or a file. ``FuzzRequest`` has the form of the input.
@c(LLVMFuzzerTestOneInput)
public func fuzzService(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // The database has threads of its own, so that this one has to wait.
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        await sender.send(input)
        done.signal()
    }
    done.wait()
    return 0
}

/// Sends one request after the other, to a new service after some: its tables do not grow without end, and what one request
/// has spoilt is there again for others.
private actor ServiceSender {
    private static let requestsOfOneWorld = 128

    private var world: FuzzWorld?
    private var count = 0

    func send(_ input: [UInt8]) async {
        if count == Self.requestsOfOneWorld, let old = world {
            await old.close()
            (world, count) = (nil, 0)
        }
        count += 1
        do {
            if world == nil { world = try await FuzzWorld() }
            try await world?.send(input)?.check()
        } catch {
            fatalError("the request could not be sent: \(error)")
        }
    }
}
