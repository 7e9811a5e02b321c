public import ConfigSpec

/// A pipeline file as it is written.
public struct PipelineDocument: Configurable {
  /// The pipeline's name.
  public var name = ""
  /// What it is for.
  public var description = ""
  /// Values that can be set from outside.
  public var params = OrderedMap<ParamOptions>()
  /// Policy files, merged in order.
  public var policies: [LocalPath] = []
  /// When checkpoints are written.
  public var checkpoint = CheckpointOptions()
  /// Where records come from.
  public var source: PartOptions?
  /// What is done with them, in order.
  public var stages: [StageOptions] = []
  /// Where they go: one sink.
  public var sink: SinkOptions?
  /// Where they go: a routing table.
  public var sinks: [SinkOptions] = []

  private static let inPolicyFile = "move it to a file of its own, and list that under `policies`"

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "A pipeline: a source, stages, sinks, and the policies around them."
  ) {
    Field(
      "name", \.name, "Names the pipeline; also the folder of its state. Letters, digits, `-`, `_` and `.`."
    )
    .required().example("lab-events")
    Field("description", \.description, "What the pipeline is for.").excludedFromDigest()
    Field(
      "params", \.params,
      "Values that `${name}` and `params.name` stand for; `run --set name=value` sets them.")
    Field("policies", \.policies, "Policy files, merged in order; later ones win.").example(
      "policies/dlq-config.yaml")
    Field("checkpoint", \.checkpoint, "How often a checkpoint is written.").excludedFromDigest()
    Field("source", \.source, "Where records come from; without one, the stages run once on an empty record.")
    Field("stages", \.stages, "What is done with each record, in order.")
    Field("sink", \.sink, "Where records go; short for one entry in `sinks`.")
    Field("sinks", \.sinks, "A routing table: the first sink whose `when` holds takes the record.")
    Refused("services", "belongs in a policy file", help: inPolicyFile)
    Refused("dead_letter_queue", "belongs in a policy file", help: inPolicyFile)
    Refused("alerts", "belongs in a policy file", help: inPolicyFile)
    Refused("routing", "belongs in a policy file", help: inPolicyFile)
    Refused("channels", "belongs in a policy file", help: inPolicyFile)
    Refused("errors", "belongs in a policy file", help: inPolicyFile)
    Check { document, report in
      if !document.name.isEmpty, !Self.isName(document.name) {
        report.error(
          "`name` may hold letters, digits, `-`, `_` and `.` only, found `\(document.name)`", at: "name",
          help: "it names a folder; for example `\(Self.nameLike(document.name))`")
      }
      if document.sink != nil, report.isSet("sinks") {
        report.error("`sink` and `sinks` are one setting", at: "sink", help: "keep one of the two")
      }
      if document.sink == nil, document.sinks.isEmpty, document.source != nil {
        report.error(
          "the pipeline has no sink", at: "sinks",
          help: "add `sink: {uses: jsonl, with: {path: out.jsonl}}`, or `sink: {uses: drop}` to count only")
      }
    }
  }

  static func isName(_ name: String) -> Bool {
    name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
      && name.first != "." && name.count <= 100
  }

  private static func nameLike(_ name: String) -> String {
    String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}

/// A value that can be set from outside.
public struct ParamOptions: Configurable {
  /// What holds if nothing is set; without it, `--set` is required.
  public var standard: String?
  /// What it means.
  public var description = ""

  /// The declaration.
  public static let spec = Spec(blank: Self(), "A value that can be set from outside.") {
    Field("default", \.standard, "What holds if nothing is set; without a default the param must be set.")
    Field("description", \.description, "What the value means.").excludedFromDigest()
  }
}

/// How often a checkpoint is written.
public struct CheckpointOptions: Configurable {
  /// Records after which one is due.
  public var every = 10_000
  /// Time after which one is due.
  public var interval: Duration = .seconds(5)

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "How often a checkpoint is written; never more often than every 100 ms."
  ) {
    Field("every", \.every, in: 1...1_000_000_000, "Records after which a checkpoint is due.")
    Field(
      "interval", \.interval, in: .milliseconds(100) ... .seconds(86_400),
      "Time after which a checkpoint is due.")
  }
}

/// A part and its options.
public struct PartOptions: Configurable {
  /// The part's name.
  public var uses = ""
  /// The part's own options.
  public var with: Node?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "A part and its options.") {
    Field("uses", \.uses, "The part's name; `pipeline steps` lists them.").required().example("csv")
    Field("with", \.with, "The part's own options.")
  }
}

/// A stage.
public struct StageOptions: Configurable {
  /// The stage's name, unlike that of any other stage.
  public var name = ""
  /// The step's name.
  public var uses = ""
  /// The step's own options.
  public var with: Node?
  /// The records it works on.
  public var when: ExpressionSource?
  /// The service it calls.
  public var service: Located<String>?
  /// The part of the system it belongs to, for the routing of alerts.
  public var component: String?
  /// How it calls.
  public var policy: StagePolicy?
  /// What undoes it.
  public var compensate: CompensationSettings?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "One thing that is done with each record.") {
    Field(
      "name", \.name, as: Codec<String>.standard.checked { $0.isEmpty ? TextProblem("is empty") : nil },
      "The stage's name in plans, counts and dead letters; unlike any other stage's."
    )
    .required().example("plausible")
    Field("uses", \.uses, "The step's name; `pipeline steps` lists them.").required().example("validate")
    Field("when", \.when, "Records for which this is false pass the stage untouched.")
    Field("with", \.with, "The step's own options.")
    Field(
      "service", \.service, "The service that a calling step calls: an entry of `services` in a policy file."
    )
    .example("fhir-server")
    Field(
      "component", \.component,
      as: Codec<String>.standard.checked { $0.isEmpty ? TextProblem("is empty") : nil }.optional,
      "The part of the system that the stage belongs to; `routing` of alerts goes by it."
    )
    .example("api")
    Field("policy", \.policy, "How a calling step calls, on top of what its service says.")
    Field(
      "compensate", \.compensate, "The call that undoes the stage when the record is given up.")
  }
}

/// A sink.
public struct SinkOptions: Configurable {
  /// The sink's name, unlike that of any other sink.
  public var name: String?
  /// The sink's kind.
  public var uses = ""
  /// The sink's own options.
  public var with: Node?
  /// The records it takes.
  public var when: ExpressionSource?
  /// Whether a record it took goes on to the sinks below.
  public var continues = false

  /// The declaration.
  public static let spec = Spec(blank: Self(), "Where records go.") {
    Field(
      "name", \.name,
      as: Codec<String>.standard.checked { $0.isEmpty ? TextProblem("is empty") : nil }.optional,
      "The sink's name in plans and counts; by default the part's name."
    )
    .example("abnormal")
    Field("uses", \.uses, "The part's name; `pipeline steps` lists them.").required().example("jsonl")
    Field("when", \.when, "The records it takes; without it, all that come this far.")
    Field("continue", \.continues, "Whether a record it took goes on to the sinks below.")
    Field("with", \.with, "The part's own options.")
  }
}
