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
  /// Cells a row needs so far.
  public private(set) var width: Int
  /// Slots that untouched records must copy, in the order of assignment.
  public private(set) var carries: [PlannedStage.Carry] = []

  /// Begins to plan.
  public init(
    stage: String, input: Schema, decoding: Decoding, path: String, span: Span,
    expressions: ExpressionCompiler, width: Int
  ) {
    self.stage = stage
    self.input = input
    output = input
    self.decoding = decoding
    self.path = path
    self.span = span
    self.expressions = expressions
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
    error(
      "there is no column `\(name)` here", at: option,
      help: Suggestion(name, among: output.names).help("columns"))
    return nil
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
