#if Service

/// The answer to a security question, in the one spelling that is compared: case and spaces do not matter.
enum SecurityAnswer {
    /// Returns the spelling that is compared; `nil` if the answer is empty or longer than a name.
    static func canonical(_ text: String) -> String? {
        DisplayName.normalized(text)?.lowercased()
    }
}

#endif
