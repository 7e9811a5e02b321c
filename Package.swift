// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

/// Each target imports only what stands above it in this list.
let package = Package(
  name: "pipeline",
  products: [
    .executable(name: "pipeline", targets: ["pipeline"]),
    .library(name: "PipelineKit", targets: ["PipelineModel", "PipelineEngine", "PipelineParts"]),
    .library(name: "CEL", targets: ["CEL"]),
    .library(name: "Resilience", targets: ["Resilience"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .target(name: "CScan"),
    .target(name: "CSpawn"),
    .target(name: "CFiles"),
    .target(name: "CCrash"),

    .target(name: "ConfigSpec", dependencies: ["CLibYAML"], swiftSettings: strict),
    .target(name: "CEL", dependencies: ["CRE2"], swiftSettings: strict),
    .target(name: "Resilience", swiftSettings: strict),
    .target(
      name: "PipelineModel", dependencies: ["CScan", "CXXHash", "ConfigSpec", "CEL", "Resilience"],
      swiftSettings: strict),
    .target(
      name: "PipelineEngine",
      dependencies: [
        "PipelineModel", "Resilience", "CCrash", "CFiles", "CSQLite", "CXXHash", "CCrypto", "CZlib",
      ],
      swiftSettings: strict),
    .target(
      name: "PipelineParts",
      dependencies: ["PipelineModel", "ConfigSpec", "Resilience", "CScan", "CSpawn", "CXXHash", "CZlib", "CLibCurl"],
      swiftSettings: strict),
    .executableTarget(
      name: "pipeline",
      dependencies: [
        "PipelineEngine", "PipelineParts", "PipelineModel", "ConfigSpec", "Resilience", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(name: "PipelineTesting", dependencies: ["PipelineModel", "ConfigSpec"], swiftSettings: strict),

    .testTarget(name: "ConfigSpecTests", dependencies: ["ConfigSpec"], swiftSettings: strict),
    .testTarget(name: "CELTests", dependencies: ["CEL"], swiftSettings: strict),
    .testTarget(name: "ResilienceTests", dependencies: ["Resilience"], swiftSettings: strict),
    .testTarget(
      name: "PipelineModelTests", dependencies: ["PipelineModel", "PipelineTesting"], swiftSettings: strict),
    .testTarget(
      name: "PipelineEngineTests",
      dependencies: ["PipelineEngine", "PipelineParts", "PipelineTesting"], swiftSettings: strict),
    .testTarget(
      name: "PipelinePartsTests",
      dependencies: ["PipelineParts", "PipelineEngine", "PipelineTesting"], swiftSettings: strict),
    .testTarget(
      name: "PipelineCommandTests",
      dependencies: ["pipeline", "PipelineTesting"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
