#include "loading.h"
#include "shim.h"
#include <stdarg.h>

// libcurl is loaded when the first of these is called, so that commands without it pay nothing for it.

LIBRARY("libcurl.so.4")

FORWARD(void, curl_easy_cleanup, (CURL *handle), (handle))
FORWARD(CURL *, curl_easy_init, (void), ())
FORWARD(CURLcode, curl_easy_perform, (CURL *handle), (handle))
FORWARD(void, curl_easy_reset, (CURL *handle), (handle))
FORWARD(const char *, curl_easy_strerror, (CURLcode code), (code))
FORWARD(CURLcode, curl_global_init, (long flags), (flags))
FORWARD(struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *text), (list, text))
FORWARD(void, curl_slist_free_all, (struct curl_slist *list), (list))

// The one value is a long or a pointer, which take the same place, and are read in the same way everywhere in libcurl itself.
#undef curl_easy_setopt
CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
  va_list values;
  va_start(values, option);
  void *value = va_arg(values, void *);
  va_end(values);
  __typeof__(&curl_easy_setopt) function = (__typeof__(&curl_easy_setopt))loaded("curl_easy_setopt");
  return function(handle, option, value);
}
