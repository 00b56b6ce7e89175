// SPDX-License-Identifier: Apache-2.0
// Byte-wise string work: length, comparison, search for a substring.
#include "kernel.h"

enum { kLength = 40000 };
static char text[kLength + 1];
static char other[kLength + 1];
static const char kNeedle[] = "vitrinf";

void bench_prepare(void) {
  uint64_t seed = 7;
  for (unsigned i = 0; i < kLength; ++i) text[i] = other[i] = "vitrnek "[next_random(&seed) >> 20 & 7];
}

static size_t length(const char* string) {
  const char* end = string;
  while (*end) ++end;
  return (size_t)(end - string);
}

static size_t common_prefix(const char* left, const char* right) {
  size_t i = 0;
  while (left[i] && left[i] == right[i]) ++i;
  return i;
}

static uint64_t partial_matches(const char* string) {
  uint64_t found = 0;
  for (; *string; ++string) {
    const char *at = string, *needle = kNeedle;
    while (*needle && *at == *needle) ++at, ++needle;
    found += (uint64_t)(needle - kNeedle);
  }
  return found;
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    text[round * 31 % kLength] = (char)('a' + round % 26);
    hash = mix(hash, length(text));
    hash = mix(hash, partial_matches(text));
    other[round * 31 % kLength] = text[round * 31 % kLength];
    hash = mix(hash, common_prefix(text, other));
  }
  return hash;
}
