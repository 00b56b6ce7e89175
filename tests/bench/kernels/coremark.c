// SPDX-License-Identifier: Apache-2.0
// The mix of the embedded processors' usual mark: sorted lists, small matrices, a state machine over text, CRC-16 of the results.
#include "kernel.h"

enum { kItems = 60, kSide = 12, kText = 400 };
struct Item {
  struct Item* next;
  int16_t key, index;
};
static struct Item items[kItems];
static int16_t left[kSide][kSide], right[kSide][kSide];
static int32_t product[kSide][kSide];
static char text[kText + 1];

static uint16_t crc16(uint16_t crc, uint16_t value) {
  for (int bit = 0; bit < 16; ++bit) {
    const int carry = (crc ^ value) & 1;
    value >>= 1;
    crc >>= 1;
    if (carry) crc ^= 0xa001;
  }
  return crc;
}

void bench_prepare(void) {
  static const char* const kWords[] = {"5012", "1234", "-874", "+122", "35.54400", ".1234500", "-110.700", "+0.64400", "5.500e+3", "-.123e-2", "T0.3e-1F", "-T.T++Tq"};
  uint64_t seed = 66;
  unsigned at = 0;
  for (unsigned i = 0; i < kSide * kSide; ++i) {
    left[i / kSide][i % kSide] = (int16_t)(next_random(&seed) >> 32 & 255);
    right[i / kSide][i % kSide] = (int16_t)(next_random(&seed) >> 32 & 255);
  }
  while (at < kText - 10) {
    for (const char* word = kWords[next_random(&seed) >> 32 & 7]; *word;) text[at++] = *word++;
    text[at++] = ',';
  }
}

static struct Item* merge(struct Item* one, struct Item* two, int by_index) {
  struct Item head, *tail = &head;
  while (one && two) {
    const int first = by_index ? one->index <= two->index : one->key <= two->key;
    struct Item** const taken = first ? &one : &two;
    tail = tail->next = *taken;
    *taken = (*taken)->next;
  }
  tail->next = one ? one : two;
  return head.next;
}

static struct Item* sort(struct Item* list, int by_index) {
  if (!list || !list->next) return list;
  struct Item *middle = list, *end = list->next;
  while (end && end->next) {
    middle = middle->next;
    end = end->next->next;
  }
  struct Item* const half = middle->next;
  middle->next = 0;
  return merge(sort(list, by_index), sort(half, by_index), by_index);
}

static struct Item* reverse(struct Item* list) {
  struct Item* done = 0;
  while (list) {
    struct Item* const next = list->next;
    list->next = done;
    done = list;
    list = next;
  }
  return done;
}

static uint16_t lists(uint16_t crc, uint64_t* seed) {
  for (int i = 0; i < kItems; ++i) items[i] = (struct Item){i + 1 < kItems ? &items[i + 1] : 0, (int16_t)(next_random(seed) & 0x7fff), (int16_t)i};
  struct Item* list = items;
  for (int find = 0; find < 12; ++find) {
    const struct Item* at = list;
    while (at && at->index != find * 5) at = at->next;
    crc = crc16(crc, at ? (uint16_t)at->key : 0);
    list = reverse(list);
  }
  list = sort(list, 0);
  crc = crc16(crc, (uint16_t)list->index);
  list = sort(list, 1);
  for (const struct Item* at = list; at; at = at->next) crc ^= (uint16_t)at->key;
  return crc16(crc, (uint16_t)list->key);
}

static uint16_t matrices(uint16_t crc, int16_t addend) {
  int32_t sum = 0;
  for (int row = 0; row < kSide; ++row)
    for (int column = 0; column < kSide; ++column) {
      left[row][column] = (int16_t)(left[row][column] + addend);
      product[row][column] = 0;
      for (int i = 0; i < kSide; ++i) product[row][column] += left[row][i] * right[i][column];
      sum += (product[row][column] >> 2 & 15) * (product[row][column] >> 5 & 127);
    }
  return crc16(crc, (uint16_t)sum);
}

enum State { kStart, kInvalid, kSign, kInteger, kFraction, kExponent, kExponentSign, kScientific, kStates };

static int is_digit(char c) { return c >= '0' && c <= '9'; }

static enum State after(enum State state, char c) {
  switch (state) {
    case kStart: return is_digit(c) ? kInteger : c == '+' || c == '-' ? kSign : c == '.' ? kFraction : kInvalid;
    case kSign: return is_digit(c) ? kInteger : c == '.' ? kFraction : kInvalid;
    case kInteger: return is_digit(c) ? kInteger : c == '.' ? kFraction : kInvalid;
    case kFraction: return is_digit(c) ? kFraction : c == 'e' || c == 'E' ? kExponent : kInvalid;
    case kExponent: return c == '+' || c == '-' ? kExponentSign : kInvalid;
    case kExponentSign: return is_digit(c) ? kScientific : kInvalid;
    case kScientific: return is_digit(c) ? kScientific : kInvalid;
    default: return kInvalid;
  }
}

static uint16_t states(uint16_t crc, unsigned damaged) {
  uint32_t ends[kStates] = {0}, moves[kStates] = {0};
  enum State state = kStart;
  text[damaged % kText] ^= 1;
  for (const char* at = text; *at; ++at) {
    if (*at == ',') {
      ++ends[state];
      state = kStart;
      continue;
    }
    const enum State next = after(state, *at);
    moves[next] += next != state;
    state = next;
  }
  for (int i = 0; i < kStates; ++i) crc = crc16(crc, (uint16_t)(ends[i] + moves[i] * 3));
  return crc;
}

uint64_t bench_run(uint64_t rounds) {
  uint16_t crc = 0;
  uint64_t seed = 1, hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    crc = lists(crc, &seed);
    crc = matrices(crc, (int16_t)(crc & 3));
    crc = states(crc, (unsigned)(round * 37 + 1));
    hash = mix(hash, crc);
  }
  return hash;
}
