/// Collects what is wrong with a set of files and hands it out in file order.
///
/// Equal messages at one place are kept once; past the limit they are only counted.
public struct Diagnostics: Sendable {
  /// The most diagnostics that are kept.
  public let limit: Int
  /// How many were not kept.
  public private(set) var omitted = 0
  private var files: [SourceFile] = []
  private var found: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  private(set) var concealed: Set<Span> = []
  /// The names in `${…}` whose values became secrets: what shows params must not show these.
  public private(set) var secretNames: Set<String> = []
  private var errors = 0

  /// Begins with nothing.
  public init(limit: Int = 200) {
    self.limit = limit
  }

  /// Whether there is an error.
  public var hasErrors: Bool { errors > 0 }
  /// The number of errors, also of those that were not kept.
  public var errorCount: Int { errors }
  /// Whether there is nothing to tell.
  public var isEmpty: Bool { found.isEmpty }

  /// Fixes a file's place in the order: the order in which files are registered.
  public mutating func register(_ file: SourceFile) {
    if !files.contains(where: { $0 === file }) { files.append(file) }
  }

  /// Hides a piece of a file in every excerpt: the value of a field marked secret.
  public mutating func conceal(_ span: Span) {
    if !span.range.isEmpty { concealed.insert(span) }
  }

  /// Remembers that the value of `${name}` became a secret.
  mutating func markSecret(_ name: String) { secretNames.insert(name) }

  /// Adds a diagnostic.
  public mutating func add(_ diagnostic: Diagnostic) {
    guard seen.count < limit * 10 else {
      if diagnostic.severity == .error { errors += 1 }
      omitted += 1
      return
    }
    guard seen.insert(diagnostic).inserted else { return }
    if diagnostic.severity == .error { errors += 1 }
    if let file = diagnostic.span?.file { register(file) }
    found.append(diagnostic)
  }

  /// Adds an error.
  public mutating func error(
    _ message: String, at span: Span?, help: String? = nil, related: [Diagnostic.Related] = []
  ) {
    add(Diagnostic(.error, message, at: span, help: help, related: related))
  }

  /// Adds a warning.
  public mutating func warning(
    _ message: String, at span: Span?, help: String? = nil, related: [Diagnostic.Related] = []
  ) {
    add(Diagnostic(.warning, message, at: span, help: help, related: related))
  }

  /// Says something better about a place than what has been said there.
  mutating func replaceErrors(by better: (Span) -> Diagnostic?) {
    for index in found.indices where found[index].severity == .error {
      guard let diagnostic = found[index].span.flatMap(better) else { continue }
      found[index] = diagnostic
      seen.insert(diagnostic)
    }
  }

  /// Adds all that another collection holds.
  public mutating func add(_ others: Diagnostics) {
    for file in others.files { register(file) }
    for diagnostic in others.found { add(diagnostic) }
    concealed.formUnion(others.concealed)
    secretNames.formUnion(others.secretNames)
    omitted += others.omitted
  }

  /// Adds what another collection says about places within a span of which nothing is known to be wrong yet.
  public mutating func add(_ others: Diagnostics, newWithin span: Span) {
    let known = found.filter { $0.severity == .error }.compactMap(\.span)
    for diagnostic in others.found {
      guard let place = diagnostic.span, span.contains(place), !known.contains(where: place.overlaps) else {
        continue
      }
      add(diagnostic)
    }
  }

  /// What is kept, in file order; diagnostics without a place come first.
  public var sorted: [Diagnostic] {
    let order = Dictionary(
      files.enumerated().map { (ObjectIdentifier($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    func key(_ diagnostic: Diagnostic) -> (Int, Int) {
      guard let span = diagnostic.span else { return (-1, 0) }
      return (order[ObjectIdentifier(span.file)] ?? Int.max, span.range.lowerBound)
    }
    let ranked = found.enumerated().sorted { left, right in
      (key(left.element).0, key(left.element).1, left.offset) < (
        key(right.element).0, key(right.element).1, right.offset
      )
    }
    return ranked.prefix(limit).map(\.element)
  }

  /// How many diagnostics `sorted` leaves out.
  public var leftOut: Int { omitted + max(0, found.count - limit) }
}
