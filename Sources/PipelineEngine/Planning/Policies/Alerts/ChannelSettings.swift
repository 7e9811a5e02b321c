public import ConfigSpec

/// An entry of `channels`: a way to tell people.
public struct ChannelSettings: Configurable {
  /// The kind of channel.
  public var uses = ChannelKind.log
  /// The channel's own options.
  public var with: Node?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "A way to tell people about alerts.") {
    Field("uses", \.uses, "The kind of channel.").required().example("slack")
    Field("with", \.with, "The channel's own options.")
  }
}

/// The kinds of channel; each name is also that of a channel that needs no entry in `channels`.
public enum ChannelKind: String, ConfigEnum {
  /// A Slack channel.
  case slack
  /// PagerDuty.
  case pagerduty
  /// Mail.
  case email
  /// Any HTTP endpoint.
  case webhook
  /// A file.
  case file
  /// The run's log.
  case log

  /// What the word means.
  public var doc: String {
    switch self {
    case .slack: "Posts to a Slack webhook."
    case .pagerduty: "Sends events to PagerDuty."
    case .email: "Sends mail."
    case .webhook: "Posts JSON to a URL."
    case .file: "Appends JSON lines to a file."
    case .log: "Writes to the run's log."
    }
  }

  /// Checks the options under `with`; `owner` is where `uses` stands.
  func check(_ with: Node?, at path: String, owner: Span, _ decoding: inout Decoding) {
    func check<Options: Configurable>(_ type: Options.Type) {
      _ = decoding.decode(type, with, at: path, owner: owner)
    }
    check(optionsType)
  }

  /// The effective options under `with`, secrets replaced, and their meaning for a digest.
  func settings(_ with: Node, at path: String) -> (settings: [Setting], canonicalText: String) {
    func settings<Options: Configurable>(_ type: Options.Type) -> ([Setting], String) {
      var decoding = Decoding(path: path)
      let options = Options.decode(with, &decoding) ?? Options.spec.blank
      return (
        Options.spec.describe(options, decoding.origins, at: path), Options.spec.canonicalText(options)
      )
    }
    return settings(optionsType)
  }

  /// The options under `with`, for schema and reference.
  public var outline: SpecOutline {
    func outline<Options: Configurable>(_ type: Options.Type) -> SpecOutline { Options.spec.outline }
    return outline(optionsType)
  }

  /// What may stand under `with`.
  var optionsType: any Configurable.Type {
    switch self {
    case .slack: SlackOptions.self
    case .pagerduty: PagerDutyOptions.self
    case .email: EmailOptions.self
    case .webhook: WebhookOptions.self
    case .file: AlertFileOptions.self
    case .log: AlertLogOptions.self
    }
  }
}
