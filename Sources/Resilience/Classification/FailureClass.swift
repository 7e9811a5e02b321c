/// What kind of failure it was; decides whether trying again can help.
public enum FailureClass: UInt8, Sendable, Hashable, Codable, CaseIterable {
  /// May succeed if tried again: timeout, 429, 503, connection refused.
  case transient
  /// Will not succeed: conversion failed, 401, 403, 404, 422, missing file.
  case permanent
  /// A rule says no: a value out of range, a quality below its threshold.
  case business
  /// The pipeline itself cannot go on: disk full, store corrupt, database gone.
  case system

  /// The word in plans, logs and dead letters.
  public var name: String {
    switch self {
    case .transient: "transient"
    case .permanent: "permanent"
    case .business: "business"
    case .system: "system"
    }
  }

  /// Reads a class name; `retriable` means transient and `fatal` means permanent.
  public init?(name: String) {
    switch name.lowercased() {
    case "transient", "retriable", "retryable": self = .transient
    case "permanent", "fatal": self = .permanent
    case "business": self = .business
    case "system": self = .system
    default: return nil
    }
  }

  /// Reads the error names plug-ins commonly raise: `RetryableError` is transient, `FatalError` permanent.
  public init?(errorType: String) {
    switch errorType {
    case "RetryableError", "RetriableError", "TransientError", "TimeoutError", "ConnectionError":
      self = .transient
    case "FatalError", "PermanentError", "ValidationError", "FileNotFoundError": self = .permanent
    case "BusinessLogicError", "BusinessError": self = .business
    case "SystemError": self = .system
    default: return nil
    }
  }

  /// How bad a failure of this class is, unless a rule says otherwise.
  public var defaultSeverity: Severity {
    switch self {
    case .transient: .low
    case .permanent, .business: .medium
    case .system: .critical
    }
  }
}
