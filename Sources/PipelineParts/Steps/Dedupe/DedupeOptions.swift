public import ConfigSpec

/// What makes two records the same, and how many are remembered.
public struct DedupeOptions: Configurable {
  /// What makes two records the same.
  public var key = DedupeKey.fields([])
  /// How many keys are remembered.
  public var maxKeys = 1_000_000

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Leaves out records whose key has been seen before, in the order of the input. They are counted as duplicates. What \
    has been seen is part of the checkpoint.
    """
  ) {
    Field(
      "key", \.key,
      """
      A list of fields, or an expression. Values are compared with their types: 1 and 1.0 are the same number, but not \
      the text '1'; null and a missing field are the same.
      """
    )
    .required().example(.array([.string("subject_id"), .string("charttime")]))
    Field(
      "max_keys", \.maxKeys, in: 1...100_000_000,
      """
      How many keys are remembered, at about 50 bytes of memory each; beyond that the oldest one is forgotten, and a \
      record that has it passes again.
      """
    )
    Check { options, report in
      if case .fields(let names) = options.key {
        if names.isEmpty { report.error("`key` names no field", at: "key") }
        var seen: Set<String> = []
        for (index, name) in names.enumerated() where !seen.insert(name).inserted {
          report.error("`\(name)` stands here twice", at: "key[\(index)]")
        }
      }
    }
  }
}
