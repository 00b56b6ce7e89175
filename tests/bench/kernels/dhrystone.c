// SPDX-License-Identifier: Apache-2.0
// The mix of the classic Dhrystone: records, strings, small procedures, branches on enumerations.
#include "kernel.h"

#define NOINLINE __attribute__((noinline))
enum Colour { kRed, kGreen, kBlue, kYellow, kBlack };
struct Record {
  struct Record* next;
  enum Colour colour, other;
  int number;
  char name[31];
};

static struct Record first, second;
static int global_number, table[50], grid[50][50];
static char letter;
static const char kSome[31] = "BENCHMARK PROGRAM, SOME STRING";
static const char kOther[31] = "BENCHMARK PROGRAM, 2'ND STRING";

void bench_prepare(void) {
  first = (struct Record){&second, kBlue, kYellow, 40, {0}};
  for (unsigned i = 0; i < sizeof kSome; ++i) first.name[i] = kSome[i];
}

NOINLINE static void copy_string(char* to, const char* from) {
  while ((*to++ = *from++)) {
  }
}

NOINLINE static int compare_strings(const char* left, const char* right) {
  while (*left && *left == *right) ++left, ++right;
  return (unsigned char)*left - (unsigned char)*right;
}

NOINLINE static enum Colour same_letter(char left, char right) {
  if (left != right) return kRed;
  letter = left;
  return kGreen;
}

NOINLINE static int later_string(const char* left, const char* right) {
  int at = 2;
  while (at <= 2)
    if (same_letter(left[at], right[at + 1]) == kRed) ++at;
    else break;
  if (compare_strings(left, right) <= 0) return 0;
  global_number = at + 7;
  return 1;
}

NOINLINE static void pick(enum Colour colour, enum Colour* result) {
  *result = colour == kBlue ? colour : kYellow;
  switch (colour) {
    case kRed: *result = kRed; break;
    case kGreen: *result = global_number > 100 ? kRed : kYellow; break;
    case kBlue: *result = kGreen; break;
    case kYellow: break;
    case kBlack: *result = kBlue; break;
  }
}

NOINLINE static void add(int left, int right, int* sum) { *sum = right + left + 2; }

NOINLINE static void change_tables(int* row, int at, int value) {
  const int start = at + 5;
  row[start] = value;
  row[start + 1] = row[start];
  row[start + 30] = start;
  for (int i = start; i <= start + 1; ++i) grid[start][i] = start;
  ++grid[start][start - 1];
  grid[start + 10][start] = row[start];
  global_number = 5;
}

NOINLINE static void change_record(struct Record* record) {
  struct Record* const next = record->next;
  *next = *record;
  record->number = 5;
  next->number = record->number;
  next->next = record->next;
  if (next->colour != kRed) {
    next->number = 6;
    pick(record->other, &next->colour);
    add(next->number, 10, &next->number);
  } else {
    *record = *next;
  }
}

static uint64_t turn(int number) {
  char one[31], two[31];
  int left = 2, right = 3, sum = 0;
  enum Colour colour = kGreen;
  copy_string(one, kSome);
  copy_string(two, kOther);
  const int later = !later_string(one, two);
  while (left < right) {
    sum = 5 * left - right;
    add(left, right, &sum);
    ++left;
  }
  change_tables(table, left, sum + (number & 15));
  first.next = &second;
  change_record(&first);
  for (char at = 'A'; at <= 'A' + (number & 7); ++at)
    if (colour == same_letter(at, 'C')) pick(kRed, &colour);
  right = right * left + 1 + (number & 3);
  left = right / (sum | 1);
  return (uint64_t)(later + left * 7 + right * 3 + sum + (int)colour + second.number + global_number + table[8] + grid[8][7] + letter);
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round)
    for (int number = 0; number < 1000; ++number) hash = mix(hash, turn(number));
  return hash;
}
