internal import CScan

/// What is too long or too rare to be inlined: nested values, words, and strings with escapes.
extension JSONScanner {
  /// Reads an array or object with all that is in it.
  @usableFromInline
  mutating func container() throws(JSONProblem) -> JSONToken {
    let start = position
    var nesting = JSONNesting()
    var isValueNext = true
    while true {
      if isValueNext {
        skipSpace()
        let byte = next
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
          if nesting.depth == maximumDepth { throw problem(.tooDeep) }
          nesting.open(isObject: byte == UInt8(ascii: "{"))
          position &+= 1
          skipSpace()
          let isEmpty = skip(nesting.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
          if !isEmpty {
            if nesting.isObject { try nameAndColon() }
            continue
          }
          nesting.close()
        } else {
          _ = try scalar()
        }
      }
      if nesting.depth == 0 { break }
      skipSpace()
      if skip(UInt8(ascii: ",")) {
        isValueNext = true
        if nesting.isObject {
          skipSpace()
          try nameAndColon()
        }
      } else if skip(nesting.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        nesting.close()
        isValueNext = false
      } else {
        throw problem(nesting.isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket)
      }
    }
    let isObject = base[start] == UInt8(ascii: "{")
    return JSONToken(kind: isObject ? .object : .array, start: start, end: position)
  }

  /// Reads a member's name, the colon and the space after it.
  @usableFromInline @discardableResult
  mutating func nameAndColon() throws(JSONProblem) -> JSONToken {
    guard next == UInt8(ascii: "\""), position < end else { throw problem(.expectedName) }
    let name = try string()
    skipSpace()
    guard skip(UInt8(ascii: ":")) else { throw problem(.expectedColon) }
    skipSpace()
    return name
  }

  private mutating func scalar() throws(JSONProblem) -> JSONToken {
    switch next {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try literal()
    }
  }

  /// Reads `true`, `false` or `null`.
  @usableFromInline
  mutating func literal() throws(JSONProblem) -> JSONToken {
    switch next {
    case UInt8(ascii: "t"): return try literal("true", .yes)
    case UInt8(ascii: "f"): return try literal("false", .no)
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw problem(.expectedValue)
    }
  }

  @inline(__always)
  private mutating func literal(
    _ word: StaticString, _ kind: JSONToken.Kind
  ) throws(JSONProblem) -> JSONToken {
    let start = position
    for index in 0..<word.utf8CodeUnitCount where !skip(word.utf8Start[index]) {
      throw problem(.expectedValue, at: start)
    }
    return JSONToken(kind: kind, start: start, end: position)
  }

  /// Goes on with a string at the first byte that isn't plain, and checks its escapes.
  @usableFromInline
  mutating func escapedString(from start: Int, at first: Int) throws(JSONProblem) -> JSONToken {
    var index = first
    while index < end {
      let byte = base[index]
      if byte == UInt8(ascii: "\"") {
        position = index &+ 1
        return JSONToken(kind: .escapedString, start: start, end: index)
      }
      if byte == UInt8(ascii: "\\") {
        index = try escape(at: index)
      } else if byte < 0x20 {
        throw problem(.controlCharacter, at: index)
      } else {
        let special = cscan_json_special16(base + index)
        index &+= special == 0 ? 16 : special.trailingZeroBitCount
      }
    }
    throw problem(.unterminatedString, at: end)
  }

  /// Checks the escape at a backslash and returns the place behind it.
  private func escape(at index: Int) throws(JSONProblem) -> Int {
    guard index &+ 1 < end else { throw problem(.unterminatedString, at: end) }
    switch base[index &+ 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return index &+ 2
    case UInt8(ascii: "u"): break
    default: throw problem(.invalidEscape, at: index)
    }
    let unit = try codeUnit(at: index)
    guard unit & 0xF800 == 0xD800 else { return index &+ 6 }
    let other = index &+ 6
    guard unit < 0xDC00, other &+ 1 < end, base[other] == UInt8(ascii: "\\"),
      base[other &+ 1] == UInt8(ascii: "u"), try codeUnit(at: other) & 0xFC00 == 0xDC00
    else { throw problem(.loneSurrogate, at: index) }
    return other &+ 6
  }

  /// The number after the `\u` at this place.
  private func codeUnit(at index: Int) throws(JSONProblem) -> UInt32 {
    var unit: UInt32 = 0
    for offset in 2..<6 {
      guard index &+ offset < end, let digit = JSONUnescape.hexadecimal(base[index &+ offset]) else {
        throw problem(.invalidHexadecimal, at: index)
      }
      unit = unit << 4 | digit
    }
    return unit
  }
}
