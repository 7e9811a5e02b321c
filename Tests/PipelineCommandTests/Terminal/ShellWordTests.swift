import Testing

@testable import pipeline

struct ShellWordTests {
  @Test(arguments: [
    ("pipelines/flights.yaml", "pipelines/flights.yaml"), ("my labs.yaml", "'my labs.yaml'"), ("", "''"),
    ("it's", "'it'\\''s'"), ("a$b", "'a$b'"),
  ])
  func quotesWhatAShellWouldRead(word: String, quoted: String) { #expect(ShellWord.quote(word) == quoted) }
}
