// swift-tools-version: 6.1
import PackageDescription

/// Apart from the library, so that nobody who only uses it builds the benchmarks.
let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "pipeline", path: "..")],
  targets: [
    .executableTarget(
      name: "expressions",
      dependencies: [
        .product(name: "PipelineKit", package: "pipeline"), .product(name: "CEL", package: "pipeline"),
        .product(name: "Resilience", package: "pipeline"),
      ]),
    .executableTarget(
      name: "calls", dependencies: ["CRawCalls", .product(name: "PipelineKit", package: "pipeline")]),
    .target(name: "CAllocations"),
    .target(name: "CRawCalls", linkerSettings: [.linkedLibrary("curl")]),
    .executableTarget(name: "generate-job"),
    .executableTarget(
      name: "micro",
      dependencies: [
        "CAllocations",
        .product(name: "PipelineKit", package: "pipeline"), .product(name: "Resilience", package: "pipeline"),
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
