/// What stands between `${` and `}`.
struct Reference {
  enum Fallback {
    case none
    case value(String)
    case message(String)
  }

  /// The name, or the path of a file.
  var name: String
  var isFile = false
  var fallback = Fallback.none

  /// Reads `NAME`, `NAME:-default`, `NAME:?message` or `file:path`; nil if it is none of them.
  init?(_ text: Substring) {
    if text.hasPrefix("file:") {
      name = String(text.dropFirst(5))
      isFile = true
      guard !name.isEmpty, !name.contains("${") else { return nil }
      return
    }
    let isNamePart = { (character: Character) in
      character.isASCII
        && (character.isLetter || character.isNumber || character == "_" || character == "-"
          || character == ".")
    }
    let word = text.prefix(while: isNamePart)
    guard let first = word.first, first.isLetter || first == "_" else { return nil }
    name = String(word)
    let rest = text.dropFirst(word.count)
    if rest.hasPrefix(":-") {
      fallback = .value(String(rest.dropFirst(2)))
    } else if rest.hasPrefix(":?") {
      fallback = .message(String(rest.dropFirst(2)))
    } else if !rest.isEmpty {
      return nil
    }
    if rest.contains("${") { return nil }
  }
}

extension Reference {
  var isWithoutFallback: Bool {
    if case .none = fallback { true } else { false }
  }
}
