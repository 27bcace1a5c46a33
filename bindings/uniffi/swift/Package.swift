// swift-tools-version: 6.0
import Foundation
import PackageDescription

// On Apple's platforms the native libraries are XCFrameworks (`cargo xtask package swift`, on a Mac).
// Elsewhere, and on a Mac without them, they are shared libraries: in the folder that
// VIETTEL_IDC_LIBRARIES names, or in `Libraries`, where `cargo xtask test swift` puts them. Only that
// form has unsafe flags, which packages that depend on this one by version may not have.
let here = Context.packageDirectory
let libraries = Context.environment["VIETTEL_IDC_LIBRARIES"] ?? "\(here)/Libraries"
let hasFrameworks = FileManager.default.fileExists(atPath: "\(here)/Frameworks/ViettelIDCNativeFFI.xcframework")

func native(_ name: String) -> [Target] {
    if hasFrameworks {
        return [
            .binaryTarget(name: "\(name)FFI", path: "Frameworks/\(name)FFI.xcframework"),
            .target(
                name: name,
                dependencies: [.target(name: "\(name)FFI")],
                linkerSettings: [
                    .linkedFramework("CoreFoundation"),
                    .linkedFramework("Security"),
                    .linkedFramework("SystemConfiguration"),
                ]
            ),
        ]
    }
    return [
        .systemLibrary(name: "\(name)FFI"),
        .target(
            name: name,
            dependencies: [.target(name: "\(name)FFI")],
            linkerSettings: [.unsafeFlags(["-L\(libraries)", "-Xlinker", "-rpath", "-Xlinker", libraries])]
        ),
    ]
}

let package = Package(
    name: "ViettelIDC",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "ViettelIDC", targets: ["ViettelIDC"]),
        .library(name: "ViettelIDCSandbox", targets: ["ViettelIDCSandbox"]),
    ],
    targets: native("ViettelIDCNative") + native("ViettelIDCSandboxNative") + [
        .target(name: "ViettelIDC", dependencies: ["ViettelIDCNative"]),
        .target(name: "ViettelIDCSandbox", dependencies: ["ViettelIDC", "ViettelIDCSandboxNative"]),
        .testTarget(name: "ViettelIDCTests", dependencies: ["ViettelIDC", "ViettelIDCSandbox"]),
    ],
    swiftLanguageModes: [.v6]
)
