import ConfigSpec
import Testing

@Suite struct TextFormTests {
  @Test(
    arguments: [
      ("500ms", Duration.milliseconds(500)), ("5s", .seconds(5)), ("2m", .minutes(2)),
      ("1h30m", .minutes(90)),
      ("7d", .days(7)), ("1.5s", .milliseconds(1_500)), ("0s", .zero), ("10us", .microseconds(10)),
    ])
  func durations(_ text: String, _ duration: Duration) throws {
    #expect(try Duration.parse(text) == duration)
    #expect(try Duration.parse(duration.configText) == duration)
  }

  @Test(
    arguments: [
      ("5", "a unit is missing: write `5s` for seconds or `5ms`"), ("5 sec", "write `5s`"),
      ("10min", "write `10m`"),
      ("2w", "write `14d`"), ("s", "write for example `5s`"), ("", "write for example `5s`"),
      ("-5s", "write for example `5s`"),
      ("5x", "the units are `ms`, `s`, `m`, `h` and `d`"),
      ("999999999d", "durations reach up to 36500 days"),
    ])
  func wrongDurations(_ text: String, _ help: String) {
    #expect { try Duration.parse(text) } throws: { ($0 as? TextProblem)?.help == help }
  }

  @Test(arguments: [
    ("64MiB", 64 << 20), ("1.5KiB", 1_536), ("10B", 10), ("1GB", 1_000_000_000), ("2 TiB", 2 << 40),
  ])
  func sizes(_ text: String, _ bytes: Int) throws {
    #expect(try ByteCount.parse(text).bytes == bytes)
  }

  @Test(arguments: [("0.85", 0.85), ("85%", 0.85), ("0", 0), ("100%", 1), ("12.5%", 0.125)])
  func shares(_ text: String, _ fraction: Double) throws {
    #expect(try Share.parse(text).fraction == fraction)
    #expect(try Share.parse(Share(fraction).configText).fraction == fraction)
  }

  @Test func secretsNeverShow() {
    let secret = Secret("hunter2")
    #expect(
      "\(secret) \(String(reflecting: secret)) \(secret.json(for: .display).text())"
        == "(secret) (secret) \"(secret)\"")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("hunter2"))
  }
}
