#pragma once
#include <curl/curl.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

// curl_easy_setopt is variadic, which Swift cannot call: one typed function for each kind of value.

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_read(CURL *handle, curl_read_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_READFUNCTION, callback);
}

static inline CURLcode ccurl_set_write(CURL *handle, CURLoption option, curl_write_callback callback) {
  return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode ccurl_set_debug(CURL *handle, curl_debug_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, callback);
}

static inline CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

static inline CURLcode ccurl_set_socket_opened(CURL *handle, curl_sockopt_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, callback);
}

static inline CURLcode ccurl_set_socket_closing(CURL *handle, curl_closesocket_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, callback);
}

// With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE alone, and a TLS library may write to a socket that the server has closed.
// The signal goes to the thread that writes: hold it back there, take what came of it, and put the mask back.
static inline CURLcode ccurl_without_sigpipe(CURL *handle, int cleanup) {
  sigset_t pipe_only, before, pending;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGPIPE);
  sigpending(&pending);
  int was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
  CURLcode code = CURLE_OK;
  if (cleanup) {
    curl_easy_cleanup(handle);
  } else {
    code = curl_easy_perform(handle);
  }
  if (!was_pending) {
    struct timespec now = {0, 0};
    while (sigtimedwait(&pipe_only, NULL, &now) == SIGPIPE) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return code;
}

static inline CURLcode ccurl_perform(CURL *handle) { return ccurl_without_sigpipe(handle, 0); }
static inline void ccurl_cleanup(CURL *handle) { ccurl_without_sigpipe(handle, 1); }
