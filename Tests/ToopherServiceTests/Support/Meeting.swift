#if Service

import Glibc
import Platform

/// Where threads wait for each other: nobody goes on before so many have come. Later ones do not wait.
@safe final class Meeting: Sendable {
    private let missing: Lock<Int>
    private let pipe: (reading: Int32, writing: Int32)

    init(count: Int) {
        missing = Lock(count)
        var ends: [Int32] = [-1, -1]
        unsafe precondition(Glibc.pipe(&ends) == 0)
        pipe = (ends[0], ends[1])
    }

    deinit {
        close(pipe.reading)
        close(pipe.writing)
    }

    /// Blocks the calling thread until all have come.
    func wait() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        var byte: UInt8 = 0
        if isLast {
            // What is written is never read, so that everybody finds it.
            _ = unsafe write(pipe.writing, &byte, 1)
        }
        var descriptor = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&descriptor, 1, -1) < 0 {}
    }
}

#endif
