import ConfigSpec
public import PipelineModel

/// Asks an HTTP server, one request a record.
///
///     http: {url: "http://127.0.0.1:8080/Patient/${{ subject_id }}", into: patient}
///     subject_id 7 → GET /Patient/7 → patient {"name":"Ada"}
public enum HTTPDefinition: StepDefinition {
  /// The name after `uses`.
  public static let name = "http"

  /// Compiles what is computed, and declares the field of the answer.
  public static func plan(_ options: HTTPStepOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    guard let template = options.url, let url = URLTemplate(template, at: "url", &planning) else {
      return nil
    }
    var headers: [HTTPStep.Header] = []
    for entry in options.headers {
      guard isName(entry.name, at: "headers.\(entry.name)", &planning) else { return nil }
      guard let value = TextTemplate(entry.value, &planning) else { return nil }
      headers.append(HTTPStep.Header(name: entry.name, value: value))
    }
    var secretHeaders: [Secret] = []
    for entry in options.secretHeaders {
      guard isName(entry.name, at: "secret_headers.\(entry.name)", &planning) else { return nil }
      let value = entry.value.reveal()
      guard HTTPStep.isValue(value) else {
        planning.error(
          "`\(entry.name)` has a control character, such as a line end, in its value",
          at: "secret_headers.\(entry.name)")
        return nil
      }
      secretHeaders.append(Secret(HTTPStep.line(entry.name, value)))
    }
    var body = HTTPStep.Body.none
    if let template = options.body {
      guard let text = TextTemplate(template, &planning) else { return nil }
      body = .text(text)
    } else if !options.json.isEmpty {
      var members: [(name: [UInt8], value: RowExpression)] = []
      for entry in options.json {
        guard let value = planning.expression(entry.value) else { return nil }
        members.append((JSONWriter.string(entry.name), value))
      }
      body = .json(members)
    }
    let type: ColumnType = options.response == .json ? .dynamic : .string
    let slot = options.into.map { planning.assign($0, type, isNullable: true) }
    var sending = HTTPOptions()
    sending.redirects = options.redirects
    sending.maxResponse = Int(options.maxResponse.bytes)
    sending.connectTimeout = options.connectTimeout
    sending.verifiesTLS = options.verifiesTLS
    sending.authorities = options.authorities?.resolved
    sending.proxy = options.proxy
    let step = HTTPStep(
      method: options.method, url: url, headers: headers, secretHeaders: secretHeaders, body: body,
      slot: slot, response: options.response,
      expect: options.expect.items, options: sending)
    return .call(step, CallPolicy())
  }

  /// A header's name (RFC 9110, section 5.1); those that frame the message are the client's.
  private static func isName(_ name: String, at option: String, _ planning: inout StepPlanning) -> Bool {
    let isToken =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
      }
    if !isToken {
      planning.error("`\(name)` is not the name of a header", at: option)
      return false
    }
    if ["content-length", "transfer-encoding", "host", "connection"].contains(name.lowercased()) {
      planning.error("the header `\(name)` is set by the client", at: option, help: "delete it")
      return false
    }
    return true
  }
}
