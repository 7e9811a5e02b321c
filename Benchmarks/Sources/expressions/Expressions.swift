/// Measures what an expression costs a record, beside the limits that are promised and other implementations.
@main
struct Expressions {
  static func main() {
    let batch = LaboratoryBatch()
    print(
      "one thread, median of \(Measurement.runs) runs; ns is per record, limits are for this machine's class")
    print()
    let measurements =
      TwoComparisons.measure(batch) + FiveTerms.measure(batch) + BoundValues.measure()
      + Matches.measure(batch)
      + JSONNumbers.measure() + ComputedText.measure(batch)
    for measurement in measurements { measurement.print() }
    print()
    PythonImplementations.compare(with: measurements)
  }
}
