// SPDX-License-Identifier: Apache-2.0
// Calls through tables of functions, the object's type changing in a random order.
#include "kernel.h"

enum { kObjects = 1024, kTypes = 8 };
struct Object;
struct Methods {
  uint64_t (*weigh)(const struct Object*, uint64_t);
  void (*grow)(struct Object*);
};
struct Object {
  const struct Methods* methods;
  uint64_t value, step;
};
static struct Object objects[kObjects];

#define TYPE(n, expression)                                                                                                       \
  static uint64_t weigh_##n(const struct Object* object, uint64_t by) { return expression; }                                       \
  static void grow_##n(struct Object* object) { object->value += object->step * (n + 1); }
TYPE(0, object->value + by)
TYPE(1, object->value ^ by)
TYPE(2, object->value - by * 3)
TYPE(3, (object->value << 1) + by)
TYPE(4, object->value > by ? object->value : by)
TYPE(5, (object->value >> 3) ^ by)
TYPE(6, object->value * 5 + by)
TYPE(7, ~object->value + by)

static const struct Methods kMethods[kTypes] = {{weigh_0, grow_0}, {weigh_1, grow_1}, {weigh_2, grow_2}, {weigh_3, grow_3},
                                                {weigh_4, grow_4}, {weigh_5, grow_5}, {weigh_6, grow_6}, {weigh_7, grow_7}};

void bench_prepare(void) {
  uint64_t seed = 5;
  for (unsigned i = 0; i < kObjects; ++i) {
    const struct Methods* methods = &kMethods[next_random(&seed) >> 30 & (kTypes - 1)];
    objects[i] = (struct Object){methods, next_random(&seed) & 0xffff, i};
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round)
    for (unsigned i = 0; i < kObjects; ++i) {
      hash = objects[i].methods->weigh(&objects[i], hash);
      objects[i].methods->grow(&objects[i]);
    }
  return hash;
}
