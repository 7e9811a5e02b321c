#pragma once

// Constants and the last resort of exact number conversion.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const double cscan_powers_of_ten[23];
extern const uint64_t cscan_powers_of_five[28];

/// 10^exponent, exactly, for 0…22.
static inline __attribute__((always_inline)) double cscan_power_of_ten(int32_t exponent) {
  return cscan_powers_of_ten[exponent];
}

/// 5^exponent, exactly, for 0…27.
static inline __attribute__((always_inline)) uint64_t cscan_power_of_five(int32_t exponent) {
  return cscan_powers_of_five[exponent];
}

/// The double nearest to the number in text[0..<count], which must be one: digits, point, exponent, sign.
/// Rounds correctly whatever the length; the locale is always "C". Infinity if it is too large, NaN if there
/// is no memory.
double cscan_strtod(const uint8_t *text, ptrdiff_t count);

#ifdef __cplusplus
}
#endif
