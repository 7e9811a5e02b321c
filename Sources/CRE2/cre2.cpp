#include "cre2.h"

#include <re2/re2.h>

#include <cstring>

struct cre2_pattern {
  re2::RE2 expression;

  cre2_pattern(re2::StringPiece pattern, const re2::RE2::Options &options) : expression(pattern, options) {}
};

extern "C" {

cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t maximum_memory) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(maximum_memory);
  return new cre2_pattern(re2::StringPiece(pattern, length), options);
}

void cre2_release(cre2_pattern *pattern) { delete pattern; }

const char *cre2_error(const cre2_pattern *pattern) {
  return pattern->expression.ok() ? nullptr : pattern->expression.error().c_str();
}

bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
  return pattern->expression.Match(re2::StringPiece(text, length), 0, length, re2::RE2::UNANCHORED, nullptr, 0);
}

ptrdiff_t cre2_find_bytes(const void *text, size_t length, const void *part, size_t part_length) {
  const void *found = memmem(text, length, part, part_length);
  return found ? static_cast<const char *>(found) - static_cast<const char *>(text) : -1;
}

}
