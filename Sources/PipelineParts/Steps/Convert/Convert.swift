import ConfigSpec
public import PipelineModel

/// Gives fields a type.
///
///     convert: {fields: {charttime: timestamp, valuenum: "double?"}}
///     charttime "2150-01-01 08:00:00" → 2150-01-01T08:00:00Z, valuenum "" → null
public enum Convert: StepDefinition {
  /// The name after `uses`.
  public static let name = "convert"

  /// Checks that the columns are there and can become what they should.
  public static func plan(_ options: ConvertOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    var columns: [ColumnConversion] = []
    for entry in options.fields {
      let option = "fields.\(entry.name)"
      let wanted = entry.value.type
      guard let column = planning.column(entry.name, at: option) else { continue }
      guard isPossible(from: column.type, to: entry.value) else {
        planning.error(
          "the column `\(entry.name)` holds \(column.type.plural) here, which can't become "
            + wanted.type.plural, at: option, help: help(column.type, wanted.type))
        continue
      }
      columns.append(
        ColumnConversion(
          name: entry.name, from: column.slot,
          to: planning.assign(entry.name, wanted.type, isNullable: wanted.isNullable),
          isNullable: wanted.isNullable, trim: options.trim, target: ConversionTarget(entry.value)))
    }
    return columns.count == options.fields.count ? .transform(ConvertStep(columns: columns)) : nil
  }

  private static func isPossible(from: ColumnType, to: FieldConversion) -> Bool {
    if from == to.type.type { return true }
    return switch (from, to.type.type) {
    case (.dynamic, _), (.string, _), (_, .string): true
    case (.integer, .double), (.double, .integer), (.integer, .boolean): true
    case (.integer, .timestamp), (.double, .timestamp): to.epoch != nil
    case (.timestamp, .date), (.date, .timestamp): true
    default: false
    }
  }

  private static func help(_ from: ColumnType, _ to: ColumnType) -> String? {
    switch (from, to) {
    case (.integer, .timestamp), (.double, .timestamp):
      "say what the number counts: `{type: timestamp, epoch: seconds}`"
    default: nil
    }
  }
}
