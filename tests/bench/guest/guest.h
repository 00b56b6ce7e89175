// SPDX-License-Identifier: Apache-2.0
// What the parts of the bare guest know of each other.
#pragma once

#include "../kernels/kernel.h"

#ifndef BENCH_MEGAPAGES
#define BENCH_MEGAPAGES 0
#endif
#ifndef BENCH_SCATTERED
#define BENCH_SCATTERED 0
#endif

enum { kValid = 1, kRead = 2, kWrite = 4, kExecute = 8, kUser = 16, kGlobal = 32, kAccessed = 64, kDirty = 128 };
enum { kWindowPages = 8 };
#define kUart 0x10000000ul
#define kFinisher 0x100000ul
#define kMemory 0x80000000ul
#define kWindow 0x100000000ul  // private to an address space: kWindowPages of data, then the user program

// The satp of address space 0 or 1: the same kernel, other pages at kWindow, ASIDs 1 and 2.
uint64_t address_space(int root);
uint64_t make_page_tables(void);
