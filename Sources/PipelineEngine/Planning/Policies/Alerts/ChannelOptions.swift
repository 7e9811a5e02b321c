import ConfigSpec

/// Options of the channel `slack`.
struct SlackOptions: Configurable {
  var webhookURL = Secret("")

  static let spec = Spec(blank: Self(), "Posts to a Slack webhook.") {
    Field("webhook_url", \.webhookURL, "The URL of the webhook, which is a secret.").required()
      .example("${SLACK_WEBHOOK_URL}")
  }
}

/// Options of the channel `pagerduty`.
struct PagerDutyOptions: Configurable {
  var routingKey = Secret("")

  static let spec = Spec(blank: Self(), "Sends events to PagerDuty.") {
    Field("routing_key", \.routingKey, "The integration key of the service.").required()
      .example("${PAGERDUTY_ROUTING_KEY}")
  }
}

/// Options of the channel `email`.
struct EmailOptions: Configurable {
  var recipients = OneOrMany<String>([])
  var sender: String?
  var server: String?
  var username: String?
  var password: Secret?

  static let spec = Spec(blank: Self(), "Sends mail.") {
    Field("to", \.recipients, "One address or a list.").required().example("team@example.org")
    Field("from", \.sender, "The sender's address.").example("pipeline@example.org")
    Field("server", \.server, "The mail server: `smtp://` or `smtps://`, host and port.")
      .example("smtps://mail.example.org:465")
    Field("username", \.username, "The name to log in with.")
    Field("password", \.password, "The password to log in with.").example("${file:/run/secrets/mail}")
  }
}

/// Options of the channel `webhook`.
struct WebhookOptions: Configurable {
  var url = Secret("")
  var headers = OrderedMap<Secret>()

  static let spec = Spec(blank: Self(), "Posts alerts as JSON to a URL.") {
    Field("url", \.url, "Where alerts are posted.").required().example("https://alerts.example.org/hook")
    Field("headers", \.headers, "Headers that are sent along.")
  }
}

/// Options of the channel `file`.
struct AlertFileOptions: Configurable {
  var path = LocalPath("")

  static let spec = Spec(blank: Self(), "Appends alerts as JSON lines to a file.") {
    Field("path", \.path, "The file.").required().example("out/alerts.jsonl")
  }
}

/// Options of the channel `log`.
struct AlertLogOptions: Configurable {
  static let spec = Spec(blank: Self(), "Writes alerts to the run's log.") {}
}
