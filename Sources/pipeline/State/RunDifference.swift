import PipelineEngine

/// What has changed in the meaning of plan and policies from one run to another.
struct RunDifference {
  private let earlier: RunRecord
  private let later: RunRecord
  private let history: RunHistory

  init(from earlier: RunRecord, to later: RunRecord, _ history: RunHistory) {
    self.earlier = earlier
    self.later = later
    self.history = history
  }

  /// Lines of both with `-` and `+`, for people and for `grep`.
  var text: String {
    get throws {
      var text = "from \(earlier.runID) (\(commit(earlier)))\nto   \(later.runID) (\(commit(later)))\n"
      text += try section("plan", earlier.planDigest, later.planDigest)
      text += try section("policies", earlier.policyDigest, later.policyDigest)
      return text
    }
  }

  private func section(_ title: String, _ old: String, _ new: String) throws -> String {
    if old == new { return "\(title): the same\n" }
    guard let before = try history.canonicalText(old), let after = try history.canonicalText(new) else {
      return "\(title): changed; the text of one of them is no longer in the store\n"
    }
    return "\(title): changed\n" + TextDiff.lines(old: before, new: after) + "\n"
  }

  private func commit(_ run: RunRecord) -> String {
    guard let commit = run.gitCommit else { return "no git commit" }
    return "git \(commit.prefix(12))\(run.isGitDirty == true ? ", with changes that are not committed" : "")"
  }
}
