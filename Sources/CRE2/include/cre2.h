#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A C face of RE2, just as wide as CEL needs: compile once, match anywhere in a text, in linear time. Plus the search
// for a plain text, in linear time as well.

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern. Immutable after `cre2_compile`; any number of threads may match with it at once.
typedef struct cre2_pattern cre2_pattern;

/// Compiles `pattern` (UTF-8, `length` bytes) within `maximum_memory` bytes for program and caches.
/// Never null: ask `cre2_error` whether the pattern is usable. Release with `cre2_release`.
cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t maximum_memory);

void cre2_release(cre2_pattern *pattern);

/// Null if the pattern is usable; otherwise the reason, owned by the pattern.
const char *cre2_error(const cre2_pattern *pattern);

/// Whether the pattern matches anywhere in the text.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);

/// Where `part` first occurs in `text`, or -1. Takes time proportional to both lengths (glibc's `memmem`, which its
/// headers hide from Swift).
ptrdiff_t cre2_find_bytes(const void *text, size_t length, const void *part, size_t part_length);

#ifdef __cplusplus
}
#endif
