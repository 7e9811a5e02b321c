import FoundationEssentials
import Testing

@testable import pipeline

/// The tables beside the checkout, where they are there.
enum RealTables {
  static let folder = Repository.root + "/../shared/data/mimic-iii-demo"
  static var exist: Bool { Repository.exists(folder + "/LABEVENTS.csv") }
}

/// Real tables with what a plain Python script (csv, float, strptime) makes of them; skipped where the folder with
/// the tables is not beside the checkout.
@Suite(
  .enabled(
    if: PipelineBinary.isBuilt && RealTables.exist, "needs ../shared/data and the built command"))
struct RealDataTests {
  @Test func laboratoryEvents() throws {
    let scratch = try Scratch()
    try scratch.write(
      "lab.yaml",
      """
      name: lab
      source: {uses: csv, with: {path: "\(RealTables.folder)/LABEVENTS.csv", null_values: [""]}}
      stages:
        - name: types
          uses: convert
          with:
            fields: {subject_id: integer, hadm_id: integer?, itemid: integer, charttime: timestamp, valuenum: double?}
        - name: plausible
          uses: validate
          with: {rules: [{check: "valuenum == null || valuenum >= 0.0", message: negative lab value}]}
        - {name: shape, uses: set, with: {fields: {year: charttime.getFullYear()}, drop: [row_id]}}
        - {name: in-hospital, uses: filter, with: {keep: hadm_id != null}}
      sinks:
        - {name: abnormal, when: flag == 'abnormal', uses: jsonl, with: {path: abnormal.jsonl}}
        - {name: rest, uses: jsonl, with: {path: rest.jsonl}}
      """)
    let result = try PipelineBinary.run("run", "lab.yaml", "--quiet", "--json", in: scratch)
    #expect(result.exitCode == 3)
    for count in ["\"read\": 76074", "\"dead_lettered\": 459", "\"filtered\": 14262"] {
      #expect(result.standardOutput.contains(count))
    }
    let abnormal = try scratch.text("abnormal.jsonl").split(separator: "\n")
    #expect(abnormal.count == 24_197)
    #expect(try scratch.text("rest.jsonl").split(separator: "\n").count == 37_156)
  }

  @Test func timestampsThatASpreadsheetMangledAreGivenUpWithTheirLines() throws {
    let scratch = try Scratch()
    try scratch.write(
      "admissions.yaml",
      """
      name: admissions
      source: {uses: csv, with: {path: "\(RealTables.folder)/excel-mangled/ADMISSIONS.csv"}}
      stages:
        - {name: types, uses: convert, with: {fields: {ADMITTIME: timestamp, HADM_ID: integer}}}
      sink: {uses: drop}
      """)
    let result = try PipelineBinary.run("run", "admissions.yaml", "--quiet", "--json", in: scratch)
    #expect(result.exitCode == 3)
    #expect(result.standardOutput.contains("\"dead_lettered\": 129"))
    let export = try PipelineBinary.run("dlq", "export", "admissions.yaml", in: scratch)
    let letters = export.standardOutput.split(separator: "\n")
    #expect(letters.count == 129)
    for (index, letter) in letters.enumerated() {
      #expect(letter.contains("\"line\":\(index + 2),"))
      #expect(letter.contains("ADMITTIME"))
    }
  }
}
