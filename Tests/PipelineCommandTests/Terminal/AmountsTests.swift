import Testing

@testable import pipeline

struct AmountsTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_204_000, "1,204,000"), (-27_004, "-27,004")])
  func groupsThousands(value: Int, text: String) { #expect(Amounts.count(Int64(value)) == text) }

  @Test func knowsOneFromMany() {
    #expect(Amounts.count(1, "record") == "1 record")
    #expect(Amounts.count(2, "record") == "2 records")
  }

  @Test(arguments: [
    (812, "812 B"), (1024, "1.0 KiB"), (1_258_291, "1.2 MiB"), (53_477_376, "51 MiB"), (3 << 40, "3.0 TiB"),
  ])
  func writesBytesInBinaryUnits(value: Int, text: String) { #expect(Amounts.bytes(Int64(value)) == text) }

  @Test(arguments: [
    (Duration.milliseconds(850), "850 ms"), (.milliseconds(2310), "2.31 s"), (.seconds(65), "1 min 05 s"),
    (.seconds(7_380), "2 h 03 min"), (.microseconds(999_900), "1.00 s"),
  ])
  func writesDurations(value: Duration, text: String) { #expect(Amounts.duration(value) == text) }

  @Test func writesRates() {
    #expect(Amounts.rate(812_345.4) == "812,345/s")
    #expect(Amounts.rate(0.25) == "0.3/s")
  }
}
