/// What a plan is made from, besides the pipeline file itself.
public struct PlanInput: Sendable {
  /// The pipeline file.
  public var file: String
  /// `--set name=value`, in order.
  public var settings: [(name: String, value: String)]
  /// The environment variables.
  public var environment: [String: String]
  /// `--state-dir`; by default `.pipeline/<name>` beside the pipeline file.
  public var stateDirectory: String?

  /// A plan of `file` with nothing set.
  public init(
    file: String, settings: [(name: String, value: String)] = [], environment: [String: String] = [:],
    stateDirectory: String? = nil
  ) {
    self.file = file
    self.settings = settings
    self.environment = environment
    self.stateDirectory = stateDirectory
  }
}
