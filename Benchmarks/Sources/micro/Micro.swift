/// Prints what the pieces of the record path and of the policy layer cost, each on its own.
@main
enum Micro {
  static func main() throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    for timing in try Reading.timings(in: folder) + Numbers.timings() + Texts.timings() { timing.print() }
    for timing in Policies.timings() + (try Durability.timings(in: folder)) { timing.print() }
  }
}
