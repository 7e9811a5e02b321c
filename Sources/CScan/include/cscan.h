#pragma once

// Structural scans of text: which of the next 16 or 64 bytes are quotes, delimiters, line ends, …
//
// Every function reads exactly 16 or 64 bytes from `p`, so an input needs that many readable bytes past its
// end; the caller clears the bits that lie beyond it. Bit i of a mask stands for byte p[i].
//
// Each scan exists twice: `…_portable` works on eight bytes at a time in a general register (on any
// machine), `…_sse2` on sixteen. The plain name is the fastest one that this machine is known to have when
// the code is compiled. Define CSCAN_PORTABLE to take the portable ones everywhere.

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define CSCAN_INLINE static inline __attribute__((always_inline))

/// The places in 64 bytes of CSV that can end a field or change how it is read.
typedef struct {
  uint64_t quote;
  uint64_t delimiter;
  uint64_t newline;
  uint64_t carriage_return;
} cscan_csv_masks;

/// The name of the variant behind the plain names, for `--version` and benchmarks.
CSCAN_INLINE const char *cscan_variant(void) {
#if defined(__SSE2__) && !defined(CSCAN_PORTABLE)
  return "sse2";
#else
  return "portable";
#endif
}

/// Bit i is the exclusive or of the bits 0…i of `bits`: of a mask of quotes, the bytes inside quotes (with
/// the opening quote, without the closing one).
CSCAN_INLINE uint64_t cscan_prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

// Portable: eight bytes in a register. All byte tests are exact (no carry crosses a byte), see Hacker's
// Delight, 6-1 "Find First 0-Byte".

#define CSCAN_ONES UINT64_C(0x0101010101010101)
#define CSCAN_LOW7 UINT64_C(0x7F7F7F7F7F7F7F7F)
#define CSCAN_HIGH UINT64_C(0x8080808080808080)

/// Eight bytes, the first one lowest.
CSCAN_INLINE uint64_t cscan_load8(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// 0x80 in every byte of `word` that is zero, 0 in the others.
CSCAN_INLINE uint64_t cscan_zero_bytes(uint64_t word) {
  return ~(((word & CSCAN_LOW7) + CSCAN_LOW7) | word | CSCAN_LOW7);
}

/// The high bits of the eight bytes, gathered in the lowest eight bits; the other bits must be clear.
CSCAN_INLINE uint64_t cscan_gather(uint64_t high_bits) {
  return ((high_bits >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

CSCAN_INLINE uint64_t cscan_equal8(uint64_t word, uint8_t byte) {
  return cscan_zero_bytes(word ^ (CSCAN_ONES * byte));
}

CSCAN_INLINE uint64_t cscan_json_special8(uint64_t word) {
  uint64_t control = cscan_zero_bytes(word & (CSCAN_ONES * 0xE0));
  return control | cscan_equal8(word, '"') | cscan_equal8(word, '\\');
}

CSCAN_INLINE uint64_t cscan_equal64_portable(const uint8_t *p, uint8_t byte) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) mask |= cscan_gather(cscan_equal8(cscan_load8(p + 8 * i), byte)) << (8 * i);
  return mask;
}

CSCAN_INLINE cscan_csv_masks cscan_csv64_portable(const uint8_t *p, uint8_t delimiter, uint8_t quote) {
  cscan_csv_masks masks = {0, 0, 0, 0};
  for (int i = 0; i < 8; i++) {
    uint64_t word = cscan_load8(p + 8 * i);
    masks.quote |= cscan_gather(cscan_equal8(word, quote)) << (8 * i);
    masks.delimiter |= cscan_gather(cscan_equal8(word, delimiter)) << (8 * i);
    masks.newline |= cscan_gather(cscan_equal8(word, '\n')) << (8 * i);
    masks.carriage_return |= cscan_gather(cscan_equal8(word, '\r')) << (8 * i);
  }
  return masks;
}

CSCAN_INLINE uint64_t cscan_non_ascii64_portable(const uint8_t *p) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) mask |= cscan_gather(cscan_load8(p + 8 * i) & CSCAN_HIGH) << (8 * i);
  return mask;
}

CSCAN_INLINE int cscan_any_non_ascii64_portable(const uint8_t *p) {
  uint64_t all = 0;
  for (int i = 0; i < 8; i++) all |= cscan_load8(p + 8 * i);
  return (all & CSCAN_HIGH) != 0;
}

CSCAN_INLINE uint32_t cscan_json_special16_portable(const uint8_t *p) {
  return (uint32_t)(cscan_gather(cscan_json_special8(cscan_load8(p))) |
                    cscan_gather(cscan_json_special8(cscan_load8(p + 8))) << 8);
}

CSCAN_INLINE uint64_t cscan_csv_special8(uint64_t word, uint8_t delimiter, uint8_t quote) {
  return cscan_equal8(word, quote) | cscan_equal8(word, delimiter) | cscan_equal8(word, '\n') |
         cscan_equal8(word, '\r');
}

CSCAN_INLINE uint32_t cscan_csv_special16_portable(const uint8_t *p, uint8_t delimiter, uint8_t quote) {
  return (uint32_t)(cscan_gather(cscan_csv_special8(cscan_load8(p), delimiter, quote)) |
                    cscan_gather(cscan_csv_special8(cscan_load8(p + 8), delimiter, quote)) << 8);
}

CSCAN_INLINE uint64_t cscan_json_special64_portable(const uint8_t *p) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) mask |= cscan_gather(cscan_json_special8(cscan_load8(p + 8 * i))) << (8 * i);
  return mask;
}

// SSE2: sixteen bytes in a register; part of every x86-64.

#if defined(__SSE2__)

CSCAN_INLINE __m128i cscan_load16(const uint8_t *p) { return _mm_loadu_si128((const __m128i *)p); }

CSCAN_INLINE uint64_t cscan_equal16_sse2(__m128i bytes, uint8_t byte) {
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte)));
}

CSCAN_INLINE uint64_t cscan_equal64_sse2(const uint8_t *p, uint8_t byte) {
  return cscan_equal16_sse2(cscan_load16(p), byte) | cscan_equal16_sse2(cscan_load16(p + 16), byte) << 16 |
         cscan_equal16_sse2(cscan_load16(p + 32), byte) << 32 |
         cscan_equal16_sse2(cscan_load16(p + 48), byte) << 48;
}

CSCAN_INLINE cscan_csv_masks cscan_csv64_sse2(const uint8_t *p, uint8_t delimiter, uint8_t quote) {
  cscan_csv_masks masks;
  masks.quote = cscan_equal64_sse2(p, quote);
  masks.delimiter = cscan_equal64_sse2(p, delimiter);
  masks.newline = cscan_equal64_sse2(p, '\n');
  masks.carriage_return = cscan_equal64_sse2(p, '\r');
  return masks;
}

CSCAN_INLINE uint64_t cscan_non_ascii64_sse2(const uint8_t *p) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(cscan_load16(p)) |
         (uint64_t)(uint32_t)_mm_movemask_epi8(cscan_load16(p + 16)) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(cscan_load16(p + 32)) << 32 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(cscan_load16(p + 48)) << 48;
}

CSCAN_INLINE int cscan_any_non_ascii64_sse2(const uint8_t *p) {
  __m128i low = _mm_or_si128(cscan_load16(p), cscan_load16(p + 16));
  __m128i high = _mm_or_si128(cscan_load16(p + 32), cscan_load16(p + 48));
  return _mm_movemask_epi8(_mm_or_si128(low, high)) != 0;
}

CSCAN_INLINE uint32_t cscan_json_special16_sse2(const uint8_t *p) {
  __m128i bytes = cscan_load16(p);
  __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control));
}

CSCAN_INLINE uint64_t cscan_json_special64_sse2(const uint8_t *p) {
  return (uint64_t)cscan_json_special16_sse2(p) | (uint64_t)cscan_json_special16_sse2(p + 16) << 16 |
         (uint64_t)cscan_json_special16_sse2(p + 32) << 32 |
         (uint64_t)cscan_json_special16_sse2(p + 48) << 48;
}

CSCAN_INLINE uint32_t cscan_csv_special16_sse2(const uint8_t *p, uint8_t delimiter, uint8_t quote) {
  __m128i bytes = cscan_load16(p);
  return (uint32_t)(cscan_equal16_sse2(bytes, quote) | cscan_equal16_sse2(bytes, delimiter) |
                    cscan_equal16_sse2(bytes, '\n') | cscan_equal16_sse2(bytes, '\r'));
}

#endif

// The names to call.

#if defined(__SSE2__) && !defined(CSCAN_PORTABLE)
#define CSCAN_BEST(name) name##_sse2
#else
#define CSCAN_BEST(name) name##_portable
#endif

/// The bytes of p[0..<64] that equal `byte`.
CSCAN_INLINE uint64_t cscan_equal64(const uint8_t *p, uint8_t byte) {
  return CSCAN_BEST(cscan_equal64)(p, byte);
}

/// The quotes, delimiters, line feeds and carriage returns in p[0..<64].
CSCAN_INLINE cscan_csv_masks cscan_csv64(const uint8_t *p, uint8_t delimiter, uint8_t quote) {
  return CSCAN_BEST(cscan_csv64)(p, delimiter, quote);
}

/// The bytes of p[0..<64] that are not ASCII.
CSCAN_INLINE uint64_t cscan_non_ascii64(const uint8_t *p) { return CSCAN_BEST(cscan_non_ascii64)(p); }

/// Whether any byte of p[0..<64] is not ASCII.
CSCAN_INLINE int cscan_any_non_ascii64(const uint8_t *p) { return CSCAN_BEST(cscan_any_non_ascii64)(p); }

/// The bytes of p[0..<16] that may not stand unescaped in a JSON string: `"`, `\` and all below 0x20.
CSCAN_INLINE uint32_t cscan_json_special16(const uint8_t *p) { return CSCAN_BEST(cscan_json_special16)(p); }

/// The bytes of p[0..<64] that may not stand unescaped in a JSON string: `"`, `\` and all below 0x20.
CSCAN_INLINE uint64_t cscan_json_special64(const uint8_t *p) { return CSCAN_BEST(cscan_json_special64)(p); }

/// The bytes of p[0..<16] that make a CSV field need quotes: quote, delimiter, line feed, carriage return.
CSCAN_INLINE uint32_t cscan_csv_special16(const uint8_t *p, uint8_t delimiter, uint8_t quote) {
  return CSCAN_BEST(cscan_csv_special16)(p, delimiter, quote);
}

#undef CSCAN_BEST

#ifdef __cplusplus
}
#endif
