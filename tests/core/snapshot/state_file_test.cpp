// SPDX-License-Identifier: Apache-2.0
// Visitors and the file of sections, with files that lie.
#include "core/snapshot/state_file.h"

#include <QTest>

#include "core/snapshot/checksum.h"
#include "core/snapshot/visitors.h"

using namespace vitrine;

namespace {
enum class Colour : std::uint16_t { kRed = 1, kBlue = 0x1234 };

// One field of each kind; the note came with version 2.
struct Sample final : snapshot::Stateful {
  std::uint8_t small = 0;
  std::int64_t negative = 0;
  bool flag = false;
  Colour colour = Colour::kRed;
  std::uint32_t row[4] = {};
  std::uint8_t block[3] = {};
  std::vector<std::uint8_t> text;
  std::uint32_t note = 9;

  void fields(snapshot::Fields& visitor) override {
    visitor.value("small", small);
    visitor.value("negative", negative);
    visitor.value("flag", flag);
    visitor.value("colour", colour);
    visitor.array("row", row);
    visitor.bytes("block", block);
    visitor.sized_bytes("text", text, 8);
    if (visitor.version() >= 2) visitor.value("note", note);
  }
  [[nodiscard]] std::uint32_t state_version() const override { return 2; }
  base::Status restored() override { return small == 99 ? base::fail(base::Errc::kCorrupt, "small is {}", small) : base::Status{}; }
};

Sample filled() {
  Sample sample;
  sample.small = 0xab;
  sample.negative = -2;
  sample.flag = true;
  sample.colour = Colour::kBlue;
  sample.row[2] = 7;
  sample.block[1] = 5;
  sample.text = {1, 2, 3};
  sample.note = 10;
  return sample;
}

std::vector<std::uint8_t> sample_file() {
  Sample sample = filled();
  snapshot::StateWriter writer;
  writer.add("first", sample);
  writer.add("raw", 3, std::vector<std::uint8_t>{1, 2, 3, 4});
  return std::move(writer).finish();
}
}  // namespace

class StateFileTest : public QObject {
  Q_OBJECT

 private slots:
  void checksum_matches_the_published_vectors() {  // RFC 3720, B.4
    QCOMPARE(snapshot::crc32c(std::vector<std::uint8_t>(32, 0)), std::uint32_t{0x8a9136aa});
    QCOMPARE(snapshot::crc32c(std::vector<std::uint8_t>(32, 0xff)), std::uint32_t{0x62a8ab43});
    std::vector<std::uint8_t> rising(32);
    for (std::size_t index = 0; index < 32; ++index) rising[index] = static_cast<std::uint8_t>(index);
    QCOMPARE(snapshot::crc32c(rising), std::uint32_t{0x46dd794e});
    const std::vector<std::uint8_t> digits{'1', '2', '3', '4', '5', '6', '7', '8', '9'};
    QCOMPARE(snapshot::crc32c(digits), std::uint32_t{0xe3069283});
  }
  void fields_survive_and_save_equal_again() {
    Sample from = filled();
    const auto saved = snapshot::save(from);
    Sample to;
    QVERIFY(snapshot::restore(to, 2, saved));
    QCOMPARE(to.negative, std::int64_t{-2});
    QCOMPARE(to.colour, Colour::kBlue);
    QCOMPARE(to.text, from.text);
    QCOMPARE(snapshot::save(to), saved);
  }
  void an_older_version_lacks_the_newer_fields() {
    Sample from = filled();
    auto saved = snapshot::save(from);
    saved.resize(saved.size() - 4);
    Sample to;
    QVERIFY(snapshot::restore(to, 1, saved));
    QCOMPARE(to.note, std::uint32_t{9});
  }
  void every_truncation_is_refused() {
    Sample from = filled();
    const auto saved = snapshot::save(from);
    for (std::size_t size = 0; size < saved.size(); ++size) {
      Sample to;
      QVERIFY(!snapshot::restore(to, 2, std::span{saved}.first(size)));
    }
  }
  void lies_inside_a_section_are_refused_data() {
    QTest::addColumn<unsigned>("version");
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("byte");
    QTest::addColumn<QString>("message");
    QTest::newRow("future version") << 3u << 0 << 0 << "version 3 is unknown";
    QTest::newRow("version 0") << 0u << 0 << 0 << "version 0 is unknown";
    QTest::newRow("long block") << 2u << 31 << 9 << "has 9 bytes where 8 are allowed";
    QTest::newRow("huge block") << 2u << 38 << 0xff << "bytes where 8 are allowed";
    QTest::newRow("refused by the component") << 2u << 0 << 99 << "small is 99";
    QTest::newRow("shorter block") << 2u << 31 << 2 << "left over";
  }
  void lies_inside_a_section_are_refused() {
    QFETCH(unsigned, version);
    QFETCH(int, at);
    QFETCH(int, byte);
    QFETCH(QString, message);
    Sample from = filled();
    auto saved = snapshot::save(from);
    saved[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(byte);
    Sample to;
    const auto status = snapshot::restore(to, version, saved);
    QVERIFY(!status);
    QVERIFY2(status.error().message.find(message.toStdString()) != std::string::npos, status.error().message.c_str());
  }
  void a_file_gives_its_sections_back() {
    const auto file = sample_file();
    const auto reader = snapshot::StateReader::parse(file);
    QVERIFY(reader.has_value());
    QCOMPARE(reader->sections().size(), std::size_t{2});
    QCOMPARE(reader->find("raw")->version, std::uint32_t{3});
    Sample to;
    QVERIFY(reader->restore("first", to));
    QCOMPARE(to.note, std::uint32_t{10});
    QVERIFY(!reader->restore("absent", to));
  }
  void every_flipped_bit_and_truncation_of_a_file_is_noticed() {
    const auto file = sample_file();
    for (std::size_t size = 0; size < file.size(); ++size) QVERIFY(!snapshot::StateReader::parse(std::span{file}.first(size)));
    // The versions are not under the checksum: a component refuses those that it does not know.
    const std::size_t version_at = 8 + 4 + 2 + 5;
    for (std::size_t bit = 0; bit < version_at * 8; ++bit) {
      auto wrong = file;
      wrong[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      QVERIFY2(!snapshot::StateReader::parse(wrong), qPrintable(QString::number(bit)));
    }
    for (std::size_t bit = (version_at + 4) * 8; bit < (version_at + 16 + 10) * 8; ++bit) {
      auto wrong = file;
      wrong[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      QVERIFY2(!snapshot::StateReader::parse(wrong), qPrintable(QString::number(bit)));
    }
  }
  void a_section_comes_once() {
    auto file = sample_file();
    const auto second = std::vector<std::uint8_t>(file.end() - 25, file.end());  // 2 + 3 + 4 + 8 + 4 + 4
    file.insert(file.end(), second.begin(), second.end());
    file[8] = 3;
    const auto reader = snapshot::StateReader::parse(file);
    QVERIFY(!reader);
    QVERIFY(reader.error().message.find("twice") != std::string::npos);
  }
  void the_debug_view_names_fields_and_folds_runs() {
    Sample sample = filled();
    const QString text = QString::fromStdString(snapshot::dump(sample));
    QVERIFY(text.contains("small = 0xab\n"));
    QVERIFY(text.contains("row = 0x0 (x2)\nrow = 0x7\nrow = 0x0\n"));
    QVERIFY(text.contains("text = 3 bytes 01 02 03\n"));
  }
};

QTEST_GUILESS_MAIN(StateFileTest)
#include "state_file_test.moc"
