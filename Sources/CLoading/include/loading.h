#pragma once
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

// A library that is loaded when it is first needed: LIBRARY names its file, FORWARD defines one of its functions, which the library's own
// header has declared; a difference to that declaration does not compile.

/// The function of that name in the library. Without it the program cannot continue, as when a library is missing at its start.
static inline void *loading_find(const char *file, const char *name) {
  void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
  void *function = library ? dlsym(library, name) : NULL;
  if (!function) {
    fprintf(stderr, "followup: %s; install the package with the library %s\n", dlerror(), file);
    exit(78);
  }
  return function;
}

#define LIBRARY(file) \
  static void *loaded(const char *name) { return loading_find(file, name); }

#define FORWARD(type, name, parameters, arguments) \
  type name parameters { \
    static __typeof__(&name) known; \
    __typeof__(&name) function = __atomic_load_n(&known, __ATOMIC_ACQUIRE); \
    if (!function) { \
      function = (__typeof__(&name))loaded(#name); \
      __atomic_store_n(&known, function, __ATOMIC_RELEASE); \
    } \
    return function arguments; \
  }
