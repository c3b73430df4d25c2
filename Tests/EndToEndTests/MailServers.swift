import Foundation
import TestServer
import TestSupport

/// Debian's mail servers on loopback, as an agency runs them: exim takes all mail and delivers what is for `answers@…` into one maildir and
/// everything else into another; dovecot serves the first by IMAP. Nobody at `gone@…` is known, so that mail comes back.
final class MailServers {
  static let password = "secret-word"

  let smtpPort: Int
  let imapPort: Int
  /// Where mail for the answer address lies.
  let answers: String
  /// Where all other mail lies.
  let others: String
  private let folder: String
  private let keeper = Process()
  /// While it is open, the servers run.
  private let leash = Pipe()

  /// Started, and answering.
  init() throws {
    for program in ["/usr/sbin/exim4", "/usr/sbin/dovecot"] where !FileManager.default.isExecutableFile(atPath: program)
    {
      throw SupportError("\(program) is missing: install exim4-daemon-light and dovecot-imapd, or run deploy/test")
    }
    folder = try temporaryFolder() + "/mail"
    (smtpPort, imapPort) = (try freePort(), try freePort())
    (answers, others) = (folder + "/answers", folder + "/others")
    for path in [folder, folder + "/dovecot"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      guard chmod(path, 0o777) == 0 else { throw SupportError("\(path) cannot be opened to the servers") }
    }
    // The folders above it are this user's own, and the servers must get through them.
    guard chmod((folder as NSString).deletingLastPathComponent, 0o755) == 0 else {
      throw SupportError("\(folder) cannot be reached by the servers")
    }
    keeper.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    keeper.arguments = ["-c", Self.script, try write("exim.conf", exim), try write("dovecot.conf", dovecot)]
    keeper.currentDirectoryURL = URL(fileURLWithPath: "/")
    keeper.standardInput = leash
    keeper.standardOutput = FileHandle.nullDevice
    keeper.standardError = FileHandle.nullDevice
    try keeper.run()
    do {
      for port in [smtpPort, imapPort] { try waitUntilOpen(port) }
    } catch {
      stop()
      throw error
    }
  }

  deinit { stop() }

  private func stop() {
    do { try leash.fileHandleForWriting.close() } catch { keeper.terminate() }
    keeper.waitUntilExit()
  }

  /// Keeps the servers until its input ends, as it also does when the tests are killed. They are started as a user without rights where the
  /// tests run as root, since neither serves mail as root.
  private static let script = #"""
    import os, signal, subprocess, sys
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    as_nobody = dict(user=65534, group=65534, extra_groups=[]) if os.geteuid() == 0 else {}
    def start(*words):
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True, **as_nobody)
    servers = [
        start("/usr/sbin/exim4", "-C", sys.argv[1], "-bdf"),
        start("/usr/sbin/dovecot", "-F", "-c", sys.argv[2]),
    ]
    sys.stdin.read()
    for server in servers: os.killpg(server.pid, signal.SIGTERM)
    for server in servers: server.wait()
    """#

  /// What is in a maildir, once there are that many mails; fails when they do not come.
  func mails(in maildir: String, count: Int) throws -> [String] {
    let end = Date(timeIntervalSinceNow: 30)
    while true {
      let names = ["new", "cur"].flatMap { part -> [String] in
        let path = "\(maildir)/\(part)"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).map { "\(path)/\($0)" }
      }
      if names.count >= count { return names.sorted() }
      guard Date() < end else { throw SupportError("\(names.count) of \(count) mails came into \(maildir)") }
      usleep(50_000)
    }
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    guard chmod(path, 0o644) == 0 else { throw SupportError("\(path) cannot be read by the servers") }
    return path
  }

  private func waitUntilOpen(_ port: Int) throws {
    let end = Date(timeIntervalSinceNow: 30)
    while try !isOpen(port) {
      guard Date() < end else {
        throw SupportError("no server answers at port \(port); see the logs in \(folder)")
      }
      usleep(50_000)
    }
  }

  private var user: (name: String, uid: UInt32, group: String, gid: UInt32) {
    get throws {
      let uid = geteuid() == 0 ? 65534 : geteuid()
      guard let entry = getpwuid(uid), let name = entry.pointee.pw_name.map({ String(cString: $0) }),
        let group = getgrgid(entry.pointee.pw_gid)?.pointee.gr_name.map({ String(cString: $0) })
      else { throw SupportError("user \(uid) has no name") }
      return (name, uid, group, entry.pointee.pw_gid)
    }
  }

  private var exim: String {
    get throws {
      let user = try user
      return """
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = \(smtpPort)
        spool_directory = \(folder)/spool
        log_file_path = \(folder)/exim-%slog
        pid_file_path = \(folder)/exim.pid
        primary_hostname = mail.test
        domainlist local_domains = *
        acl_smtp_rcpt = accept_all
        acl_smtp_data = accept_all
        tls_advertise_hosts =
        never_users =
        keep_environment =
        exim_user = \(user.name)
        exim_group = \(user.group)
        smtp_accept_max = 0
        smtp_accept_queue_per_connection = 0
        begin acl
        accept_all:
          accept
        begin routers
        gone:
          driver = redirect
          local_parts = gone
          data = :fail: 550 5.1.1 no such user
          allow_fail
        answers:
          driver = accept
          local_parts = answers
          transport = answers
        others:
          driver = accept
          transport = others
        begin transports
        answers:
          driver = appendfile
          directory = \(answers)
          maildir_format
          create_directory
          mode = 0666
          directory_mode = 0777
        others:
          driver = appendfile
          directory = \(others)
          maildir_format
          create_directory
          mode = 0666
          directory_mode = 0777
        begin retry
        * * F,2h,15m

        """
    }
  }

  private var dovecot: String {
    get throws {
      let user = try user
      return """
        base_dir = \(folder)/dovecot/run
        state_dir = \(folder)/dovecot/state
        log_path = \(folder)/dovecot/log
        default_internal_user = \(user.name)
        default_internal_group = \(user.group)
        default_login_user = \(user.name)
        protocols = imap
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        mail_location = maildir:\(answers)
        first_valid_uid = 1
        service imap-login {
          chroot =
          inet_listener imap {
            port = \(imapPort)
          }
          inet_listener imaps {
            port = 0
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        passdb {
          driver = static
          args = password=\(Self.password)
        }
        userdb {
          driver = static
          args = uid=\(user.uid) gid=\(user.gid) home=\(folder)/dovecot
        }

        """
    }
  }
}

/// A port that nobody listens at now.
private func freePort() throws -> Int {
  let socket = try tcpSocket()
  defer { close(socket) }
  var address = loopback(port: 0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let bound = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
    }
  }
  guard bound else { throw SupportError("no free port") }
  return Int(UInt16(bigEndian: address.sin_port))
}

private func isOpen(_ port: Int) throws -> Bool {
  let socket = try tcpSocket()
  defer { close(socket) }
  var address = loopback(port: UInt16(port))
  return withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}

private func tcpSocket() throws -> Int32 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  guard descriptor >= 0 else { throw SupportError("no socket") }
  return descriptor
}

private func loopback(port: UInt16) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}
