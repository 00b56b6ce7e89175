// SPDX-License-Identifier: Apache-2.0
// gzip through zlib, piece by piece.
#include "core/machine/firmware/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace vitrine::machine::firmware {
namespace {

constexpr std::size_t kInputPiece = std::size_t{64} << 10;
constexpr std::size_t kOutputPiece = std::size_t{1} << 20;
constexpr int kGzipWindow = 15 + 16;  // zlib: largest window, gzip header wanted

// Owns a zlib stream.
class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream_, kGzipWindow) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  [[nodiscard]] bool ready() const { return ready_; }

  void give(std::span<std::byte> input) {
    // SAFETY: zlib reads bytes; a byte may be viewed as any character type.
    stream_.next_in = reinterpret_cast<Bytef*>(input.data());
    stream_.avail_in = static_cast<uInt>(input.size());
  }
  [[nodiscard]] bool hungry() const { return stream_.avail_in == 0; }

  // Appends up to kOutputPiece bytes to out; zlib's verdict.
  int take(std::vector<std::byte>& out) {
    const std::size_t before = out.size();
    out.resize(before + kOutputPiece);
    // SAFETY: as above, for writing.
    stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream_.avail_out = kOutputPiece;
    const int verdict = inflate(&stream_, Z_NO_FLUSH);
    out.resize(out.size() - stream_.avail_out);
    return verdict;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

base::Result<std::unique_ptr<Source>> inflate_gzip(const Source& packed, std::uint64_t limit) {
  Inflater inflater;
  if (!inflater.ready()) return base::fail(base::Errc::kInternal, "{}: no memory to unpack it", packed.name());
  std::array<std::byte, kInputPiece> input{};
  std::vector<std::byte> out;
  std::uint64_t offset = 0;
  while (true) {
    if (inflater.hungry()) {
      const std::span piece{input.data(), static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), packed.size() - offset))};
      if (piece.empty()) return base::fail(base::Errc::kCorrupt, "{}: is cut off: its gzip data ends too early", packed.name());
      TRY(packed.read(offset, piece));
      offset += piece.size();
      inflater.give(piece);
    }
    const int verdict = inflater.take(out);
    if (out.size() > limit)
      return base::fail(base::Errc::kInvalidArgument, "{}: unpacks to more than the {} MiB that fit", packed.name(), limit >> 20);
    if (verdict == Z_STREAM_END) break;
    if (verdict != Z_OK && verdict != Z_BUF_ERROR) return base::fail(base::Errc::kCorrupt, "{}: its gzip data is damaged", packed.name());
  }
  return std::make_unique<MemorySource>(packed.name(), std::move(out));
}

}  // namespace vitrine::machine::firmware
