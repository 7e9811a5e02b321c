import ConfigSpec
import Resilience

extension CheckReport {
  /// Reports what a policy says about its own options, each problem at its key.
  mutating func add(_ problems: [OptionProblem]) {
    for problem in problems {
      let key = problem.key == "reset_timeout_ms" ? "reset_timeout" : problem.key
      let name = key.split(separator: ".").last.map(String.init) ?? key
      error("`\(name)` \(problem.message)", at: key, help: problem.help)
    }
  }
}
