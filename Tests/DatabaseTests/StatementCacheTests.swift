#if Service

import Testing

@testable import Database

@Suite("Prepared statements by their texts") struct StatementCacheTests {
    @Test("A text has its statement wherever it stands in memory")
    func addresses() {
        var cache = StatementCache<Int>()
        let texts = (0..<1000).map { "SELECT \($0) FROM a_table_with_a_long_name" } + ["COMMIT", "", "BEGIN"]
        for round in 0..<2 {
            for (number, text) in texts.enumerated() {
                let found = cache.statement(text)
                #expect(found == (round == 0 ? nil : number))
                if found == nil { cache.insert(number, text) }
            }
        }
        #expect(cache.count == texts.count)
        // A copy, which has an address of its own.
        let copies = texts.map { String(decoding: Array($0.utf8), as: UTF8.self) }
        for _ in 0..<2 {
            let found = copies.map { cache.statement($0) }
            #expect(found == Array(0..<texts.count))
        }
        let unknown = cache.statement("SELECT 7 FROM a_table_with_a_long_nam")
        #expect(unknown == nil)
    }

    @Test("A text has its latest statement, and none once all are removed")
    func replaced() {
        var cache = StatementCache<Int>()
        let text = "SELECT n FROM a_table_with_a_long_name"
        cache.insert(1, text)
        cache.insert(2, text)
        let latest = cache.statement(text)
        #expect(latest == 2)
        #expect(cache.count == 1)
        cache.removeAll()
        let removed = cache.statement(text)
        #expect(removed == nil)
        #expect(cache.count == 0)
    }
}

#endif
