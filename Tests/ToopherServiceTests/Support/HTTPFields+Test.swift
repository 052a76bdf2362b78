#if Service

import HTTPTypes

extension HTTPFields {
    /// Creates header fields from their names and values.
    init(_ fields: [String: String]) {
        self.init()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { self[name] = value }
        }
    }
}

#endif
