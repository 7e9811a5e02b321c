import Testing

@testable import pipeline

struct PathDisplayTests {
  @Test(arguments: [
    ("/home/me/data/a.csv", "data/a.csv"), ("/home/meme/a.csv", "/home/meme/a.csv"), ("a.csv", "a.csv"),
    ("/home/me/", "/home/me/"), ("standard output", "standard output"),
  ])
  func leavesTheWorkingDirectoryOut(path: String, text: String) {
    #expect(PathDisplay(folder: "/home/me").text(path) == text)
    #expect(PathDisplay(folder: "").text(path) == path)
    #expect(PathDisplay(folder: "/").text("/etc/x") == "/etc/x")
  }
}
