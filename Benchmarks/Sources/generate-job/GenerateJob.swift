import Glibc

/// Writes the input of the job.
@main
enum GenerateJob {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard let path = arguments.first, let layout = Layout(arguments: arguments.dropFirst()) else {
      print(Layout.usage)
      exit(2)
    }
    guard let file = fopen(path, "w") else {
      perror(path)
      exit(1)
    }
    var random = SplitMix64(seed: layout.seed)
    let text = RowText(layout)
    var counts = Counts()
    var output: [UInt8] = []
    text.appendHeader(to: &output)
    for id in 0..<layout.rows {
      let row = Row(id: id, quoting: layout.quoting, &random)
      counts[keyPath: row.fate] += 1
      text.append(row, to: &output)
      if output.count >= 1 << 20 { flush(&output, to: file, path) }
    }
    flush(&output, to: file, path)
    if fclose(file) != 0 {
      perror(path)
      exit(1)
    }
    print(
      """
      {"rows": \(layout.rows), "written": \(counts.written), "dead_letters": \(counts.deadLetters), \
      "filtered": \(counts.filtered)}
      """)
  }

  private static func flush(_ output: inout [UInt8], to file: UnsafeMutablePointer<FILE>, _ path: String) {
    if fwrite(output, 1, output.count, file) != output.count {
      perror(path)
      exit(1)
    }
    output.removeAll(keepingCapacity: true)
  }
}
