/// Names the work of one record at one stage, the same in every attempt and after every restart.
public enum IdempotencyKey {
  /// The value of the header `Idempotency-Key` for a stage of a record, or for undoing that stage.
  ///
  /// "m-1" at "payment" → "m-1/payment", undone "m-1/payment/compensate"
  public static func of(record: String, stage: String, compensating: Bool = false) -> String {
    compensating ? "\(record)/\(stage)/compensate" : "\(record)/\(stage)"
  }

  /// The key of work that is done anew after it was undone: to the server the old key's work is done, and to do it
  /// again is other work.
  ///
  /// "m-1/payment" undone once → "m-1/payment/2"
  public static func again(_ key: String, timesUndone: Int) -> String {
    timesUndone == 0 ? key : "\(key)/\(timesUndone + 1)"
  }
}
