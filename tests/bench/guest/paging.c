// SPDX-License-Identifier: Apache-2.0
// Page tables of the bare guest: memory mapped onto itself by 4 KiB pages, by scattered 4 KiB pages or by 2 MiB leaves, and two private windows.
#include "guest.h"

enum { kEntries = 512, kMegapages = 32, kFlags = kRead | kWrite | kExecute | kGlobal | kAccessed | kDirty | kValid };
enum { kPointer = kValid };

#define TABLES __attribute__((section(".unmoved"), aligned(4096)))
typedef uint64_t Table[kEntries];
static TABLES Table roots[2], devices, device_pages, memory, pages[kMegapages], windows[2], window_pages[2];
static TABLES uint8_t window_memory[2][kWindowPages][4096];

extern uint8_t buffers_begin[], buffers_end[], user_code[];

static uint64_t entry(const void* at, unsigned flags) { return (uint64_t)(uintptr_t)at >> 12 << 10 | flags; }

static uintptr_t common_divisor(uintptr_t one, uintptr_t other) { return other == 0 ? one : common_divisor(other, one % other); }

// Where the 4 KiB page lies: in the scattered mode the pages of the buffers change places, so that no two neighbours stay neighbours.
static uintptr_t place_of(uintptr_t page) {
  const uintptr_t begin = (uintptr_t)buffers_begin, count = ((uintptr_t)buffers_end - begin) / 4096;
  if (!BENCH_SCATTERED || page < begin || page >= (uintptr_t)buffers_end) return page;
  uintptr_t step = count / 2 + 1;
  while (common_divisor(step, count) != 1) ++step;  // so that each page gets a place of its own
  return begin + ((page - begin) / 4096 * step % count) * 4096;
}

static void map_memory(void) {
  for (uintptr_t i = 0; i < kMegapages; ++i) {
    uint8_t* const start = (uint8_t*)(uintptr_t)kMemory + (i << 21);
    for (uintptr_t page = 0; page < kEntries; ++page) pages[i][page] = entry((void*)place_of((uintptr_t)start + page * 4096), kFlags);
    memory[i] = BENCH_MEGAPAGES ? entry(start, kFlags) : entry(pages[i], kPointer);
  }
}

static void map_devices(void) {
  devices[kUart >> 21 & 511] = entry(device_pages, kPointer);  // the finisher lies in another 2 MiB
  device_pages[kUart >> 12 & 511] = entry((void*)(uintptr_t)kUart, kFlags & ~kExecute);
  static TABLES Table finisher_pages;
  devices[kFinisher >> 21 & 511] = entry(finisher_pages, kPointer);
  finisher_pages[kFinisher >> 12 & 511] = entry((void*)(uintptr_t)kFinisher, kFlags & ~kExecute);
}

// At kWindow each root has pages of its own, and at its end the user program.
static void map_windows(void) {
  for (int root = 0; root < 2; ++root) {
    roots[root][kWindow >> 30] = entry(windows[root], kPointer);
    windows[root][0] = entry(window_pages[root], kPointer);
    for (int page = 0; page < kWindowPages; ++page)
      window_pages[root][page] = entry(window_memory[root][page], kRead | kWrite | kAccessed | kDirty | kValid);
    window_pages[root][kWindowPages] = entry(user_code, kRead | kExecute | kUser | kAccessed | kValid);
  }
}

uint64_t address_space(int root) { return 8ull << 60 | (uint64_t)(root + 1) << 44 | (uint64_t)(uintptr_t)roots[root] >> 12; }

uint64_t make_page_tables(void) {
  map_memory();
  map_devices();
  map_windows();
  for (int root = 0; root < 2; ++root) {
    roots[root][0] = entry(devices, kPointer);
    roots[root][kMemory >> 30] = entry(memory, kPointer);
  }
  return address_space(0);
}
