import Glibc

/// The same expressions by other implementations, through Python, where they are installed.
enum PythonImplementations {
  /// Prints what each implementation needs, and how much more that is.
  static func compare(with measurements: [Measurement]) {
    let script = #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Python/expressions.py"
    guard let pipe = popen("python3 '/\(script)' 2>&1", "r") else { return print("skipped: no python3") }
    defer { pclose(pipe) }
    var buffer = [CChar](repeating: 0, count: 4096)
    while fgets(&buffer, Int32(buffer.count), pipe) != nil {
      let line = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
      let parts = line.dropLast().split(separator: "\t")
      guard parts.count == 3, let nanoseconds = Double(parts[2]),
        let own = measurements.first(where: { $0.expression == parts[1] })
      else {
        print(line, terminator: "")
        continue
      }
      let ratio = Measurement.rounded(nanoseconds / own.nanoseconds)
      print(
        "\(Measurement.padded(Measurement.rounded(nanoseconds) + " ns", 10))  \(parts[0]): \(ratio) times \(own.name)"
      )
      print("            \(own.expression)")
    }
  }
}
