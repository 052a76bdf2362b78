/// Random bytes from OpenSSL's cryptographic generator.
public enum RandomBytes {}
