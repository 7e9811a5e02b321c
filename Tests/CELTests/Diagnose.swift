import CEL

/// The variables that the tests of messages use.
private let variables: [Variable] = [
  Variable("los", .double), Variable("subject_id", .int), Variable("flag", .string),
  Variable("valuenum", .nullable(.double)),
  Variable("charttime", .timestamp), Variable("isFinal", .bool), Variable("codes", .list(.string)),
  Variable("counts", .map(.string, .int)), Variable("anything", .dyn), Variable("age", .uint),
  Variable(
    "meta", .object(ObjectType(name: "meta", fields: ["id": .string, "source": .string, "line": .int]))),
]

/// The first mistake of an expression as `text of the span: message (help)`, or "no mistake".
func diagnose(_ source: String, limits: Limits = Limits()) -> String {
  diagnoseAll(source, limits: limits).first ?? "no mistake"
}

/// All mistakes of an expression, in the order of the text.
func diagnoseAll(_ source: String, limits: Limits = Limits()) -> [String] {
  do {
    _ = try Environment(variables: variables, limits: limits).compile(source)
    return []
  } catch {
    return error.diagnostics.map { diagnostic in
      let bytes = Array(source.utf8)[diagnostic.span.start..<diagnostic.span.upperBound]
      let help = diagnostic.help.map { " (\($0))" } ?? ""
      return
        "\(diagnostic.span.start) [\(String(decoding: bytes, as: UTF8.self))] \(diagnostic.message)\(help)"
    }
  }
}

/// The value of an expression without variables as a literal, or the kind of its failure after `!`.
func evaluate(_ source: String, _ values: [String: Value] = [:], limits: Limits = Limits()) -> String {
  do {
    let environment = Environment(
      variables: values.keys.sorted().map { Variable($0, .dyn) }, limits: limits)
    return try environment.compile(source).evaluate(values).description
  } catch let error as EvaluationError {
    return "!\(error.kind.rawValue)"
  } catch {
    return "!compile: \(error)"
  }
}
