import ConfigSpec
public import Resilience

/// What stands after `--inject`: `fhir-server=error:20%`, `db=latency:200ms:50%`, `db=system:5%`.
///
/// After the name of the service, or of a stage without one, stands what happens (`error` for a transient failure,
/// a class of failures, or `latency` with a duration) and then the share of attempts, all of them if it is left out.
public struct InjectionArgument: Sendable {
  /// The service, or the stage.
  public var name: String
  /// What happens how often.
  public var rule: FaultInjectionOptions.Rule

  /// Why a text is no such argument.
  public struct Problem: Error, Sendable {
    /// What is wrong.
    public var message: String
    /// What to write instead.
    public var help: String
  }

  /// Reads an argument.
  public init(_ text: String) throws(Problem) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw Problem(message: "`\(text)` names no service", help: "write `fhir-server=error:20%`")
    }
    name = String(text[..<equals])
    var words = text[text.index(after: equals)...].split(separator: ":").map(String.init)
    guard let kind = words.first else {
      throw Problem(message: "`\(text)` says no fault", help: "write `\(name)=error:20%`")
    }
    words.removeFirst()
    let fault: InjectedFault
    if kind == "latency" {
      guard let word = words.first, let latency = try? Duration.parse(word) else {
        throw Problem(message: "`latency` needs a duration", help: "write `\(name)=latency:200ms`")
      }
      words.removeFirst()
      fault = InjectedFault(latency: latency)
    } else if let failureClass = kind == "error" ? .transient : FailureClass(name: kind) {
      fault = InjectedFault(error: failureClass)
    } else {
      throw Problem(
        message: "there is no fault `\(kind)`",
        help: "one of `error`, `transient`, `permanent`, `business`, `system` and `latency`")
    }
    var share = 1.0
    if let word = words.first {
      guard words.count == 1, let parsed = try? Share.parse(word), parsed.fraction > 0 else {
        throw Problem(
          message: "`\(words.joined(separator: ":"))` is not a share of attempts",
          help: "write `20%` or `0.2`")
      }
      share = parsed.fraction
    }
    rule = FaultInjectionOptions.Rule(share: share, fault)
  }

  /// The faults of several arguments, by name, for `RunOptions.faults`.
  public static func faults(_ arguments: [InjectionArgument], seed: UInt64 = 0) -> [String:
    FaultInjectionOptions]
  {
    var faults: [String: FaultInjectionOptions] = [:]
    for argument in arguments {
      faults[argument.name, default: FaultInjectionOptions(seed: seed)].rules.append(argument.rule)
    }
    return faults
  }
}
