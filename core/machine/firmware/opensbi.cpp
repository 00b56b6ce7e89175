// SPDX-License-Identifier: Apache-2.0
// The reset ROM, and the places where OpenSBI is looked for.
#include "core/machine/firmware/opensbi.h"

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "core/base/bits.h"
#include "core/base/sys/process.h"

namespace vitrine::machine::firmware {
namespace {

constexpr std::uint64_t kDynamicMagic = 0x4942534f;  // "OSBI"
constexpr std::uint64_t kDynamicVersion = 2;
constexpr std::uint64_t kSupervisorMode = 1;

// Where files that came with the program lie, relative to the executable: installed, and in a build tree.
std::vector<std::filesystem::path> shipped(const std::filesystem::path& executable) {
  const auto folder = executable.parent_path();
  return {folder / "../share/vitrine/opensbi/fw_dynamic.bin", folder / "opensbi/fw_dynamic.bin"};
}

std::filesystem::path cache_folder() {
  if (const char* const cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0') return cache;
  const char* const home = std::getenv("HOME");
  return std::filesystem::path{home != nullptr ? home : "/"} / ".cache";
}

}  // namespace

std::array<std::byte, kResetRomBytes> reset_rom(const ResetTargets& targets) {
  std::array<std::byte, kResetRomBytes> rom{};
  constexpr std::array<std::uint32_t, 6> kCode{
      0x00000297,  // auipc t0, 0
      0x02828613,  // addi  a2, t0, 0x28   the dynamic info
      0xf1402573,  // csrr  a0, mhartid
      0x0202b583,  // ld    a1, 0x20(t0)   the device tree
      0x0182b283,  // ld    t0, 0x18(t0)   the firmware
      0x00028067,  // jr    t0
  };
  for (std::size_t i = 0; i < kCode.size(); ++i) base::store_le(&rom[i * 4], kCode[i]);
  const std::array<std::uint64_t, 8> data{targets.first, targets.device_tree, kDynamicMagic,   kDynamicVersion,
                                          targets.next,  kSupervisorMode,     0 /* options */, 0 /* boot hart */};
  for (std::size_t i = 0; i < data.size(); ++i) base::store_le(&rom[0x18 + i * 8], data[i]);
  return rom;
}

base::Result<std::string> find_default_opensbi() {
  std::error_code ignored;
  std::vector<std::filesystem::path> places = shipped(base::sys::own_executable());
  places.push_back(cache_folder() / "vitrine/guests/riscv64/opensbi/fw_dynamic.bin");
  places.emplace_back("/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin");
  places.emplace_back("/usr/share/qemu/opensbi-riscv64-generic-fw_dynamic.bin");
  for (const auto& place : places)
    if (std::filesystem::is_regular_file(place, ignored)) return place.string();
  return base::fail(
      base::Errc::kNotFound,
      "no OpenSBI firmware (fw_dynamic.bin) found: install Debian's package opensbi, run installer/run, or name one with --firmware");
}

}  // namespace vitrine::machine::firmware
