/// What a program that ended had to do with a record that it has not answered.
enum PluginLoss: Sendable {
  /// It never got the record.
  case unsent
  /// It had others as well: any of them may be the cause.
  case together
  /// It had nothing else.
  case alone

  /// Whether the record is given to the next program as if nothing had happened.
  ///
  /// - Parameter mayRepeat: whether a program may get it twice.
  func goesAgain(mayRepeat: Bool) -> Bool {
    switch self {
    case .unsent: true
    case .together: mayRepeat
    case .alone: false
    }
  }
}
