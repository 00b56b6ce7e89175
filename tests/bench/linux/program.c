// SPDX-License-Identifier: Apache-2.0
// The small program that the benchmark "compile" builds: lists, strings, sorting, numbers, with the usual headers.
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CONTAINER(TYPE, NAME)                                                    \
  typedef struct NAME {                                                          \
    TYPE* items;                                                                 \
    size_t count, room;                                                          \
  } NAME;                                                                        \
  static int NAME##_add(NAME* list, TYPE value) {                                \
    if (list->count == list->room) {                                             \
      const size_t room = list->room ? list->room * 2 : 16;                      \
      TYPE* const items = realloc(list->items, room * sizeof *items);            \
      if (!items) return 0;                                                      \
      list->items = items;                                                       \
      list->room = room;                                                         \
    }                                                                            \
    list->items[list->count++] = value;                                          \
    return 1;                                                                    \
  }                                                                              \
  static int NAME##_compare(const void* left, const void* right) {               \
    const TYPE a = *(const TYPE*)left, b = *(const TYPE*)right;                  \
    return (a > b) - (a < b);                                                    \
  }                                                                              \
  static void NAME##_sort(NAME* list) { qsort(list->items, list->count, sizeof *list->items, NAME##_compare); } \
  static size_t NAME##_find(const NAME* list, TYPE value) {                      \
    size_t low = 0, high = list->count;                                          \
    while (low < high) {                                                         \
      const size_t middle = low + (high - low) / 2;                              \
      if (list->items[middle] < value) low = middle + 1;                         \
      else high = middle;                                                        \
    }                                                                            \
    return low;                                                                  \
  }                                                                              \
  static double NAME##_sum(const NAME* list) {                                   \
    double sum = 0;                                                              \
    for (size_t i = 0; i < list->count; ++i) sum += (double)list->items[i];      \
    return sum;                                                                  \
  }

CONTAINER(int, Ints)
CONTAINER(long, Longs)
CONTAINER(double, Doubles)
CONTAINER(uint8_t, Bytes)
CONTAINER(uint16_t, Halves)
CONTAINER(int64_t, Words)
CONTAINER(float, Floats)
CONTAINER(char, Characters)

#define EXERCISE(NAME, SCALE)                                                    \
  static double NAME##_exercise(unsigned seed) {                                 \
    NAME list = {0};                                                             \
    for (int i = 0; i < 500; ++i) {                                              \
      seed = seed * 1103515245u + 12345u;                                        \
      if (!NAME##_add(&list, (seed >> 16) % (SCALE))) abort();                   \
    }                                                                            \
    NAME##_sort(&list);                                                          \
    const double result = NAME##_sum(&list) + (double)NAME##_find(&list, (SCALE) / 2); \
    free(list.items);                                                            \
    return result;                                                               \
  }
EXERCISE(Ints, 10000)
EXERCISE(Longs, 20000)
EXERCISE(Doubles, 3000)
EXERCISE(Bytes, 200)
EXERCISE(Halves, 9000)
EXERCISE(Words, 12345)
EXERCISE(Floats, 777)
EXERCISE(Characters, 100)

static size_t squeeze(char* text) {
  char* to = text;
  for (const char* from = text; *from; ++from)
    if (!isspace((unsigned char)*from)) *to++ = (char)toupper((unsigned char)*from);
  *to = 0;
  return strlen(text);
}

int main(void) {
  char line[200];
  double total = Ints_exercise(1) + Longs_exercise(2) + Doubles_exercise(3) + Bytes_exercise(4) + Halves_exercise(5) + Words_exercise(6) +
                 Floats_exercise(7) + Characters_exercise(8);
  snprintf(line, sizeof line, "the total is %.0f, %d of %s", total, 8, "containers");
  printf("%zu %s\n", squeeze(line), line);
  return 0;
}
