/// Where received mails lie, to be read one by one. A mail stays there whatever happens to its reader, and is marked as read last.
public protocol MailboxReader: Actor {
  /// What messages call it, the same from run to run.
  nonisolated var name: String { get }
  /// The mails that were not read yet, the oldest first.
  ///
  /// - Parameter position: how far it was read before; nil: nothing of it was, or it keeps that itself.
  /// - Throws: ``MailError`` when it cannot be reached or read.
  func unread(after position: MailboxPosition?) async throws -> [ReceivedItem]
  /// The bytes of a mail, at most ``ReceivedMessage/sizeLimit``; nil: it is gone.
  func bytes(of item: ReceivedItem) async throws -> [UInt8]?
  /// Marks a mail as read, where that is kept with the mails.
  func finish(_ item: ReceivedItem) async throws
  /// Ends the connection, if there is one.
  func close() async
}

/// How far a folder of an IMAP server was read.
public struct MailboxPosition: Sendable, Equatable {
  /// UIDVALIDITY: with another one, numbers mean other mails.
  public let validity: Int
  /// The highest UID that was read.
  public let uid: Int

  /// A position.
  public init(validity: Int, uid: Int) {
    self.validity = validity
    self.uid = uid
  }
}

/// A mail where it lies.
public struct ReceivedItem: Sendable, Equatable {
  /// The file's path, or the UID.
  public let place: String
  /// The position that is reached with it; nil: it is marked by itself.
  public let position: MailboxPosition?

  /// A mail that lies there.
  public init(place: String, position: MailboxPosition?) {
    self.place = place
    self.position = position
  }
}
