/// One row of the job, drawn from the random numbers in a fixed order.
struct Row {
  static let names = [
    "Ada", "Björn", "Chen", "Dilnoza", "Edsger", "Fatima", "Grace", "Henrik", "Ingrid", "Jürgen", "Kwame",
    "Leila",
    "Miguel", "Noor", "Olga", "Priya",
  ]
  static let surnames = [
    "Lovelace", "Nilsson", "Wei", "Karimova", "Dijkstra", "Zahra", "Hopper", "Larsen", "Bergman", "Vogel",
    "Mensah",
    "Hosseini", "Torres", "Rahman", "Petrova", "Sharma",
  ]
  static let countries = ["DE", "SE", "FR", "US", "IN", "BR", "NG", "JP", "PL", "MX"]
  static let words = [
    "steel", "garden", "lamp", "blue", "chair", "travel", "mug", "cotton", "shirt", "spare", "part", "oak",
  ]
  static let wordsOf = (quote: "7\" pipe", comma: "red, large", line: "first\nsecond")

  let id: Int
  let name: String
  let email: String
  let cents: UInt64
  let quantity: Int
  let country: String
  let created: String
  let description: String
  let score: UInt64
  let isActive: Bool

  init(id: Int, quoting: Layout.Quoting, _ random: inout SplitMix64) {
    self.id = id
    let first = Int(random.below(16))
    let last = Int(random.below(16))
    name = "\(Self.names[first]) \(Self.surnames[last])"
    email = "user\(id)@example.org"
    cents = random.below(1_000_000)
    let drawn = Int(random.below(100))
    quantity = id % 1000 == 13 ? -1 : drawn
    country = Self.countries[Int(random.below(10))]
    created = Self.timestamp(random.below(31_536_000))
    var text = Self.words[Int(random.below(12))]
    for _ in 0..<2 { text += " " + Self.words[Int(random.below(12))] }
    // One row in six has quotes, one in six a comma.
    switch (quoting, random.below(6)) {
    case (.dense, _): text += " \(Self.wordsOf.quote) \(Self.wordsOf.comma) \(Self.wordsOf.line)"
    case (.none, _): break
    case (_, 0): text += " " + Self.wordsOf.quote
    case (_, 1): text += " " + Self.wordsOf.comma
    default: break
    }
    description = text
    score = random.below(100_000)
    isActive = random.below(2) == 1
  }

  /// Whether `amount` is a number.
  var hasAmount: Bool { id % 1000 != 7 }
  /// The amount as it is written.
  var amount: String { hasAmount ? Self.decimal(cents, places: 2) : "N/A" }
  /// The score as it is written.
  var scoreText: String { Self.decimal(score, places: 3) }
  /// What the job makes of the row.
  var fate: WritableKeyPath<Counts, Int> {
    if !hasAmount || quantity < 0 { return \.deadLetters }
    return quantity >= 10 && country != "SE" ? \.written : \.filtered
  }

  private static func decimal(_ value: UInt64, places: Int) -> String {
    var digits = String(value)
    while digits.utf8.count <= places { digits = "0" + digits }
    let split = digits.utf8.index(digits.utf8.endIndex, offsetBy: -places)
    return digits[..<split] + "." + digits[split...]
  }

  /// A second of the year 2025.
  private static func timestamp(_ second: UInt64) -> String {
    var day = Int(second / 86_400)
    var month = 0
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    while day >= lengths[month] {
      day -= lengths[month]
      month += 1
    }
    let rest = Int(second % 86_400)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return
      "2025-\(two(month + 1))-\(two(day + 1))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}

/// What any runner must find.
struct Counts {
  var written = 0
  var deadLetters = 0
  var filtered = 0
}
