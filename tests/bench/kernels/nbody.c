// SPDX-License-Identifier: Apache-2.0
// Five bodies under gravity: doubles, divisions and square roots.
#include "kernel.h"

enum { kBodies = 5 };
static struct Body {
  double x, y, z, vx, vy, vz, mass;
} bodies[kBodies];

void bench_prepare(void) {
  for (int i = 0; i < kBodies; ++i)
    bodies[i] = (struct Body){i * 3.5, i * 1.25 - 2, i * 0.5 - 1, 0.25 - i * 0.125, 0.5 * (i & 1), 0.0625 * i, i == 0 ? 40.0 : 0.5 / (i + 1)};
}

static void advance(double dt) {
  for (int i = 0; i < kBodies; ++i)
    for (int j = i + 1; j < kBodies; ++j) {
      struct Body *const one = &bodies[i], *const two = &bodies[j];
      const double dx = one->x - two->x, dy = one->y - two->y, dz = one->z - two->z;
      const double square = dx * dx + dy * dy + dz * dz + 0.01;
      const double pull = dt / (square * __builtin_sqrt(square));
      one->vx -= dx * two->mass * pull;
      one->vy -= dy * two->mass * pull;
      one->vz -= dz * two->mass * pull;
      two->vx += dx * one->mass * pull;
      two->vy += dy * one->mass * pull;
      two->vz += dz * one->mass * pull;
    }
  for (int i = 0; i < kBodies; ++i) {
    bodies[i].x += dt * bodies[i].vx;
    bodies[i].y += dt * bodies[i].vy;
    bodies[i].z += dt * bodies[i].vz;
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) {
    for (int step = 0; step < 1000; ++step) advance(0.001);
    for (int i = 0; i < kBodies; ++i) hash = mix(hash, bits_of(bodies[i].x) ^ bits_of(bodies[i].vy));
  }
  return hash;
}
