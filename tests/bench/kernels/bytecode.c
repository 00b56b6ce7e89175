// SPDX-License-Identifier: Apache-2.0
// A bytecode interpreter with a switch: registers, arithmetic, memory, branches.
#include "kernel.h"

enum Operation { kHalt, kLoadImmediate, kAdd, kSubtract, kMultiply, kXor, kShiftRight, kAnd, kLoad, kStore, kJumpIfLess, kJumpIfZero, kJump, kMove, kIncrement };
struct Instruction {
  uint8_t operation, target, left, right;
  int32_t immediate;
};

static uint64_t memory[256];

// Lengths of Collatz sequences from 1 up to the limit in register 1, the longest in register 2, a histogram in memory.
static const struct Instruction kProgram[] = {
    {kLoadImmediate, 0, 0, 0, 0},   {kLoadImmediate, 2, 0, 0, 0},  {kLoadImmediate, 3, 0, 0, 1},   {kLoadImmediate, 10, 0, 0, 1},
    {kLoadImmediate, 11, 0, 0, 3},  {kLoadImmediate, 12, 0, 0, 255}, {kMove, 4, 3, 0, 0},           {kLoadImmediate, 5, 0, 0, 0},
    {kSubtract, 6, 4, 10, 0},       {kJumpIfZero, 0, 6, 0, 18},    {kAnd, 7, 4, 10, 0},            {kJumpIfZero, 0, 7, 0, 15},
    {kMultiply, 4, 4, 11, 0},       {kIncrement, 4, 0, 0, 1},      {kJump, 0, 0, 0, 16},           {kShiftRight, 4, 4, 10, 0},
    {kIncrement, 5, 0, 0, 1},       {kJump, 0, 0, 0, 8},           {kAnd, 8, 5, 12, 0},            {kLoad, 9, 8, 0, 0},
    {kIncrement, 9, 0, 0, 1},       {kStore, 0, 8, 9, 0},          {kJumpIfLess, 0, 5, 2, 24},     {kMove, 2, 5, 0, 0},
    {kXor, 13, 13, 4, 0},           {kAdd, 13, 13, 5, 0},          {kIncrement, 3, 0, 0, 1},       {kJumpIfLess, 0, 3, 1, 6},
    {kHalt, 0, 0, 0, 0},
};

void bench_prepare(void) {}

static uint64_t interpret(uint64_t limit) {
  uint64_t r[16] = {0, limit};
  for (const struct Instruction* at = kProgram;; ++at) {
    switch ((enum Operation)at->operation) {
      case kHalt: return r[2] * 1000003 + r[13];
      case kLoadImmediate: r[at->target] = (uint64_t)(int64_t)at->immediate; break;
      case kAdd: r[at->target] = r[at->left] + r[at->right]; break;
      case kSubtract: r[at->target] = r[at->left] - r[at->right]; break;
      case kMultiply: r[at->target] = r[at->left] * r[at->right]; break;
      case kXor: r[at->target] = r[at->left] ^ r[at->right]; break;
      case kShiftRight: r[at->target] = r[at->left] >> (r[at->right] & 63); break;
      case kAnd: r[at->target] = r[at->left] & r[at->right]; break;
      case kLoad: r[at->target] = memory[r[at->left] & 255]; break;
      case kStore: memory[r[at->left] & 255] = r[at->right]; break;
      case kJumpIfLess: if (r[at->left] < r[at->right]) at = kProgram + at->immediate - 1; break;
      case kJumpIfZero: if (r[at->left] == 0) at = kProgram + at->immediate - 1; break;
      case kJump: at = kProgram + at->immediate - 1; break;
      case kMove: r[at->target] = r[at->left]; break;
      case kIncrement: r[at->target] += (uint64_t)(int64_t)at->immediate; break;
    }
  }
}

uint64_t bench_run(uint64_t rounds) {
  uint64_t hash = 1;
  for (uint64_t round = 0; round < rounds; ++round) hash = mix(hash, interpret(300 + (round & 7)) + memory[round & 255]);
  return hash;
}
