import PipelineModel
import Resilience

/// What an expression that can't be evaluated throws.
let noSuchField = Failure("ExpressionError", .permanent, "there is no field `z` in this record")

/// A condition over the cell of one slot.
func condition(
  _ text: String, _ slot: Int, _ body: @escaping @Sendable (Cell) throws(Failure) -> Bool
) -> RowPredicate {
  RowPredicate(text: text) { batch, row throws(Failure) in try body(batch.row(row)[slot]) }
}

/// A value made from the cell of one slot.
func expression(
  _ text: String, _ slot: Int, _ type: ColumnType, _ body: @escaping @Sendable (Cell) throws(Failure) -> Cell
) -> RowExpression {
  RowExpression(text: text, type: type, isNullable: true) { batch, row throws(Failure) in
    try body(batch.row(row)[slot])
  }
}

/// Columns in the slots from 0 on.
func schema(_ names: String...) -> Schema {
  Schema(columns: names.enumerated().map { Column(name: $1, slot: $0, type: .dynamic) })
}
