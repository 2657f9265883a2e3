/// An optional that is written as `null` where it is empty: in record.json absent is said, never left out.
@propertyWrapper
public struct Explicit<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    /// The value, or nothing.
    public var wrappedValue: Value?

    /// Wraps a value.
    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    /// Reads the value or `null`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    /// Writes the value or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension KeyedDecodingContainer {
    /// A key that is missing, as in a record of an older version, reads as `null`.
    public func decode<Value>(_ type: Explicit<Value>.Type, forKey key: Key) throws -> Explicit<Value> {
        try decodeIfPresent(type, forKey: key) ?? Explicit(wrappedValue: nil)
    }
}
