import HTTPExchange
import Synchronization
import Testing

@testable import CurlTransport

@Suite("Mailbox, completion and deadlines")
struct MailboxTests {
    final class Count: Sendable {
        private let value = Atomic<Int>(0)
        var now: Int { value.load(ordering: .relaxed) }
        func increment() { value.add(1, ordering: .relaxed) }
    }

    @Test(
        "the agent is woken once for any number of messages, only while it waits, and never once the waker is retired")
    func waking() async {
        let wakes = Count()
        let mailbox = Mailbox { wakes.increment() }
        #expect(mailbox.post(.cancel(id: 9)))
        #expect(!mailbox.prepareToWait())
        #expect(mailbox.takeMessages().messages.count == 1)
        #expect(wakes.now == 0)
        #expect(mailbox.prepareToWait())
        for id in 0..<3 { #expect(mailbox.post(.cancel(id: UInt64(id)))) }
        #expect(wakes.now == 1)
        #expect(mailbox.takeMessages().messages.count == 3)
        #expect(mailbox.takeMessages().messages.isEmpty)
        #expect(mailbox.prepareToWait())
        mailbox.beginClosing()
        #expect(wakes.now == 2)
        #expect(!mailbox.post(.cancel(id: 4)))
        #expect(mailbox.takeMessages().isClosing)
        mailbox.retireWake()
        mailbox.beginClosing()
        #expect(wakes.now == 2)
        #expect(mailbox.announceStopped().isEmpty)
        await mailbox.waitUntilStopped()
    }

    @Test("The first outcome is delivered, whether it is settled before or after the wait")
    func completion() async {
        let early = Completion()
        early.settle(.failure(.cancelled))
        early.settle(.failure(.closed))
        #expect(await withCheckedContinuation { early.deliver(to: $0) } == .failure(.cancelled))

        let late = Completion()
        let outcome = await withCheckedContinuation {
            late.deliver(to: $0)
            #expect(!late.isSettled)
            late.settle(.failure(.closed))
            late.settle(.failure(.cancelled))
        }
        #expect(outcome == .failure(.closed))
        #expect(late.isSettled)
    }

    @Test("Deadlines are whole milliseconds, at least one")
    func deadlines() {
        #expect(Duration.zero.deadlineMilliseconds == 1)
        #expect(Duration.seconds(-5).deadlineMilliseconds == 1)
        #expect(Duration.nanoseconds(1).deadlineMilliseconds == 1)
        #expect(Duration.microseconds(1001).deadlineMilliseconds == 2)
        #expect(Duration.seconds(30).deadlineMilliseconds == 30_000)
        #expect(Duration.seconds(Int64.max).deadlineMilliseconds == 2_000_000_000)
    }
}
