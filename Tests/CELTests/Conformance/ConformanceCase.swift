import CEL
import FoundationEssentials

/// One case of the conformance suite, in protobuf's text format turned into JSON.
struct ConformanceCase: Decodable {
  let name: String
  let expr: String
  let file: String
  let section: String
  let usesProtobuf: Bool
  let container: String?
  let disableCheck: String?
  let checkOnly: String?
  let value: Node?
  let evalError: Node?
  let bindings: Node?
  let typeEnv: Node?
  let typedResult: Node?

  /// Names are used twice within a section; the expression tells them apart.
  var id: String { "\(file)/\(section)/\(name): \(expr)" }

  static let path = SharedFolder.find("conformance/cel/cel_simple_all.json")

  static func load() throws -> [ConformanceCase] {
    guard let path else { return [] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .useDefaultKeys
    return try decoder.decode([ConformanceCase].self, from: Data(contentsOf: URL(filePath: path)))
  }

  private enum CodingKeys: String, CodingKey {
    case name, expr, file, section, container, value, bindings
    case usesProtobuf = "uses_protobuf"
    case disableCheck = "disable_check"
    case checkOnly = "check_only"
    case evalError = "eval_error"
    case typeEnv = "type_env"
    case typedResult = "typed_result"
  }

  /// A JSON value.
  enum Node: Decodable {
    case text(String)
    case list([Node])
    case object([String: Node])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let list = try? container.decode([Node].self) {
        self = .list(list)
      } else {
        self = .object(try container.decode([String: Node].self))
      }
    }

    subscript(key: String) -> Node? {
      if case .object(let fields) = self { fields[key] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// A repeated field with one element is written without brackets.
    var elements: [Node] { if case .list(let list) = self { list } else { [self] } }

    var single: (key: String, value: Node)? {
      if case .object(let fields) = self, fields.count == 1, let first = fields.first { first } else { nil }
    }
  }
}
