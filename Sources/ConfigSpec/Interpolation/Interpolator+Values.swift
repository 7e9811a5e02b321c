extension Interpolator {
  struct Problem: Error {
    var message: String
    var help: String?
  }

  func value(of reference: Reference, relativeTo file: SourceFile) -> Result<Param, Problem> {
    if reference.isFile { return fileValue(reference.name, file) }
    if let param = params[reference.name], !param.value.isEmpty || reference.isWithoutFallback {
      return .success(param)
    }
    if let value = environment[reference.name], !value.isEmpty || reference.isWithoutFallback {
      return .success(Param(value, isHidden: true))
    }
    switch reference.fallback {
    case .value(let text): return .success(Param(text))
    case .message(let text):
      let message = text.isEmpty ? "" : ": \(text)"
      return .failure(
        Problem(message: "`\(reference.name)` must be set\(message)", help: setHelp(reference.name)))
    case .none:
      let known = params.keys.sorted()
      let help = Suggestion(reference.name, among: known).closest.map { "did you mean `${\($0)}`?" }
      return .failure(
        Problem(
          message: "`\(reference.name)` is neither a param nor an environment variable",
          help: help ?? setHelp(reference.name)))
    }
  }

  private func setHelp(_ name: String) -> String {
    "declare it under `params`, set the environment variable, or give a default: `${\(name):-…}`"
  }

  private func fileValue(_ name: String, _ file: SourceFile) -> Result<Param, Problem> {
    let path = LocalPath(name, base: file.directory).resolved
    do {
      var text = try readFile(path)
      if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
      return .success(Param(text, isHidden: true))
    } catch {
      let reason = (error as? FileBytes.Problem)?.message ?? "`\(path)` can't be read: \(error)"
      return .failure(Problem(message: reason, help: "the path is relative to the file it stands in"))
    }
  }
}
