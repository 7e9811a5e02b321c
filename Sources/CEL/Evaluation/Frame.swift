/// The state of one evaluation. Lives on the stack of `Program` and never leaves it, hence the unmanaged pointers:
/// counting references to the slots would cost more than comparing two of them.
struct Frame {
  private let slots: UnsafePointer<Value>?
  private let slotCount: Int
  private let activation: UnsafePointer<any Activation>?
  /// The variables of comprehensions and bindings; nil before their first use.
  var locals: [Value?]
  var budget: Budget

  /// Calls a closure with a frame whose variables are given by slot.
  @inline(__always)
  static func with<Result>(
    _ slots: [Value], localCount: Int, budget: Budget,
    _ body: (inout Frame) throws(EvaluationError) -> Result
  ) throws(EvaluationError) -> Result {
    try slots.withUnsafeBufferPointer { slots throws(EvaluationError) -> Result in
      var frame = Frame(
        slots: slots.baseAddress, slotCount: slots.count, activation: nil, locals: makeLocals(localCount),
        budget: budget)
      return try body(&frame)
    }
  }

  /// Calls a closure with a frame whose variables are looked up.
  static func with<Result>(
    _ activation: any Activation, localCount: Int, budget: Budget,
    _ body: (inout Frame) throws(EvaluationError) -> Result
  ) throws(EvaluationError) -> Result {
    try withUnsafePointer(to: activation) { activation throws(EvaluationError) -> Result in
      var frame = Frame(
        slots: nil, slotCount: 0, activation: activation, locals: makeLocals(localCount), budget: budget)
      return try body(&frame)
    }
  }

  @inline(__always)
  private static func makeLocals(_ count: Int) -> [Value?] {
    count == 0 ? [] : [Value?](repeating: nil, count: count)
  }

  /// The variables as they stand in memory, if they are given by slot and there is one of this number.
  @inline(__always)
  func pointer(to slot: Int) -> UnsafePointer<Value>? {
    slot < slotCount ? slots.unsafelyUnwrapped + slot : nil
  }

  @inline(__always)
  func value(at slot: Int) throws(EvaluationError) -> Value {
    if let pointer = pointer(to: slot) { return pointer.pointee }
    return try lookedUpValue(at: slot)
  }

  @inline(never)
  func lookedUpValue(at slot: Int) throws(EvaluationError) -> Value {
    guard let activation else {
      throw EvaluationError(.unboundVariable, "a variable of the expression has no value")
    }
    return try activation.pointee.value(at: slot)
  }

  /// The field of a variable whose type is an object.
  func value(at slot: Int, field: String) throws(EvaluationError) -> Value? {
    if slot >= slotCount, let activation { return try activation.pointee.value(at: slot, field: field) }
    guard case .map(let map) = try value(at: slot) else { throw EvaluationError.noSuchOverload }
    return map[field]
  }
}
