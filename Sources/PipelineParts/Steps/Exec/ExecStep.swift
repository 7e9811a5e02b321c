import PipelineModel

/// Gives a record to a program, and takes its answer.
struct ExecStep: CallStep {
  let plugin: ExecPlugin
  let encoder: JSONLinesEncoder
  let slot: Int?

  var isRepeatable: Bool { plugin.settings.isRepeatable }

  /// Behind records that may have ended the program, and while it starts.
  var keepsWaiting: Bool { true }

  func open(_ log: @escaping @Sendable (String) -> Void) { plugin.open(log) }

  func prepare(_ row: Int, in batch: Batch) throws(Failure) -> any PreparedCall {
    var output = OutputBuffer(capacity: 512)
    withUnsafePointer(to: UInt32(row)) { row in
      encoder.encode(UnsafeBufferPointer(start: row, count: 1), of: batch, into: &output)
    }
    return ExecCall(plugin: plugin, record: output.bytes.dropLast().map { $0 }, slot: slot)
  }

  func restore(_ saved: String) -> (any PreparedCall)? {
    ExecCall(plugin: plugin, record: Array(saved.utf8), slot: slot)
  }

  func substitute(_ json: String) -> CallResult {
    CallResult(slot.map { [($0, .json(Array(json.utf8)))] } ?? [])
  }

  func close() async { await plugin.close() }
}

/// One record for a program.
struct ExecCall: PreparedCall {
  let plugin: ExecPlugin
  let record: [UInt8]
  let slot: Int?
  private let suspicion = PluginSuspicion()

  init(plugin: ExecPlugin, record: [UInt8], slot: Int?) {
    self.plugin = plugin
    self.record = record
    self.slot = slot
  }

  var saved: String? { String(decoding: record, as: UTF8.self) }

  func attempt(_ attempt: CallAttempt) async throws(Failure) -> CallResult {
    let value = try await plugin.call(record, attempt, suspicion)
    return CallResult(slot.map { [($0, .json(value))] } ?? [])
  }
}
