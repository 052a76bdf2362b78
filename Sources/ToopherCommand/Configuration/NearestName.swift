#if Service

/// Which name somebody may have meant.
enum NearestName {
    /// Returns the name that differs least; `nil` if none is near.
    static func of(_ name: String, in names: [String]) -> String? {
        let limit = max(1, min(3, name.count / 3))
        let ranked = names.map { (name: $0, distance: distance(Array(name.prefix(64)), Array($0))) }
        return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
    }

    /// Returns how many characters have to be inserted, deleted or replaced (Levenshtein).
    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var row = Array(0...second.count)
        for (index, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}

#endif
