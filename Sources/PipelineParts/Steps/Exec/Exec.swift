import ConfigSpec
public import PipelineModel

/// Gives records to a program of any language.
///
///     exec: {command: [python3, score.py], into: score}
public enum Exec: StepDefinition {
  /// The name after `uses`.
  public static let name = "exec"

  /// Declares the field of the answer.
  public static func plan(_ options: ExecOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let encoder = JSONLinesEncoder(schema: planning.input)
    let slot = options.into.map { planning.assign($0, .dynamic, isNullable: true) }
    let file = planning.span.file.path
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) }
    let settings = ExecPlugin.Settings(
      command: options.command, directory: options.directory?.resolved ?? folder, stage: planning.stage,
      options: options.options.text(), batch: options.batch, startTimeout: options.startTimeout,
      isRepeatable: options.repeatable)
    return .call(
      ExecStep(plugin: ExecPlugin(settings), encoder: encoder, slot: slot),
      CallPolicy())
  }
}
