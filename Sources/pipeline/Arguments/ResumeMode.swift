import ArgumentParser
import PipelineEngine

/// `--resume`: what to do with an earlier run's checkpoint.
enum ResumeMode: String, ExpressibleByArgument, CaseIterable {
  case auto
  case require
  case never
  case force

  var option: RunOptions.Resume {
    switch self {
    case .auto: .auto
    case .require: .require
    case .never: .never
    case .force: .force
    }
  }
}
