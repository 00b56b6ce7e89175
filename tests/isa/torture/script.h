// SPDX-License-Identifier: Apache-2.0
// What script.S executes: its records, and where everything lies in RAM.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace vitrine::tests::torture {

using u32 = std::uint32_t;
using u64 = std::uint64_t;

inline constexpr u64 kRam = 0x80000000;
inline constexpr u64 kDevice = 0x10000000;  // one page of registers
// Offsets in RAM.
inline constexpr u64 kVariables = 0x3000, kBlocks = 0x4000, kScript = 0x10000, kLog = 0x40000, kTables = 0x100000;
inline constexpr u64 kData = 0x200000, kDataEnd = 0x400000;
inline constexpr u64 kRamSize = 0x410000;
inline constexpr u64 kBlockBytes = 0x200;
inline constexpr unsigned kMaxBlocks = 16, kMaxRecords = (kLog - kScript) / 64;
// In each page of data a function of one addition, and one that begins in its last two bytes.
inline constexpr u64 kFunction = 0x200, kCrossing = 0xffe;

enum class Operation : std::uint8_t {
  kEnd,
  kStore,             // offset in RAM, value
  kFence,             // Fence, address, ASID
  kBlock,             // block, s0, s1, count, stride
  kSwitch,            // mode, satp
  kRise,              // user to supervisor mode
  kDrop,              // supervisor to user mode
  kMachineStatus,     // bits to clear, bits to set
  kSupervisorStatus,  // likewise
  kBlockAs,           // like kBlock, and mstatus bits; machine mode
  kProtection,        // pmpcfg0, pmpaddr0 to pmpaddr3; machine mode
  kUpdating,          // menvcfg; machine mode
  kCall,              // address
  kPatch,             // address, instruction
  kDelegation,        // medeleg; machine mode
  kRounding,          // frm
  kSpin,              // count
};
enum class Fence : std::uint8_t { kAll, kAddress, kAsid, kBoth };

struct Record {
  u64 operation;
  std::array<u64, 7> fields;
};
static_assert(sizeof(Record) == 64);

struct Variables {
  u64 supervisor_window, user_window;
  u64 mie, mideleg;
};

// A whole program.
struct Program {
  Variables variables{};
  std::vector<Record> script;
  std::vector<std::vector<u32>> blocks;
  std::vector<std::pair<u64, u64>> words;  // the page tables at the start: physical address, value
  u32 seed = 0;
};

}  // namespace vitrine::tests::torture
