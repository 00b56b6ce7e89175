// SPDX-License-Identifier: Apache-2.0
// Any word in any mode for any CPU model: decoding ends, lengths are right, expansions are whole instructions, the IR keeps its rules.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/base/check.h"
#include "core/guest/riscv64/compressed.h"
#include "core/guest/riscv64/decoder.h"
#include "core/ir/builder.h"
#include "core/ir/verifier.h"

using namespace vitrine;
using namespace vitrine::guest::riscv64;

namespace {

void check_ir(const InsnInfo& info, const cpu::DecodedInsn& insn) {
  ir::UnitIr unit;
  ir::Builder builder{unit};
  builder.begin_insn(insn.raw, 0, insn.length, info.name);
  Recording domain{builder};
  info.record(domain, insn);
  if (info.shape == cpu::InsnShape::kStraight) domain.jump(insn.length);
  const auto status = ir::verify(unit);
  CHECK(status.has_value(), status.error().message);
}

void check(const Decoder& decoder, std::uint32_t raw, std::uint32_t mode) {
  const cpu::DecodedInsn insn = decoder.decode(raw, mode);
  CHECK(insn.length == ((raw & 3) == 3 ? 4 : 2) && insn.info < decoder.table().size() && insn.handler != nullptr);
  CHECK(insn.rd <= kDiscard && insn.rs1 < 32 && insn.rs2 < 32 && insn.rs3 < 32);
  const InsnInfo& info = decoder.info(insn.info);
  CHECK(info.destination != Destination::kX || insn.rd != 0);
  CHECK(info.destination != Destination::kF || insn.rd != kDiscard);
  const std::uint32_t expanded = expand_compressed(static_cast<std::uint16_t>(raw));
  CHECK(expanded == 0 || ((expanded & 3) == 3 && (raw & 3) != 3));
  check_ir(info, insn);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint64_t extensions = ~std::uint64_t{0};
  if (size < 2) return 0;
  if ((data[0] & 1) != 0) std::memcpy(&extensions, data, std::min(size, sizeof extensions));
  const Decoder decoder{extensions};
  const std::uint32_t mode = data[1] & 31;
  for (std::size_t at = 2; at + 4 <= size; at += 2) {
    std::uint32_t raw = 0;
    std::memcpy(&raw, data + at, sizeof raw);
    check(decoder, raw, mode);
  }
  return 0;
}
