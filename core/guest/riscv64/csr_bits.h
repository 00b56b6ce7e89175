// SPDX-License-Identifier: Apache-2.0
// Numbers of the CSRs and the bits inside them.  Privileged ISA, chapter "Control and Status Registers".
#pragma once

#include <cstdint>

namespace vitrine::guest::riscv64 {

enum CsrNumber : std::uint16_t {
  kCsrFflags = 0x001,
  kCsrFrm = 0x002,
  kCsrFcsr = 0x003,
  kCsrCycle = 0xC00,
  kCsrTime = 0xC01,
  kCsrInstret = 0xC02,
  kCsrHpmcounter3 = 0xC03,
  kCsrSstatus = 0x100,
  kCsrSie = 0x104,
  kCsrStvec = 0x105,
  kCsrScounteren = 0x106,
  kCsrSenvcfg = 0x10A,
  kCsrSscratch = 0x140,
  kCsrSepc = 0x141,
  kCsrScause = 0x142,
  kCsrStval = 0x143,
  kCsrSip = 0x144,
  kCsrStimecmp = 0x14D,
  kCsrSatp = 0x180,
  kCsrMvendorid = 0xF11,
  kCsrMarchid = 0xF12,
  kCsrMimpid = 0xF13,
  kCsrMhartid = 0xF14,
  kCsrMconfigptr = 0xF15,
  kCsrMstatus = 0x300,
  kCsrMisa = 0x301,
  kCsrMedeleg = 0x302,
  kCsrMideleg = 0x303,
  kCsrMie = 0x304,
  kCsrMtvec = 0x305,
  kCsrMcounteren = 0x306,
  kCsrMenvcfg = 0x30A,
  kCsrMcountinhibit = 0x320,
  kCsrMhpmevent3 = 0x323,
  kCsrMscratch = 0x340,
  kCsrMepc = 0x341,
  kCsrMcause = 0x342,
  kCsrMtval = 0x343,
  kCsrMip = 0x344,
  kCsrTselect = 0x7A0,
  kCsrTdata1 = 0x7A1,
  kCsrTinfo = 0x7A4,
  kCsrPmpcfg0 = 0x3A0,
  kCsrPmpcfg2 = 0x3A2,
  kCsrPmpaddr0 = 0x3B0,
  kCsrMcycle = 0xB00,
  kCsrMinstret = 0xB02,
  kCsrMhpmcounter3 = 0xB03,
};

// mstatus and its view sstatus.
enum StatusBit : std::uint64_t {
  kStatusSie = 1u << 1,
  kStatusMie = 1u << 3,
  kStatusSpie = 1u << 5,
  kStatusMpie = 1u << 7,
  kStatusSpp = 1u << 8,
  kStatusMpp = 3u << 11,
  kStatusFs = 3u << 13,
  kStatusMprv = 1u << 17,
  kStatusSum = 1u << 18,
  kStatusMxr = 1u << 19,
  kStatusTvm = 1u << 20,
  kStatusTw = 1u << 21,
  kStatusTsr = 1u << 22,
  kStatusUxl64 = std::uint64_t{2} << 32,
  kStatusSxl64 = std::uint64_t{2} << 34,
  kStatusSd = std::uint64_t{1} << 63,
};
inline constexpr unsigned kStatusMppShift = 11;
inline constexpr unsigned kStatusFsShift = 13;
inline constexpr std::uint64_t kStatusWritable = kStatusSie | kStatusMie | kStatusSpie | kStatusMpie | kStatusSpp | kStatusMpp | kStatusFs |
                                                 kStatusMprv | kStatusSum | kStatusMxr | kStatusTvm | kStatusTw | kStatusTsr;
inline constexpr std::uint64_t kSstatusWritable = kStatusSie | kStatusSpie | kStatusSpp | kStatusFs | kStatusSum | kStatusMxr;

// menvcfg and senvcfg.
inline constexpr std::uint64_t kEnvFiom = 1;
inline constexpr std::uint64_t kEnvAdue = std::uint64_t{1} << 61;
inline constexpr std::uint64_t kEnvStce = std::uint64_t{1} << 63;

// satp.
enum SatpMode : unsigned { kSatpBare = 0, kSatpSv39 = 8, kSatpSv48 = 9, kSatpSv57 = 10 };
inline constexpr unsigned kSatpModeShift = 60;
inline constexpr unsigned kSatpAsidShift = 44;
inline constexpr std::uint64_t kSatpPpn = (std::uint64_t{1} << 44) - 1;

// Counter enables: bit 0 cycle, 1 time, 2 instret, 3… hpmcounter3….
enum CounterBit : std::uint32_t { kCounterCycle = 1, kCounterTime = 2, kCounterInstret = 4 };

// pmpcfg: rights, the two mode bits, the lock.
enum PmpConfig : std::uint8_t {
  kPmpRead = 1,
  kPmpWrite = 2,
  kPmpExecute = 4,
  kPmpMode = 3u << 3,
  kPmpLocked = 1u << 7,
  kPmpOff = 0,
  kPmpTor = 1u << 3,
  kPmpNa4 = 2u << 3,
  kPmpNapot = 3u << 3,
};

constexpr std::uint64_t interrupt_bit(unsigned number) { return std::uint64_t{1} << number; }
inline constexpr std::uint64_t kInterruptFlag = std::uint64_t{1} << 63;  // of mcause and scause

}  // namespace vitrine::guest::riscv64
