import ConfigSpec
import PipelineModel

extension SinkFile {
  /// The file that the options of a sink name; reports a path that can't be written, and then returns nil.
  init?(
    _ path: LocalPath, _ compression: SinkCompression, _ publication: SinkPublication,
    _ planning: inout SinkPlanning
  ) {
    if path.isStandardStream {
      planning.error(
        "`-` is no file", at: "path", help: "for the standard output write `uses: stdout` with its `format`")
      return nil
    }
    if path.text.hasSuffix("/") || path.text == "." || path.text == ".." || path.text.hasSuffix("/..") {
      planning.error("`\(path.text)` names a folder", at: "path", help: "add the name of a file")
      return nil
    }
    let ending = path.text.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if compression == .auto, ["zst", "bz2", "xz", "zip", "lz4", "br", "7z", "snappy"].contains(ending) {
      planning.error(
        "`.\(ending)` files can't be written, only plain ones and gzip", at: "path",
        help: "let the path end in `.gz`, or write `compression: none` if the ending means something else")
      return nil
    }
    self.init(
      path: path.absolute, isCompressed: compression == .gzip || (compression == .auto && ending == "gz"),
      isPublishedAtEnd: publication == .onSuccess)
  }
}
