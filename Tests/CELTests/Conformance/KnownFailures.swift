/// Cases that aren't marked as using protobuf but can't pass, each with the reason.
enum KnownFailures {
  static let reasons: [String: String] = [:]
}
