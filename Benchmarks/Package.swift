// swift-tools-version: 6.1
import PackageDescription

/// A package of its own, so that nobody who only uses the runner builds its benchmarks.
let package = Package(
  name: "benchmarks",
  dependencies: [.package(path: "..")],
  targets: [
    .executableTarget(name: "generate-job")
  ],
  swiftLanguageModes: [.v6]
)
