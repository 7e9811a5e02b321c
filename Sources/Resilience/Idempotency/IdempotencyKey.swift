/// Names the work of one record at one stage, the same in every attempt and after every restart.
public enum IdempotencyKey {
  /// The value of the header `Idempotency-Key` for a stage of a record, or for undoing that stage.
  ///
  /// "m-1" at "payment" → "m-1/payment", undone "m-1/payment/compensate"
  public static func of(record: String, stage: String, compensating: Bool = false) -> String {
    compensating ? "\(record)/\(stage)/compensate" : "\(record)/\(stage)"
  }
}
