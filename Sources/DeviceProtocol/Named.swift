extension DeviceProtocol {
    /// An object with the name that people know it by.
    public struct Named: Sendable, Hashable {
        /// The id.
        public var id: String
        /// The name, as the phone shows it.
        public var name: String

        /// What a pairing has in place of an action and a terminal.
        public static let none = Named(id: "", name: "")

        /// Creates a pair of id and name.
        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }
}
