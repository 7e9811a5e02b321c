extension Diagnostics {
  /// All diagnostics as text for people, each with the line it is about and the place underlined.
  public func text(colors: Bool = false) -> String {
    var printer = DiagnosticPrinter(colors: colors, concealed: concealed)
    for diagnostic in sorted { printer.print(diagnostic) }
    if leftOut > 0 { printer.close("\(leftOut) more problems are not shown") }
    return printer.output
  }
}
