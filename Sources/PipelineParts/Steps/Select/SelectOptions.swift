public import ConfigSpec

/// Which fields `select` leaves.
public struct SelectOptions: Configurable {
  /// The fields, in the order in which sinks write them.
  public var fields: [String] = []

  /// The declaration.
  public static let spec = Spec(blank: Self(), "Leaves some fields and drops all others.") {
    Field("fields", \.fields, "The fields that stay, in the order in which the sinks write them.")
      .required().example(.array([.string("subject_id"), .string("valuenum")]))
    Check { options, report in
      if options.fields.isEmpty { report.error("`fields` names no field", at: "fields") }
      var seen: Set<String> = []
      for (index, name) in options.fields.enumerated() where !seen.insert(name).inserted {
        report.error("`\(name)` stands here twice", at: "fields[\(index)]")
      }
    }
  }
}
