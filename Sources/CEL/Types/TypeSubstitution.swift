/// What the checker has found out about the open types of an expression, and the rule which type fits where.
///
/// The rules are those of cel-go (checker/types.go): null fits nullable, optional, time and object types, `T` and
/// `T or null` fit each other, and `dyn` fits everything.
struct TypeSubstitution {
  private var bindings: [Int: CELType] = [:]
  private var created = 0

  mutating func newVariable() -> CELType {
    created += 1
    return .variable(created)
  }

  /// Whether a value of the first type may stand where the second is wanted; learns from it when it may.
  mutating func assign(_ type: CELType, to wanted: CELType) -> Bool {
    assign([type], to: [wanted])
  }

  /// Whether each type fits the wanted one; learns from all of them or from none.
  mutating func assign(_ types: [CELType], to wanted: [CELType]) -> Bool {
    var attempt = self
    guard attempt.fits(types, wanted) else { return false }
    self = attempt
    return true
  }

  /// The type with everything known put in.
  func resolve(_ type: CELType) -> CELType { substitute(type, openAs: nil) }

  /// The type with everything known put in, and `dyn` for what stayed open.
  func finish(_ type: CELType) -> CELType { substitute(type, openAs: .dyn) }

  /// The type two branches or elements have in common; `dyn` if they differ.
  mutating func join(_ previous: CELType?, _ current: CELType) -> CELType {
    guard let previous else { return current }
    if assign(current, to: previous) { return current == .null ? previous : mostGeneral(previous, current) }
    if assign(previous, to: current) { return previous == .null ? current : mostGeneral(previous, current) }
    if previous == .null, let nullable = Self.nullable(current) { return nullable }
    if current == .null, let nullable = Self.nullable(previous) { return nullable }
    return .dyn
  }

  private static func nullable(_ type: CELType) -> CELType? {
    switch type {
    case .bool, .int, .uint, .double, .string, .bytes: .nullable(type)
    default: nil
    }
  }

  private mutating func fits(_ types: [CELType], _ wanted: [CELType]) -> Bool {
    guard types.count == wanted.count else { return false }
    for (type, wanted) in zip(types, wanted) {
      guard fits(type, wanted) else { return false }
    }
    return true
  }

  private mutating func fits(_ type: CELType, _ wanted: CELType) -> Bool {
    if case .variable(let id) = wanted {
      if let known = bindings[id] { return specialise(id, known, type) }
      if !occurs(id, in: type) {
        bindings[id] = type
        return true
      }
      if type == wanted { return true }
    }
    if case .variable(let id) = type {
      if let known = bindings[id] { return specialise(id, known, wanted) }
      guard !occurs(id, in: wanted) else { return false }
      bindings[id] = wanted
      return true
    }
    if type.isDynamic || wanted.isDynamic { return true }
    switch (type, wanted) {
    case (.null, .null), (.null, .nullable), (.null, .object), (.null, .opaque), (.null, .timestamp),
      (.null, .duration):
      return true
    case (.nullable(let type), .nullable(let wanted)): return fits(type, wanted)
    case (.nullable(let type), _): return fits(type, wanted)
    case (_, .nullable(let wanted)): return fits(type, wanted)
    case (.list(let a), .list(let b)): return fits(a, b)
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      return fits([aKey, aValue], [bKey, bValue])
    case (.object, .map(let key, let value)): return fits([.string, .dyn], [key, value])
    case (.opaque(let a, let aArguments), .opaque(let b, let bArguments)):
      return a == b && fits(aArguments, bArguments)
    default: return type == wanted
    }
  }

  /// Whether a type agrees with what is known of a variable; keeps the more general of the two.
  private mutating func specialise(_ id: Int, _ known: CELType, _ type: CELType) -> Bool {
    if known == type { return true }
    if fits(type, known) {
      let general = mostGeneral(type, known)
      if !occurs(id, in: general) { bindings[id] = general }
      return true
    }
    // `null == x` must accept what `x == null` accepts.
    if known == .null, fits(known, type) {
      bindings[id] = type
      return true
    }
    return false
  }

  private func mostGeneral(_ a: CELType, _ b: CELType) -> CELType { isNoMoreSpecific(a, than: b) ? a : b }

  private func isNoMoreSpecific(_ a: CELType, than b: CELType) -> Bool {
    switch (a, b) {
    case (.dyn, _), (.error, _), (.variable, _): return true
    case (_, .dyn), (_, .error), (_, .variable): return false
    case (.list(let a), .list(let b)): return isNoMoreSpecific(a, than: b)
    case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
      return isNoMoreSpecific(aKey, than: bKey) && isNoMoreSpecific(aValue, than: bValue)
    case (.opaque(let a, let aArguments), .opaque(let b, let bArguments)):
      return a == b && aArguments.count == bArguments.count
        && zip(aArguments, bArguments).allSatisfy { isNoMoreSpecific($0, than: $1) }
    case (.nullable, _): return true
    default: return a == b
    }
  }

  private func occurs(_ id: Int, in type: CELType) -> Bool {
    switch type {
    case .variable(let other): other == id || bindings[other].map { occurs(id, in: $0) } ?? false
    case .list(let element): occurs(id, in: element)
    case .map(let key, let value): occurs(id, in: key) || occurs(id, in: value)
    case .nullable(let type): occurs(id, in: type)
    case .opaque(_, let arguments): arguments.contains { occurs(id, in: $0) }
    default: false
    }
  }

  private func substitute(_ type: CELType, openAs open: CELType?) -> CELType {
    switch type {
    case .variable(let id): bindings[id].map { substitute($0, openAs: open) } ?? open ?? type
    case .list(let element): .list(substitute(element, openAs: open))
    case .map(let key, let value): .map(substitute(key, openAs: open), substitute(value, openAs: open))
    case .nullable(let type): .nullable(substitute(type, openAs: open))
    case .opaque(let name, let arguments): .opaque(name, arguments.map { substitute($0, openAs: open) })
    default: type
    }
  }
}

extension CELType {
  /// A function's signature with new variables in place of its parameters.
  func instantiated(_ variables: inout [String: CELType], _ substitution: inout TypeSubstitution) -> CELType {
    switch self {
    case .parameter(let name):
      if let variable = variables[name] { return variable }
      let variable = substitution.newVariable()
      variables[name] = variable
      return variable
    case .list(let element): return .list(element.instantiated(&variables, &substitution))
    case .map(let key, let value):
      return .map(
        key.instantiated(&variables, &substitution), value.instantiated(&variables, &substitution))
    case .nullable(let type): return .nullable(type.instantiated(&variables, &substitution))
    case .opaque(let name, let arguments):
      var instantiated: [CELType] = []
      for argument in arguments { instantiated.append(argument.instantiated(&variables, &substitution)) }
      return .opaque(name, instantiated)
    default: return self
    }
  }
}
