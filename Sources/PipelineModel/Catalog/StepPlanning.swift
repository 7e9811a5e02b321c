public import ConfigSpec

/// What a step learns and reports while it is planned.
public struct StepPlanning {
  /// The stage's name.
  public let stage: String
  /// The columns that reach the stage.
  public let input: Schema
  /// The columns that leave it; a step changes them with `assign`, `remove` and `keep`.
  public private(set) var output: Schema
  /// Diagnostics and the places of all options.
  public var decoding: Decoding
  /// The path of the step's options in the file.
  public let path: String
  /// Where `uses` stands, for problems that belong to no option.
  public let span: Span
  /// Compiles expressions.
  public let expressions: ExpressionCompiler
  /// Whether the stage has a `when`, so that some records pass it untouched.
  public let isConditional: Bool
  /// Cells a row needs so far.
  public private(set) var width: Int
  /// Slots that untouched records must copy, in the order of assignment.
  public private(set) var carries: [PlannedStage.Carry] = []

  /// Begins to plan.
  public init(
    stage: String, input: Schema, decoding: Decoding, path: String, span: Span,
    expressions: ExpressionCompiler, isConditional: Bool = false, width: Int
  ) {
    self.stage = stage
    self.input = input
    output = input
    self.decoding = decoding
    self.path = path
    self.span = span
    self.expressions = expressions
    self.isConditional = isConditional
    self.width = width
  }

  /// Gives a column a new slot, which the step fills; earlier stages' slots stay as they are.
  public mutating func assign(_ name: String, _ type: ColumnType, isNullable: Bool = false) -> Int {
    let slot = width
    width += 1
    carries.append(PlannedStage.Carry(from: output[name]?.slot, to: slot))
    output.set(Column(name: name, slot: slot, type: type, isNullable: isNullable))
    return slot
  }

  /// Takes a column out.
  public mutating func remove(_ name: String) { output.remove(name) }

  /// Gives columns new names in their places, all at once, so that two may swap.
  public mutating func rename(_ names: OrderedMap<String>) {
    let columns = output.columns.map { column in
      var column = column
      column.name = names[column.name] ?? column.name
      return column
    }
    output.replaceColumns(with: columns)
  }

  /// Leaves just these columns, in this order.
  public mutating func keep(_ names: [String]) {
    if output.isUnknown { return }
    output = Schema(columns: names.compactMap { output[$0] })
  }

  /// Compiles a condition over the columns at this point of the stage.
  public mutating func predicate(_ source: ExpressionSource) -> RowPredicate? {
    expressions.predicate(source, output, &decoding.diagnostics)
  }

  /// Compiles an expression over the columns at this point of the stage.
  public mutating func expression(_ source: ExpressionSource) -> RowExpression? {
    expressions.expression(source, output, &decoding.diagnostics)
  }

  /// The column of this name, or an error that offers the nearest ones.
  public mutating func column(_ name: String, at option: String) -> Column? {
    if let column = output[name] { return column }
    if output.isUnknown {
      width += 1
      return Column(name: name, slot: width - 1, type: .string, isNullable: true)
    }
    let suggestion = Suggestion(name, among: output.names)
    let help = suggestion.help("columns")
    decoding.diagnostics.error(
      "there is no column `\(name)` here", at: place(option, naming: name),
      help: output.isOpen && suggestion.closest == nil ? "name it under `fields` of the source" : help)
    return nil
  }

  /// Where a name stands: in the key of an option such as `fields.amount`, else in its value.
  private func place(_ option: String, naming name: String) -> Span {
    let isKey = option.hasSuffix(".\(name)")
    return isKey ? decoding.origins.key("\(path).\(option)") ?? place(option) : place(option)
  }

  /// Reports an option that changes which columns there are, if only some records would be changed.
  public mutating func refuseUnderCondition(_ option: String) {
    if !isConditional || !isWritten(option) { return }
    error(
      "`\(option)` changes the columns of all records, also of those for which `when` is false", at: option,
      help: "move it to a stage without `when`")
  }

  private func isWritten(_ option: String) -> Bool {
    if case .file = decoding.origins["\(path).\(option)"] { true } else { false }
  }

  /// Reports an error at an option, such as `fields.amount`.
  public mutating func error(_ message: String, at option: String? = nil, help: String? = nil) {
    decoding.diagnostics.error(message, at: place(option), help: help)
  }

  /// Reports a warning at an option.
  public mutating func warning(_ message: String, at option: String? = nil, help: String? = nil) {
    decoding.diagnostics.warning(message, at: place(option), help: help)
  }

  private func place(_ option: String?) -> Span {
    guard let option, case .file(let span) = decoding.origins["\(path).\(option)"] else { return span }
    return span
  }
}
