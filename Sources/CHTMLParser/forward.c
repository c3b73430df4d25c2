#include "loading.h"
#include "shim.h"
#include <libxml/HTMLparser.h>
#include <string.h>

// libxml2 is loaded when the first of these is called, so that commands without it pay nothing for it.

LIBRARY("libxml2.so.2")

FORWARD(htmlDocPtr, htmlCtxtReadMemory,
        (xmlParserCtxt *context, const char *buffer, int size, const char *url, const char *encoding, int options),
        (context, buffer, size, url, encoding, options))
FORWARD(htmlParserCtxtPtr, htmlNewParserCtxt, (void), ())
static __typeof__(&htmlFreeParserCtxt) free_context(void) {
  return (__typeof__(&htmlFreeParserCtxt))loaded("htmlFreeParserCtxt");
}
static __typeof__(&xmlStopParser) stop(void) { return (__typeof__(&xmlStopParser))loaded("xmlStopParser"); }

/// Of unmatched end tags the parser looks through all open elements. Deeper than this it starts again, with none open.
enum { deepest = 200 };

struct reading {
  const struct html_events *events;
  void *data;
  xmlParserCtxt *context;
  int depth;
  /// Whether text comes next that stands in an element which this reading does not know of: the parser begins a paragraph for it.
  int resumes;
  /// Where to start again; negative: nowhere.
  long again;
};

static void starts(void *data, const xmlChar *name, const xmlChar **attributes) {
  struct reading *reading = data;
  (void)attributes;
  if (reading->again >= 0) return;
  if (!reading->resumes || strcmp((const char *)name, "p")) reading->events->element(reading->data, (const char *)name);
  reading->resumes = 0;
  if (++reading->depth <= deepest) return;
  const xmlParserInput *input = reading->context->input;
  reading->again = (long)input->consumed + (input->cur - input->base);
  stop()(reading->context);
}

static void ends(void *data, const xmlChar *name) {
  struct reading *reading = data;
  if (reading->again >= 0) return;
  reading->depth--;
  reading->events->element(reading->data, (const char *)name);
}

static void characters(void *data, const xmlChar *text, int length) {
  struct reading *reading = data;
  if (reading->again < 0) reading->events->text(reading->data, (const char *)text, length);
}

static void nothing(void *data, const xmlChar *text, int length) {
  (void)data;
  (void)text;
  (void)length;
}

void html_read(const char *html, int length, const struct html_events *events, void *data) {
  const int options = HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC;
  int resumes = 0;
  while (length > 0) {
    struct reading reading = {events, data, htmlNewParserCtxt(), 0, resumes, -1};
    if (!reading.context) return;
    // Only what is told is kept: no tree is made.
    xmlSAXHandler *handler = reading.context->sax;
    *handler = (xmlSAXHandler){
      .startElement = starts,
      .endElement = ends,
      .characters = characters,
      .ignorableWhitespace = characters,
      .cdataBlock = nothing,
    };
    reading.context->userData = &reading;
    htmlCtxtReadMemory(reading.context, html, length, NULL, "UTF-8", options);
    free_context()(reading.context);
    if (reading.again < 0) return;
    // It stands at the end of a tag.
    long next = reading.again;
    while (next < length && (html[next] == '/' || html[next] == '>')) next++;
    html += next;
    length -= (int)next;
    resumes = length > 0 && *html != '<';
  }
}
