/// How the undoing of a stage ended, for the record's dead letter.
public struct CompensationOutcome: Sendable {
  /// The stage that was to be undone.
  public var stage: String
  /// When it ended, as RFC 3339 text.
  public var at: String
  /// Why it could not be undone; nil if it was.
  public var failure: String?

  /// An outcome from its parts.
  public init(stage: String, at: String, failure: String? = nil) {
    self.stage = stage
    self.at = at
    self.failure = failure
  }

  /// The outcome as a JSON object, beside the attempts of the dead letter.
  public var json: String {
    func text(_ string: String) -> String { String(decoding: JSONWriter.string(string), as: UTF8.self) }
    let error = failure.map { ",\"error_message\":\(text($0))" } ?? ""
    return "{\"outcome\":\"\(failure == nil ? "compensated" : "compensation_failed")\""
      + ",\"stage\":\(text(stage)),\"at\":\(text(at))\(error)}"
  }
}
