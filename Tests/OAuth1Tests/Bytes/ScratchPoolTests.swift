import Testing

@testable import OAuth1

@Suite("ScratchPool")
struct ScratchPoolTests {
    @Test("A scratch is reused, unless a large request has grown it")
    func reuse() throws {
        let pool = ScratchPool<VerificationScratch>()
        let small = try pool.take()
        pool.giveBack(small)
        let again = try pool.take()
        #expect(again === small)
        again.scratch.request.bytes.reserve(100 << 10)
        pool.giveBack(again)
        #expect(try pool.take() !== again)
    }

    @Test("Two concurrent users have different scratches")
    func exclusive() throws {
        let pool = ScratchPool<SigningScratch>()
        let (first, second) = (try pool.take(), try pool.take())
        #expect(first !== second)
    }
}
