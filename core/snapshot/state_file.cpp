// SPDX-License-Identifier: Apache-2.0
// Writing and checking the sections of a saved machine.
#include "core/snapshot/state_file.h"

#include <algorithm>

#include "core/base/bits.h"
#include "core/base/check.h"
#include "core/snapshot/checksum.h"
#include "core/snapshot/visitors.h"

namespace vitrine::snapshot {
namespace {
constexpr std::string_view kMagic = "VITRINE1";

template <class T> void append(std::vector<std::uint8_t>& out, T value) {
  const std::size_t at = out.size();
  out.resize(at + sizeof value);
  base::store_le(out.data() + at, value);
}

void append(std::vector<std::uint8_t>& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  // SAFETY: characters are bytes; the span borrows the text for one call.
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::uint32_t section_checksum(std::string_view name, std::span<const std::uint8_t> payload) {
  return crc32c(as_bytes(name)) ^ crc32c(payload);
}

// Takes values from the front of a file, never more than there is.
class Cursor {
 public:
  explicit Cursor(std::span<const std::uint8_t> file) : left_{file} {}
  [[nodiscard]] base::Result<std::span<const std::uint8_t>> take(std::uint64_t size) {
    if (size > left_.size()) {
      return base::fail(base::Errc::kCorrupt, "saved state: it ends too early: {} bytes are needed, {} are left", size, left_.size());
    }
    const auto taken = left_.first(static_cast<std::size_t>(size));
    left_ = left_.subspan(static_cast<std::size_t>(size));
    return taken;
  }
  template <class T> [[nodiscard]] base::Result<T> number() {
    TRY_ASSIGN(const auto bytes, take(sizeof(T)));
    return base::load_le<T>(bytes.data());
  }
  [[nodiscard]] std::size_t left() const { return left_.size(); }

 private:
  std::span<const std::uint8_t> left_;
};

base::Result<StateReader::Section> read_section(Cursor& cursor) {
  TRY_ASSIGN(const auto name_size, cursor.number<std::uint16_t>());
  if (name_size == 0 || name_size > kMaxSectionName) {
    return base::fail(base::Errc::kCorrupt, "saved state: a section's name has {} bytes, 1 to {} are allowed", name_size, kMaxSectionName);
  }
  TRY_ASSIGN(const auto name_bytes, cursor.take(name_size));
  // SAFETY: bytes are characters; the view borrows the file, as the whole section does.
  const std::string_view name{reinterpret_cast<const char*>(name_bytes.data()), name_bytes.size()};
  TRY_ASSIGN(const auto version, cursor.number<std::uint32_t>());
  TRY_ASSIGN(const auto size, cursor.number<std::uint64_t>());
  TRY_ASSIGN(const auto checksum, cursor.number<std::uint32_t>());
  TRY_ASSIGN(const auto payload, cursor.take(size));
  if (section_checksum(name, payload) != checksum) return base::fail(base::Errc::kCorrupt, "saved state: a section's checksum is wrong");
  return StateReader::Section{name, version, payload};
}
}  // namespace

StateWriter::StateWriter() {
  append(out_, kMagic);
  append(out_, std::uint32_t{0});
}

void StateWriter::add(std::string_view name, std::uint32_t version, std::span<const std::uint8_t> payload) {
  CHECK(!name.empty() && name.size() <= kMaxSectionName && names_.size() < kMaxSections, std::string{name});
  CHECK(std::ranges::find(names_, name) == names_.end(), std::string{name});
  names_.emplace_back(name);
  append(out_, static_cast<std::uint16_t>(name.size()));
  append(out_, name);
  append(out_, version);
  append(out_, static_cast<std::uint64_t>(payload.size()));
  append(out_, section_checksum(name, payload));
  out_.insert(out_.end(), payload.begin(), payload.end());
}

void StateWriter::add(std::string_view name, Stateful& component) { add(name, component.state_version(), save(component)); }

std::vector<std::uint8_t> StateWriter::finish() && {
  base::store_le(out_.data() + kMagic.size(), static_cast<std::uint32_t>(names_.size()));
  return std::move(out_);
}

base::Result<StateReader> StateReader::parse(std::span<const std::uint8_t> file) {
  Cursor cursor{file};
  TRY_ASSIGN(const auto magic, cursor.take(kMagic.size()));
  if (!std::ranges::equal(magic, as_bytes(kMagic))) return base::fail(base::Errc::kCorrupt, "saved state: it is not one of Vitrine's");
  TRY_ASSIGN(const auto count, cursor.number<std::uint32_t>());
  if (count > kMaxSections) return base::fail(base::Errc::kCorrupt, "saved state: {} sections, {} are allowed", count, kMaxSections);
  StateReader reader;
  for (std::uint32_t index = 0; index < count; ++index) {
    TRY_ASSIGN(const auto section, read_section(cursor));
    if (reader.find(section.name)) return base::fail(base::Errc::kCorrupt, "saved state: a section comes twice");
    reader.sections_.push_back(section);
  }
  if (cursor.left() != 0) return base::fail(base::Errc::kCorrupt, "saved state: {} bytes follow the last section", cursor.left());
  return reader;
}

base::Result<StateReader::Section> StateReader::find(std::string_view name) const {
  const auto found = std::ranges::find(sections_, name, &Section::name);
  if (found == sections_.end()) return base::fail(base::Errc::kNotFound, "saved state: section \"{}\" is missing", name);
  return *found;
}

base::Status StateReader::restore(std::string_view name, Stateful& component) const {
  TRY_ASSIGN(const auto section, find(name));
  if (auto status = snapshot::restore(component, section.version, section.payload); !status) {
    return base::fail(status.error().code, "saved state: section \"{}\": {}", name, status.error().message);
  }
  return {};
}

std::vector<std::uint8_t> save(Stateful& component) {
  Saver saver{component.state_version()};
  component.fields(saver);
  return saver.take();
}

base::Status restore(Stateful& component, std::uint32_t version, std::span<const std::uint8_t> saved) {
  if (version == 0 || version > component.state_version()) {
    return base::fail(base::Errc::kUnsupported, "version {} is unknown, 1 to {} can be read", version, component.state_version());
  }
  Restorer restorer{version, saved};
  component.fields(restorer);
  const base::Status checked = component.restored();  // in any case: what was read before the end must not stay unchecked
  TRY(restorer.finish());
  return checked;
}

}  // namespace vitrine::snapshot
