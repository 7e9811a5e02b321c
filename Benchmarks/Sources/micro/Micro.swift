/// Prints what the pieces of the record path and of the policy layer cost, each on its own.
///
/// `micro policies` prints the policy layer alone, beside its targets and other implementations.
@main
enum Micro {
  static func main() throws {
    if CommandLine.arguments.contains("policies") { return Policies.print() }
    let folder = try ScratchFolder()
    defer { folder.remove() }
    for timing in try Reading.timings(in: folder) + Numbers.timings() + Texts.timings() { timing.print() }
    Policies.print()
    for timing in try Durability.timings(in: folder) { timing.print() }
  }
}
