public import Resilience

/// One attempt of a call that failed, for the record's dead letter.
public struct FailedAttempt: Sendable {
  /// The attempt's number, from 1.
  public var number: Int
  /// When it ended, as RFC 3339 text.
  public var endedAt: String
  /// How long it took.
  public var nanoseconds: Int64
  /// The kind of error.
  public var type: String
  /// How the error was classified.
  public var failureClass: FailureClass
  /// The error, for people.
  public var message: String
  /// The HTTP status, if one came.
  public var status: Int?

  /// An attempt from its parts.
  public init(
    number: Int, endedAt: String, nanoseconds: Int64, type: String, failureClass: FailureClass,
    message: String, status: Int? = nil
  ) {
    self.number = number
    self.endedAt = endedAt
    self.nanoseconds = nanoseconds
    self.type = type
    self.failureClass = failureClass
    self.message = message
    self.status = status
  }

  /// The attempt as a JSON object.
  public var json: String {
    func text(_ string: String) -> String { String(decoding: JSONWriter.string(string), as: UTF8.self) }
    let milliseconds = nanoseconds / 1_000_000
    return "{\"attempt\":\(number),\"at\":\(text(endedAt)),\"milliseconds\":\(milliseconds)"
      + ",\"error_type\":\(text(type)),\"class\":\"\(failureClass.name)\""
      + (status.map { ",\"status\":\($0)" } ?? "")
      + ",\"error_message\":\(text(message))}"
  }
}
