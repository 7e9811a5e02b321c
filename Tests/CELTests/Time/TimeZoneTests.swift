import Testing

@testable import CEL

@Suite struct TimeZoneTests {
  @Test(
    arguments: [
      ("UTC", 0), ("", 0), ("+02:00", 7_200), ("02:00", 7_200), ("-9:30", -34_200), ("-00:00", 0),
      ("+23:59", 86_340),
    ] as [(String, Int64)])
  func readsOffsets(_ name: String, _ offset: Int64) {
    #expect(TimeZone(name)?.offset(at: 0) == offset)
  }

  @Test(arguments: [
    "+24:00", "+2", "+02:60", "2:0", "+-2:00", "Nowhere/Land", "../zone1970.tab", "/etc/passwd", "a\0b",
    "zone.tab", "Europe",
  ])
  func refusesAnythingElse(_ name: String) {
    #expect(TimeZone(name) == nil)
  }

  /// Local times as GNU date prints them.
  @Test(
    .enabled(if: TimeZone("Europe/Vienna") != nil, "the system has no zone database"),
    arguments: [
      ("Europe/Vienna", "2024-03-31T00:59:59Z", 3_600), ("Europe/Vienna", "2024-03-31T01:00:00Z", 7_200),
      ("Europe/Vienna", "2024-10-27T00:59:59Z", 7_200), ("Europe/Vienna", "2024-10-27T01:00:00Z", 3_600),
      ("Europe/Vienna", "2099-07-01T00:00:00Z", 7_200), ("Europe/Vienna", "1800-01-01T00:00:00Z", 3_921),
      ("America/St_Johns", "2009-02-13T02:00:00Z", -12_600),
      ("Australia/Sydney", "2009-02-13T23:31:30Z", 39_600),
      ("Australia/Sydney", "2150-01-01T00:00:00Z", 39_600),
      ("Australia/Sydney", "2150-07-01T00:00:00Z", 36_000),
      ("Asia/Kathmandu", "2009-02-13T23:31:30Z", 20_700),
      ("America/New_York", "1942-06-01T00:00:00Z", -14_400),
      ("Europe/Dublin", "2050-01-01T00:00:00Z", 0), ("Europe/Dublin", "2050-07-01T00:00:00Z", 3_600),
      ("Asia/Tokyo", "2500-01-01T00:00:00Z", 32_400),
    ] as [(String, String, Int64)])
  func knowsRegions(_ name: String, _ time: String, _ offset: Int64) throws {
    let moment = try #require(Timestamp(time))
    #expect(TimeZone(name)?.offset(at: moment.secondsSinceEpoch) == offset)
  }

  @Test(
    arguments: [
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T00:59:59Z", 3_600),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T01:00:00Z", 7_200),
      ("EST5EDT,M3.2.0,M11.1.0", "2024-03-10T06:59:59Z", -18_000),
      ("EST5EDT,M3.2.0,M11.1.0", "2024-03-10T07:00:00Z", -14_400),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-01-01T00:00:00Z", 39_600),
      ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2024-07-01T00:00:00Z", -7_200),
      ("<+0545>-5:45", "2024-07-01T00:00:00Z", 20_700), ("XXX0YYY,J60,J300", "2024-02-29T12:00:00Z", 0),
      ("XXX0YYY,J60,J300", "2024-03-01T12:00:00Z", 3_600), ("XXX0YYY,59,300", "2024-02-29T12:00:00Z", 3_600),
    ] as [(String, String, Int64)])
  func followsRules(_ rule: String, _ time: String, _ offset: Int64) throws {
    let moment = try #require(Timestamp(time))
    #expect(ZoneRule(rule)?.offset(at: moment.secondsSinceEpoch) == offset)
  }

  @Test(arguments: [
    "", "C", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0,x",
  ])
  func refusesBrokenRules(_ rule: String) {
    #expect(ZoneRule(rule) == nil)
  }

  @Test func aBrokenFileIsNoZone() {
    let file = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + [UInt8](repeating: 0xFF, count: 24)
    for length in 0...file.count { #expect(ZoneInformation(Array(file.prefix(length))) == nil) }
  }
}
