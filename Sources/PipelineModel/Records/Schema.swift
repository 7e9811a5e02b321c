/// The columns of a record at one place of the plan, in output order.
///
/// A column names a *slot*: the index of its cell in a row. A stage that changes a column gets a new slot, so
/// that the record as it was before the stage stays readable until the batch is settled.
public struct Schema: Sendable {
  /// The columns, in the order sinks write them.
  public private(set) var columns: [Column]
  /// Whether records may have fields that are not listed (JSON Lines); those are kept in `restSlot`.
  public var isOpen: Bool
  /// The slot of the members that have no column, if the schema is open.
  public var restSlot: Int?
  /// Names that no member in `restSlot` has, since the source puts their values into columns.
  public var namesOutsideRest: Set<String> = []
  private var positions: [String: Int]

  /// A schema of these columns; names must differ.
  public init(columns: [Column], isOpen: Bool = false, restSlot: Int? = nil) {
    self.columns = columns
    self.isOpen = isOpen
    self.restSlot = restSlot
    positions = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A schema that can't be known yet, because the input isn't there: every name may be a column.
  public static var unknown: Schema { Schema(columns: [], isOpen: true) }

  /// Whether nothing is known about the columns.
  public var isUnknown: Bool { isOpen && restSlot == nil }

  /// Whether a record may have a member of this name beside the columns.
  ///
  /// A stage that assigns such a name puts its column in the member's place; records that pass the stage untouched
  /// keep the member, and their cell of the column is missing.
  public func mayBeMember(_ name: String) -> Bool { restSlot != nil && !namesOutsideRest.contains(name) }

  /// The column of this name.
  public subscript(name: String) -> Column? { positions[name].map { columns[$0] } }

  /// The names, in output order.
  public var names: [String] { columns.map(\.name) }

  /// Replaces the column of the same name, or appends a new one.
  public mutating func set(_ column: Column) {
    if let position = positions[column.name] {
      columns[position] = column
    } else {
      positions[column.name] = columns.count
      columns.append(column)
    }
  }

  /// Puts other columns in the place of all; records have the further fields that they had.
  public mutating func replaceColumns(with columns: [Column]) {
    self.columns = columns
    positions = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Removes the column of this name.
  public mutating func remove(_ name: String) {
    replaceColumns(with: columns.filter { $0.name != name })
  }
}

/// One column of a schema.
public struct Column: Sendable, Equatable {
  /// The field's name in expressions and in output.
  public var name: String
  /// The index of its cell in a row.
  public var slot: Int
  /// What its cells hold.
  public var type: ColumnType
  /// Whether a cell may be null.
  public var isNullable: Bool

  /// A column from its parts.
  public init(name: String, slot: Int, type: ColumnType, isNullable: Bool = false) {
    self.name = name
    self.slot = slot
    self.type = type
    self.isNullable = isNullable
  }
}

/// What the cells of a column hold.
public enum ColumnType: String, Sendable, CaseIterable {
  /// UTF-8 text.
  case string
  /// 64-bit signed integers.
  case integer
  /// IEEE doubles.
  case double
  /// True or false.
  case boolean
  /// Instants, in UTC.
  case timestamp
  /// Calendar days.
  case date
  /// Any JSON value, also none: known only when a record is read.
  case dynamic
}
