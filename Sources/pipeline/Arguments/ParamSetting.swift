import ArgumentParser

/// One `--set key=value`.
struct ParamSetting: ExpressibleByArgument, Equatable {
  let name: String
  let value: String

  /// Everything behind the first `=` is the value; it may be empty.
  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}
