import Foundation
import TestSupport
import Testing

/// Whether this machine has what packages are built with.
private let canBuildPackages = ["dpkg-deb", "dpkg-shlibdeps", "patchelf", "strip", "git"].allSatisfy {
  FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
}

/// What deploy/package makes of the built program; what happens where it is installed is tried by deploy/package-trial.
@Suite("Packages", .enabled(if: canBuildPackages))
struct PackageTests {
  private struct Ending {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a line in a shell without a setting of the program's.
  private func shell(_ line: String, in folder: String = TestAgency.checkout) throws -> Ending {
    let process = Process()
    let place = try temporaryFolder()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "(\(line)) >\(place)/output 2>\(place)/errors"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FOLLOWUP_") }
      .merging(["HOME": place, "LC_ALL": "C.UTF-8"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let read = { (name: String) in try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8) }
    return Ending(status: process.terminationStatus, output: try read("output"), errors: try read("errors"))
  }

  private func build(_ options: String) throws -> String {
    let place = try temporaryFolder()
    let made = try shell(
      "FOLLOWUP_BUILD=debug deploy/package --program \(try Program.path()) --output \(place) \(options)"
    )
    try #require(made.status == 0, "\(made.output)\(made.errors)")
    return place
  }

  @Test("The package for Debian holds what is needed where it belongs, and is the same when it is built again")
  func deb() throws {
    let (first, second) = (try build("--deb --revision 7"), try build("--deb --revision 7"))
    let version = try shell("\(try Program.path()) --version").output.trimmingCharacters(in: .newlines)
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: first).first)
    #expect(file.hasPrefix("followup_\(version)-7_"))
    #expect(try shell("cmp \(first)/\(file) \(second)/\(file)").status == 0)

    let fields = try shell("dpkg-deb -f \(first)/\(file)").output
    #expect(fields.contains("\nVersion: \(version)-7\n"))
    for package in ["adduser", "libpq5", "libcurl", "libical3", "libxml2", "libxlsxwriter", "tzdata"] {
      #expect(fields.firstMatch(of: try Regex("\nDepends: .*\(package)")) != nil, "\(package): \(fields)")
    }
    let root = first + "/root"
    #expect(try shell("dpkg-deb -R \(first)/\(file) \(root)").status == 0)
    let conffiles = try String(contentsOfFile: root + "/DEBIAN/conffiles", encoding: .utf8)
    #expect(conffiles == "/etc/followup/environment\n/etc/followup/followup.yaml\n")
    let listed = try shell("dpkg-deb -c \(first)/\(file)").output
    for line in [
      "-rw-r----- root/root .* ./etc/followup/followup.yaml", "-rwxr-xr-x root/root .* ./usr/bin/followup",
      "-rw-r--r-- root/root .* ./usr/share/followup/sql/rules/thank_you_email.sql", "./usr/share/followup/roles.sql",
      "./usr/share/followup/jobs/nightly.yaml", "./usr/share/doc/followup/deploy/OPERATIONS.md",
      "./usr/share/man/man1/followup-run.1.gz", "./usr/share/bash-completion/completions/followup",
      "./usr/share/zsh/vendor-completions/_followup", "./usr/share/fish/vendor_completions.d/followup.fish",
      "./lib/systemd/system/followup-nightly.timer",
    ] {
      #expect(listed.firstMatch(of: try Regex(line + "\n")) != nil, "\(line)")
    }
    #expect(!listed.contains("/.build"))

    let unit = try String(contentsOfFile: root + "/lib/systemd/system/followup-nightly.service", encoding: .utf8)
    #expect(unit.contains("\nExecStart=/usr/bin/followup run nightly --when-due --all-agencies\n"))
    #expect(unit.contains("\nEnvironment=\"FOLLOWUP_CONFIG=/etc/followup/followup.yaml\"\n"))
    #expect(unit.contains("\nReadWritePaths=/var/lib/followup\nProtectHome=yes\n"))
    for script in ["postinst", "prerm", "postrm"] {
      let text = try String(contentsOfFile: "\(root)/DEBIAN/\(script)", encoding: .utf8)
      #expect(try shell("sh -n \(root)/DEBIAN/\(script)").status == 0)
      #expect(text.contains("followup-nightly.timer") && !text.contains("@"), "\(script)")
    }
    let sums = try shell("md5sum --quiet -c DEBIAN/md5sums", in: root)
    #expect(sums.status == 0, "\(sums.errors)")

    // The program finds its sql/ and jobs/ where the package has them.
    let jobs = try shell("\(root)/usr/bin/followup schedule cron --time-zone Europe/Zurich", in: "/")
    #expect(jobs.status == 0 && jobs.output.contains(" run nightly --when-due"), "\(jobs.errors)")
    try pages(root + "/usr/share/man/man1")
    #expect(try shell("bash -n \(root)/usr/share/bash-completion/completions/followup").status == 0)
  }

  /// Each page is what a reader of manual pages takes without a warning, and each command has one.
  private func pages(_ folder: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let commands = try shell("\(try Program.path()) --help").output.split(separator: "\n").drop {
      !$0.hasPrefix("SUBCOMMANDS")
    }
    .compactMap { line in line.prefixMatch(of: #/  ([a-z]+) /#).map { "followup-\($0.1).1.gz" } }
    #expect(names == (["followup.1.gz"] + commands).sorted())
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else { return }
    let read = try shell("for page in *; do zcat $page | groff -K utf8 -man -Tutf8 -P-cbou -ww; done", in: folder)
    #expect(read.status == 0 && read.errors == "", "\(read.errors)")
    let text = read.output.split { $0.isWhitespace }.joined(separator: " ")
    for words in [
      "followup schedule [options] kind [jobs ...]", "See followup-nudge(1).", "another run holds the lock",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test("The archive runs from any folder, with the library that is not the same everywhere beside it")
  func archive() throws {
    let place = try build("--tar")
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: place).first)
    let unpacked = try shell(
      "tar -xzf \(file) && mv followup-*/ moved && cd moved && ls && ls lib lib/licences",
      in: place
    )
    #expect(unpacked.status == 0, "\(unpacked.errors)")
    for name in [
      "COPYRIGHT", "INSTALL", "LICENSE", "completions", "jobs", "man", "sql", "roles.sql", "libminizip.so.1",
    ] {
      #expect(unpacked.output.split(separator: "\n").contains(Substring(name)), "\(name): \(unpacked.output)")
    }
    let install = try String(contentsOfFile: place + "/moved/INSTALL", encoding: .utf8)
    #expect(!install.contains("@") && install.contains("libxlsxwriter"))
    let jobs = try shell("\(place)/moved/followup schedule cron --time-zone Europe/Zurich", in: "/")
    #expect(jobs.status == 0 && jobs.output.contains("\(place)/moved/followup run nightly"), "\(jobs.errors)")
    let searched = try shell("patchelf --print-rpath \(place)/moved/lib/libxlsxwriter.so.*")
    #expect(searched.output == "$ORIGIN\n")
  }

  @Test("What is asked wrongly is refused before anything is built")
  func refused() throws {
    let unknown = try shell("deploy/package --rpm")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("deploy/package --deb | --tar"))
    let revision = try shell("deploy/package --revision a/b")
    #expect(revision.status == 1)
    #expect(revision.errors.contains("--revision a/b: write a number"))
  }
}
