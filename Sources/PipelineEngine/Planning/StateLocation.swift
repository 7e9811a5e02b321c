public import ConfigSpec
import PipelineModel

/// Where a pipeline keeps its state, found from the pipeline file's name alone: neither the input nor the policy
/// files need to exist.
public struct StateLocation: Sendable {
  /// The pipeline's name.
  public let name: String
  /// The folder for state.
  public let directory: String

  /// A location that is known.
  public init(name: String, directory: String) {
    self.name = name
    self.directory = directory
  }

  /// Reads the name from the file; nil if that can't be done, with the reason in `diagnostics`.
  public init?(_ input: PlanInput, _ diagnostics: inout Diagnostics) {
    guard let root = YAMLReader().read(path: input.file, into: &diagnostics) else { return nil }
    guard let node = root["name"] else {
      diagnostics.error(
        "the key `name` is missing", at: root.span,
        help: "is this a pipeline file? its `name` names the state")
      return nil
    }
    guard let name = Self.name(node, root, input, &diagnostics), !diagnostics.hasErrors else { return nil }
    guard !name.isEmpty, PipelineDocument.isName(name) else {
      diagnostics.error("`name` may hold letters, digits, `-`, `_` and `.` only", at: node.span)
      return nil
    }
    self.name = name
    directory = Self.directory(name, input)
  }

  /// Params count only where the name uses them: a command on the state shouldn't ask for the others.
  private static func name(
    _ node: Node, _ root: Node, _ input: PlanInput, _ diagnostics: inout Diagnostics
  ) -> String? {
    guard let text = node.scalar?.text, text.contains("$") else { return node.scalar?.text }
    let params = ParamValues(root, input, &diagnostics)
    return params.interpolator.apply(to: node, &diagnostics).scalar?.text
  }

  static func directory(_ name: String, _ input: PlanInput) -> String {
    if let directory = input.stateDirectory { return directory + "/" + name }
    let parent = input.file.lastIndex(of: "/").map { String(input.file[...$0]) } ?? ""
    return parent + ".pipeline/" + name
  }

  /// The state store, or nil if no run has made one yet; the caller closes it.
  ///
  /// - Throws: `.refused` if it lacks what a checkpoint relies on.
  public func store() throws(EngineProblem) -> StateStore? {
    for operation in operations() {
      try StoreInspection(path: directory + "/state.db").check(operation.checkpoints)
    }
    return try uncheckedStore()
  }

  /// The state store, whatever the checkpoints say about it.
  public func uncheckedStore() throws(EngineProblem) -> StateStore? {
    let path = directory + "/state.db"
    do throws(FileProblem) {
      guard try PosixFileSystem().size(path) != nil else { return nil }
    } catch {
      throw EngineProblem(error, about: path)
    }
    return try StateStore(path: path, isReadable: true)
  }

  /// The operations that have a folder here, by name.
  public func operations() -> [OperationDirectory] {
    DirectoryListing.names(in: directory)
      .map { OperationDirectory(state: directory, operation: $0, files: PosixFileSystem()) }
      .filter(\.isUsed)
  }
}
