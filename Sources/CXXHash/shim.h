#pragma once

#include <xxhash.h>

// Without being asked the library uses the vectors that every processor of the architecture has: on x86 those of SSE2,
// with which it is a quarter as fast as with the widest of a newer one. The results are the same.
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#define XXH_DISPATCH_DISABLE_REPLACE
#include <xxh_x86dispatch.h>

static inline XXH_errorcode cxxhash_update(XXH3_state_t *state, const void *bytes, size_t count) {
  return XXH3_128bits_update_dispatch(state, bytes, count);
}
#else
static inline XXH_errorcode cxxhash_update(XXH3_state_t *state, const void *bytes, size_t count) {
  return XXH3_128bits_update(state, bytes, count);
}
#endif
