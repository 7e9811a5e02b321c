import Glibc
public import PipelineModel

extension FileProblem {
  /// What went wrong, on which file, and what can be done, for people.
  public func message(about path: String) -> String {
    let subject = self.path.isEmpty ? path : self.path
    return "cannot \(operation) `\(subject)`: \(reason)"
  }

  /// Whether there was no room left: the run stops, and goes on once there is.
  public var isNoSpace: Bool { code == ENOSPC || code == EDQUOT }

  private var reason: String {
    switch code {
    case ENOSPC: "no space left on the device"
    case EDQUOT: "the disk quota is used up"
    case EACCES, EPERM: "permission denied; check the owner and mode of the file and its directory"
    case EROFS: "the file system is read-only; mount it for writing, or name another place"
    case ENOENT: "no such file or directory"
    case EISDIR: "it is a directory"
    case ENOTDIR: "a part of the path is not a directory"
    case EIO:
      "the disk reports an error (EIO); data since the last checkpoint may be lost, the checkpoint is valid"
    case ENOLCK, ENOTSUP: "its file system has no locks"
    default: String(cString: strerror(code))
    }
  }
}
