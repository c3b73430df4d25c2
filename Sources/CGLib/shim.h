#pragma once
#include <glib.h>
#include <zlib.h>

// inflateInit2 is a macro, which Swift does not see: a stream without a header of its own, as ZIP archives hold it.
static inline int cglib_inflate_begin(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
