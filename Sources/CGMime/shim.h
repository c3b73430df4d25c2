#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>

// GMime's casts and type questions are macros, which Swift does not see.

static inline GMimeObject *cgmime_part_as_object(GMimePart *part) { return GMIME_OBJECT(part); }
static inline GMimeObject *cgmime_multipart_as_object(GMimeMultipart *multipart) { return GMIME_OBJECT(multipart); }
static inline GMimeObject *cgmime_message_as_object(GMimeMessage *message) { return GMIME_OBJECT(message); }

/// The object as a part with content, NULL when it is a multipart or an enclosed message.
static inline GMimePart *cgmime_as_part(GMimeObject *object) { return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL; }

/// The object as a text part, NULL when it is something else.
static inline GMimeTextPart *cgmime_as_text(GMimeObject *object) {
  return GMIME_IS_TEXT_PART(object) ? GMIME_TEXT_PART(object) : NULL;
}

/// The address as a mailbox, NULL when it is a group.
static inline InternetAddressMailbox *cgmime_as_mailbox(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_MAILBOX(address) ? INTERNET_ADDRESS_MAILBOX(address) : NULL;
}

/// The address as a group, NULL when it is a mailbox.
static inline InternetAddressGroup *cgmime_as_group(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_GROUP(address) ? INTERNET_ADDRESS_GROUP(address) : NULL;
}

static inline InternetAddressMailbox *cgmime_mailbox_new(const char *name, const char *address) {
  return INTERNET_ADDRESS_MAILBOX(internet_address_mailbox_new(name, address));
}

/// The bytes that a memory stream holds; they live as long as the stream.
static inline GByteArray *cgmime_stream_bytes(GMimeStream *stream) {
  return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}
