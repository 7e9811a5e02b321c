extension Checker {
  /// For arguments that fit no overload.
  mutating func mismatch(
    _ function: Function, _ name: Expression.Name, _ isMethod: Bool, _ arguments: [CheckedExpression],
    _ span: SourceSpan
  ) -> CheckedExpression {
    let types = arguments.map { substitution.finish($0.type) }
    if let symbol = Operator.symbol(function.name) {
      return operatorMismatch(symbol, function.name, arguments, types, span)
    }
    let sameStyle = function.overloads.filter { $0.isMethod == isMethod }
    guard !sameStyle.isEmpty else { return wrongStyle(function, name, isMethod, types, span) }
    let given = types.dropFirst(isMethod ? 1 : 0).map { "`\($0)`" }.joined(separator: ", ")
    let signatures = sameStyle.prefix(4).map { "`\($0.signature(of: function.name))`" }.joined(
      separator: ", ")
    let help = "it is defined as \(signatures)" + (sameStyle.count > 4 ? ", …" : "")
    if isMethod, !sameStyle.contains(where: { accepts(types[0], $0.parameters[0]) }) {
      return fail(
        "a value of type `\(types[0])` has no method `\(name.text)`", at: name.span,
        help: methodHelp(name.text, arguments, types[0]) ?? help)
    }
    let what = isMethod ? "the method `\(name.text)` of `\(types[0])`" : "`\(name.text)`"
    return fail("\(what) can't be called with \(given.isEmpty ? "no argument" : given)", at: span, help: help)
  }

  private func accepts(_ type: CELType, _ parameter: CELType) -> Bool {
    var attempt = substitution
    var variables: [String: CELType] = [:]
    let parameter = parameter.instantiated(&variables, &attempt)
    return attempt.assign(type, to: parameter)
  }

  private func methodHelp(_ method: String, _ arguments: [CheckedExpression], _ type: CELType) -> String? {
    let isText = environment.functions[method]?.overloads.contains { $0.parameters.first == .string } == true
    switch type.withoutNull {
    case .int, .uint, .double, .bool, .timestamp, .duration:
      let rest = arguments.count > 1 ? "…" : ""
      return isText ? "convert it to text first: `string(\(excerpt(arguments[0]))).\(method)(\(rest))`" : nil
    default: return nil
    }
  }

  private mutating func wrongStyle(
    _ function: Function, _ name: Expression.Name, _ isMethod: Bool, _ types: [CELType], _ span: SourceSpan
  ) -> CheckedExpression {
    let example = function.overloads.first.map { "`\($0.signature(of: function.name))`" } ?? ""
    let message =
      isMethod
      ? "`\(name.text)` isn't a method but a function" : "`\(name.text)` isn't a function but a method"
    return fail(message, at: name.span, help: "it is defined as \(example)")
  }

  private mutating func operatorMismatch(
    _ symbol: String, _ function: String, _ arguments: [CheckedExpression], _ types: [CELType],
    _ span: SourceSpan
  ) -> CheckedExpression {
    guard types.count == 2 else {
      let help =
        function == Operator.not
        ? "`!` negates a condition; compare the value, as in `\(excerpt(arguments[0])) == 0`" : nil
      return fail("`\(symbol)` can't be applied to a value of type `\(types[0])`", at: span, help: help)
    }
    if function == Operator.index || function == Operator.optionalIndex {
      return indexMismatch(arguments, types)
    }
    if function == Operator.contained, types[1].withoutNull == .string {
      return fail(
        "`in` looks into a list or map, found a value of type `string`", at: arguments[1].span,
        help: "write `\(excerpt(arguments[1])).contains(\(excerpt(arguments[0])))`")
    }
    return fail(
      "`\(symbol)` can't be applied to `\(types[0])` and `\(types[1])`", at: span,
      help: operandHelp(function, arguments, types))
  }

  private mutating func indexMismatch(
    _ arguments: [CheckedExpression], _ types: [CELType]
  ) -> CheckedExpression {
    let index = arguments[1].span
    switch types[0].withoutNull {
    case .list:
      return fail("the index of a list must be of type `int`, found `\(types[1])`", at: index)
    case .map(let key, _):
      return fail("the map's keys are of type `\(key)`, found `\(types[1])`", at: index)
    default:
      let text = excerpt(arguments[0])
      let help =
        types[0].withoutNull == .string ? "write `\(text).charAt(0)` or `\(text).substring(0, 1)`" : nil
      return fail("a value of type `\(types[0])` has no elements", at: arguments[0].span, help: help)
    }
  }

  /// Advice for the two operands of an arithmetic operator or comparison.
  private func operandHelp(
    _ function: String, _ arguments: [CheckedExpression], _ types: [CELType]
  ) -> String? {
    let bare = types.map(\.withoutNull)
    if let text = bare.firstIndex(of: .string) {
      let other = bare[1 - text]
      if case .constant(.string(let constant)) = arguments[text].kind {
        if other.isNumeric, Double(constant) != nil {
          let number = other == .double && !constant.contains(".") ? "\(constant).0" : constant
          return "write the number without quotes: `\(number)`"
        }
        if other == .bool, ["true", "false"].contains(constant.lowercased()) {
          return "write `\(constant.lowercased())` without quotes"
        }
        if other == .timestamp { return "write `timestamp('\(constant)')`" }
        if other == .duration { return "write `duration('\(constant)')`" }
      }
      if function == Operator.add {
        return "convert the other value to text: `string(\(excerpt(arguments[1 - text])))`"
      }
      if other.isNumeric { return "convert the text: `\(other)(\(excerpt(arguments[text])))`" }
    }
    if bare[0].isNumeric, bare[1].isNumeric {
      for (index, wanted) in [(0, bare[1]), (1, bare[0])] {
        if case .constant(.int(let constant)) = arguments[index].kind {
          if wanted == .double { return "write the number as a double: `\(constant).0`" }
          if wanted == .uint, constant >= 0 { return "write the number as a uint: `\(constant)u`" }
        }
      }
      let wanted = bare.contains(.double) ? CELType.double : .int
      let index = bare[0] == wanted ? 1 : 0
      return "convert one of them: `\(wanted)(\(excerpt(arguments[index])))`"
    }
    if bare.contains(.timestamp) || bare.contains(.duration), bare.contains(where: \.isNumeric) {
      return "write a duration, as in `duration('90s')`"
    }
    if types.contains(.null) { return "only a value that may be null can be compared with `null`" }
    return nil
  }

  /// For a function that doesn't exist.
  mutating func unknown(
    _ name: Expression.Name, target: CheckedExpression?, _ arguments: [Expression]
  ) -> CheckedExpression {
    for argument in arguments { _ = visit(argument) }
    if let target, target.type == .error, !isDynamic { return target }
    let kind = target == nil ? "function" : "method"
    let candidates = environment.functions.values.filter { function in
      Operator.symbol(function.name) == nil && !function.name.contains("@")
        && function.overloads.contains { $0.isMethod == (target != nil) }
    }.map(\.name).sorted()
    let help = Self.foreignFunctions[name.text] ?? Suggestion.help(for: name.text, among: candidates)
    return fail("there is no \(kind) `\(name.text)`", at: name.span, help: help, kind: .unknownFunction)
  }

  /// For a function that a namespace such as `math` doesn't have.
  mutating func unknown(
    _ name: Expression.Name, in namespace: String, _ arguments: [Expression]
  ) -> CheckedExpression {
    for argument in arguments { _ = visit(argument) }
    let names = environment.functions.keys.filter { $0.hasPrefix("\(namespace).") }.sorted()
    let full = "\(namespace).\(name.text)"
    return fail(
      "there is no function `\(full)`", at: name.span, help: Suggestion.help(for: full, among: names),
      kind: .unknownFunction)
  }

  /// What functions of other languages are called here.
  private static let foreignFunctions: [String: String] = [
    "len": "use `size(x)`", "length": "use `size(x)`", "count": "use `size(x)`",
    "lower": "use `text.lowerAscii()`", "toLowerCase": "use `text.lowerAscii()`",
    "upper": "use `text.upperAscii()`", "toUpperCase": "use `text.upperAscii()`",
    "str": "use `string(x)`", "float": "use `double(x)`", "number": "use `double(x)` or `int(x)`",
    "includes": "use `text.contains(part)` or `x in list`", "strip": "use `text.trim()`",
    "starts_with": "use `text.startsWith(part)`", "ends_with": "use `text.endsWith(part)`",
    "regex": "use `text.matches('pattern')`", "match": "use `text.matches('pattern')`",
    "isNull": "write `x == null`", "is_null": "write `x == null`",
    "coalesce": "write `x != null ? x : other`",
    "abs": "use `math.abs(x)`", "min": "use `math.least(x, y)`", "max": "use `math.greatest(x, y)`",
    "round": "use `math.round(x)`", "floor": "use `math.floor(x)`", "ceil": "use `math.ceil(x)`",
    "any": "use `list.exists(x, …)`", "some": "use `list.exists(x, …)`", "every": "use `list.all(x, …)`",
  ]
}
