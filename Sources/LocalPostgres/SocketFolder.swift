import Foundation
import Glibc

/// The folder of the server's socket, which is what decides who may connect.
///
/// Only the user that the server runs as, and root, may enter it (mode 0700, checked at every start): those are exactly the ones
/// who could read the data files anyway, so inside it the server asks for no password (`trust`), and every role can be
/// used. A socket's path is limited to 107 bytes; a cluster in a deeper folder has its socket in
/// /tmp/followup-<user id>-<digest>. Not in /run/user, which goes when the user logs out while the server lives on.
struct SocketFolder {
  let path: String

  static let port = 5432
  private static let longestPath = 107
  /// Characters that need no quoting in a connection string, in a configuration file and in a shell, and no comma, which libpq
  /// takes for a list.
  private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@")

  static func choose(for folder: ClusterFolder, user: ServerUser) -> SocketFolder {
    let inside = folder.path + "/socket"
    let socket = inside + "/.s.PGSQL.\(port)"
    if socket.utf8.count <= longestPath && inside.allSatisfy(plain.contains) { return SocketFolder(path: inside) }
    return SocketFolder(path: "/tmp/followup-\(user.id)-\(shortDigest(folder.path))")
  }

  var socket: String { path + "/.s.PGSQL.\(Self.port)" }

  /// Makes the folder, or makes sure that the one there is the user's own and closed to others.
  func prepare(for user: ServerUser) throws {
    if mkdir(path, 0o700) == 0 {
      try Files.give(path, to: user)
      return
    }
    guard errno == EEXIST else { throw Files.refused("make", path, code: errno) }
    try check(user)
  }

  /// Refuses a link, another user's folder (somebody could listen there in the server's place), and an open one.
  func check(_ user: ServerUser) throws {
    guard let found = Files.look(path), found.st_mode & S_IFMT == S_IFDIR, found.st_uid == user.id else {
      throw LocalPostgresError(
        .permission,
        "the folder of the private PostgreSQL's socket does not belong to \(user.name)",
        where: path,
        remedy: "remove it, or set FOLLOWUP_DATA to a folder with a shorter path"
      )
    }
    guard found.st_mode & 0o077 == 0 else {
      throw LocalPostgresError(
        .permission,
        "other users may enter the folder of the private PostgreSQL's socket",
        where: path,
        remedy: "close it: chmod 700 \(path)"
      )
    }
  }

  /// Removes what a dead server left; only to be called when it is certain that none is alive.
  func removeStale() throws {
    try Files.remove(socket)
    try Files.remove(socket + ".lock")
  }
}
