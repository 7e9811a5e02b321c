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
    let errors = planning.decoding.diagnostics.errorCount
    let url = options.url.flatMap { URLTemplate($0, at: "url", &planning) }
    let headers = headers(options, &planning)
    let secretHeaders = secretHeaders(options, &planning)
    let body = body(options, &planning)
    let type: ColumnType = options.response == .json ? .dynamic : .string
    let slot = options.into.map { planning.assign($0, type, isNullable: true) }
    var sending = HTTPOptions()
    sending.redirects = options.redirects
    sending.maxResponse = Int(options.maxResponse.bytes)
    sending.connectTimeout = options.connectTimeout
    sending.verifiesTLS = options.verifiesTLS
    sending.authorities = options.authorities?.resolved
    sending.proxy = options.proxy?.reveal()
    guard let url, let body, planning.decoding.diagnostics.errorCount == errors else { return nil }
    let step = HTTPStep(
      method: options.method, url: url, headers: headers, secretHeaders: secretHeaders, body: body,
      slot: slot, response: options.response,
      expect: options.expect.items, options: sending)
    return .call(step, CallPolicy())
  }

  private static func headers(
    _ options: HTTPStepOptions, _ planning: inout StepPlanning
  ) -> [HTTPStep.Header] {
    options.headers.compactMap { entry in
      let isName = isName(entry.name, at: "headers.\(entry.name)", &planning)
      guard let value = TextTemplate(entry.value, &planning), isName else { return nil }
      return HTTPStep.Header(name: entry.name, value: value)
    }
  }

  private static func secretHeaders(
    _ options: HTTPStepOptions, _ planning: inout StepPlanning
  ) -> [Secret] {
    options.secretHeaders.compactMap { entry in
      let option = "secret_headers.\(entry.name)"
      let value = entry.value.reveal()
      guard isName(entry.name, at: option, &planning) else { return nil }
      guard HTTPStep.isValue(value) else {
        planning.error(
          "`\(entry.name)` has a control character, such as a line end, in its value", at: option)
        return nil
      }
      return Secret(HTTPStep.line(entry.name, value))
    }
  }

  private static func body(_ options: HTTPStepOptions, _ planning: inout StepPlanning) -> HTTPStep.Body? {
    if let template = options.body { return TextTemplate(template, &planning).map { .text($0) } }
    let members = options.json.compactMap { entry in
      planning.expression(entry.value).map { (name: JSONWriter.string(entry.name), value: $0) }
    }
    return members.isEmpty ? HTTPStep.Body.none : .json(members)
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
