// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "followup",
  products: [
    .executable(name: "followup", targets: ["followup"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries: module maps and shims, nothing else.
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    // GLib, and zlib, are loaded with GMime in any case; here they read spreadsheets.
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0", providers: [.apt(["libglib2.0-dev"])]),
    // Those that few commands need are not linked but loaded by the first call: libcurl, libical and libxml2 (and ICU with
    // them), libxlsxwriter.
    .target(name: "CLoading"),
    .target(name: "CCurl", dependencies: ["CLoading"]),
    .target(
      name: "CHTMLParser",
      dependencies: ["CLoading"],
      // Where libxml2 has its headers; pkg-config is asked only for libraries that are linked.
      cSettings: [.unsafeFlags(["-I/usr/include/libxml2"])]
    ),
    .target(name: "CICal", dependencies: ["CLoading"]),
    .target(name: "CXlsxWriter", dependencies: ["CLoading"]),

    // The rooms, imports only downward; Tests/LayeringTests reads the imports and fails on an upward one.
    .target(name: "SQLText", swiftSettings: strict),
    .target(name: "WallClock", swiftSettings: strict),
    .target(name: "Postgres", dependencies: ["CLibPQ", "SQLText", "WallClock"], swiftSettings: strict),
    .target(name: "LocalPostgres", swiftSettings: strict),
    .target(
      name: "Tabular",
      dependencies: [
        "CGLib", "CHTMLParser", "CICal", "CXlsxWriter", "WallClock", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .target(name: "Mail", dependencies: ["CCurl", "CGMime"], swiftSettings: strict),
    .target(
      name: "Catalog",
      dependencies: [
        "SQLText", "WallClock",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict
    ),
    .target(name: "Citus", dependencies: ["Catalog", "Postgres", "SQLText"], swiftSettings: strict),
    .target(
      name: "FollowUpEngine",
      dependencies: [
        "Catalog", "Citus", "Mail", "Postgres", "Tabular", "WallClock",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "followup",
      dependencies: [
        "Catalog", "Citus", "FollowUpEngine", "LocalPostgres", "Mail", "Postgres", "Tabular",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict
    ),

    // Writes Sources/FollowUpEngine/Statements, see deploy/statements; not part of what is installed.
    .executableTarget(
      name: "statement-writer",
      dependencies: ["Catalog", "LocalPostgres", "Postgres"],
      swiftSettings: strict
    ),

    // What the tests share, and an independent reading of the practice without SQL.
    .target(name: "TestServer", dependencies: ["LocalPostgres"], path: "Tests/TestServer", swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        "Catalog", "FollowUpEngine", "Postgres", "Tabular", "TestServer",
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/Support",
      swiftSettings: strict
    ),
    // Optimised in a debug build too: thousands of days of made-up agencies are computed with it.
    .target(
      name: "PracticeModel",
      path: "Tests/PracticeModel",
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    .executableTarget(
      name: "practice-model",
      dependencies: ["PracticeModel"],
      path: "Tests/PracticeModelCLI",
      swiftSettings: strict
    ),

    .testTarget(name: "SQLTextTests", dependencies: ["SQLText"], swiftSettings: strict),
    .testTarget(name: "WallClockTests", dependencies: ["WallClock"], swiftSettings: strict),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestServer"], swiftSettings: strict),
    .testTarget(name: "LocalPostgresTests", dependencies: ["LocalPostgres", "TestServer"], swiftSettings: strict),
    .testTarget(
      name: "TabularTests",
      dependencies: ["Tabular"],
      swiftSettings: strict,
      // It reads calendars back with more of libical than the program uses.
      linkerSettings: [.linkedLibrary("ical")]
    ),
    .testTarget(name: "MailTests", dependencies: ["Mail", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "CatalogTests", dependencies: ["Catalog"], swiftSettings: strict),
    .testTarget(name: "CitusTests", dependencies: ["Citus"], swiftSettings: strict),
    .testTarget(name: "PracticeModelTests", dependencies: ["PracticeModel"], swiftSettings: strict),
    .testTarget(
      name: "FollowUpEngineTests",
      dependencies: [
        "Catalog", "FollowUpEngine", "Mail", "Postgres", "PracticeModel", "Tabular", "TestServer", "TestSupport",
      ],
      exclude: ["Fixtures"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Catalog", "FollowUpEngine", "Mail", "Postgres", "Tabular", "TestServer", "TestSupport", "followup",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "LayeringTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
