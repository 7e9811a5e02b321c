import Resilience

extension DeadLetterBlock {
  /// A block of these entries.
  convenience init(_ letters: some Sequence<DeadLetter>) {
    self.init()
    for letter in letters { append(letter) }
  }

  /// Adds an entry.
  func append(_ letter: DeadLetter) {
    beginRow()
    set(.operation, letter.operation)
    set(.messageID, letter.messageID)
    set(.runID, letter.runID)
    set(.stage, letter.stage)
    set(.failureClass, letter.failureClass.name)
    set(.severity, letter.severity.name)
    set(.errorType, letter.errorType)
    set(.errorMessage, letter.errorMessage)
    set(.field, letter.field)
    set(.fingerprint, letter.fingerprint)
    set(.file, letter.file)
    set(.line, letter.line)
    set(.offset, letter.offset)
    letter.original.withUnsafeBytes { set(.original, $0) }
    letter.body.withUnsafeBytes { set(.body, $0) }
    set(.receivedAt, letter.receivedAt)
    set(.failedAt, letter.failedAt)
    set(.retryCount, Int64(letter.retryCount))
    set(.traceID, letter.traceID)
    set(.planDigest, letter.planDigest)
    set(.attempts, letter.attempts)
    set(.redeliveries, Int64(letter.redeliveries))
    set(.origin, letter.origin)
    set(.sequenceKey, letter.sequenceKey)
  }

  /// An entry as a value.
  func letter(_ row: Int) -> DeadLetter {
    var letter = DeadLetter(
      messageID: string(.messageID, row), operation: string(.operation, row), runID: string(.runID, row),
      stage: string(.stage, row),
      failureClass: FailureClass(name: string(.failureClass, row)) ?? .permanent,
      severity: Severity(name: string(.severity, row)) ?? .medium, errorType: string(.errorType, row),
      errorMessage: string(.errorMessage, row), field: text(.field, row).map { _ in string(.field, row) },
      fingerprint: string(.fingerprint, row), file: text(.file, row).map { _ in string(.file, row) },
      line: integer(.line, row), offset: integer(.offset, row), original: bytes(.original, row),
      body: bytes(.body, row), receivedAt: string(.receivedAt, row), failedAt: string(.failedAt, row),
      retryCount: Int(integer(.retryCount, row) ?? 0), traceID: string(.traceID, row),
      planDigest: string(.planDigest, row), attempts: string(.attempts, row))
    letter.redeliveries = Int(integer(.redeliveries, row) ?? 0)
    letter.origin = integer(.origin, row)
    letter.sequenceKey = text(.sequenceKey, row).map { _ in string(.sequenceKey, row) }
    return letter
  }

  /// A text as a string; empty if there is none.
  func string(_ column: DeadLetterColumn, _ row: Int) -> String {
    text(column, row).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private func bytes(_ column: DeadLetterColumn, _ row: Int) -> [UInt8] {
    text(column, row).map { [UInt8]($0) } ?? []
  }
}
