#pragma once

// libxml2's HTML parser, event by event: its own headers lie outside of the compiler's search path, and only text is wanted of it.

/// What is told while HTML is read; `data` is the caller's.
struct html_events {
  /// An element begins or ends.
  void (*element)(void *data, const char *name);
  /// Text between them, as UTF-8; that of style sheets and scripts is not.
  void (*text)(void *data, const char *text, int length);
};

/// Reads HTML in UTF-8 to its end, in linear time however deep its elements lie.
void html_read(const char *html, int length, const struct html_events *events, void *data);
