public import ConfigSpec

/// A sink that throws records away has no options.
public struct DropOptions: Configurable {
  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    "Counts records and throws them away: for trying a pipeline, or for the rest of a routing table."
  ) {}
}
