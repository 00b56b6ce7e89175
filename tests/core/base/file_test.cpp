// SPDX-License-Identifier: Apache-2.0
// Reading whole files within a limit, and replacing them atomically.
#include "core/base/file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <iterator>
#include <memory>

using namespace vitrine::base;
namespace fs = std::filesystem;

namespace {

std::size_t entries_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

}  // namespace

class FileTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
  }

  void whole_content_comes_back_data() {
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 65535, 65536, 65537, 300000}) QTest::addRow("%d bytes", size) << size;
  }
  void whole_content_comes_back() {
    QFETCH(int, size);
    const std::string content(static_cast<std::size_t>(size), 'x');
    QVERIFY(replace_file(at("file"), content));
    QVERIFY(read_text_file(at("file"), content.size()).value_or("?") == content);
    QCOMPARE(read_file(at("file"), content.size()).value().size(), content.size());
  }

  void file_beyond_the_limit_is_refused() {
    QVERIFY(replace_file(at("file"), std::string_view{"12345"}));
    const auto result = read_file(at("file"), 4);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Errc::kUnsupported);
    QVERIFY(result.error().message.find("larger than the 4 bytes") != std::string::npos);
  }
  void endless_file_ends_at_the_limit() { QVERIFY(!read_file("/dev/zero", 1 << 20)); }

  void failure_names_the_file_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << QString{"/nowhere/missing"} << static_cast<int>(Errc::kNotFound);
    QTest::newRow("folder") << QString{"/"} << static_cast<int>(Errc::kIo);
  }
  void failure_names_the_file() {
    QFETCH(QString, path);
    QFETCH(int, code);
    const auto result = read_file(path.toStdString(), 10);
    QVERIFY(!result);
    QCOMPARE(static_cast<int>(result.error().code), code);
    QVERIFY(result.error().message.starts_with(path.toStdString()));
  }

  void abandoned_replacement_leaves_nothing() {
    QVERIFY(replace_file(at("file"), std::string_view{"old"}));
    {
      auto file = AtomicFile::create(at("file"));
      QVERIFY(file);
      QVERIFY(file->write(std::as_bytes(std::span{"new"})));
    }
    QCOMPARE(read_text_file(at("file"), 10).value(), std::string{"old"});
    QCOMPARE(entries_in(at("")), std::size_t{1});
  }
  void link_is_followed() {
    QVERIFY(replace_file(at("file"), std::string_view{"old"}));
    fs::create_symlink("file", at("link"));
    QVERIFY(replace_file(at("link"), std::string_view{"new"}));
    QVERIFY(fs::is_symlink(at("link")));
    QCOMPARE(read_text_file(at("file"), 10).value(), std::string{"new"});
  }
  void replacing_in_a_missing_folder_is_an_error() { QVERIFY(!replace_file(at("no/such/file"), std::string_view{"x"})); }
  void a_bare_name_lies_in_the_working_folder() {
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder_->path()));
    const auto written = replace_file("bare", std::string_view{"x"});
    QVERIFY(QDir::setCurrent(before));
    QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
  }
  void private_file_is_private() {
    QVERIFY(replace_file(at("key"), std::string_view{"secret"}, sys::FileMode::kPrivate));
    QCOMPARE(fs::status(at("key")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }
  void descriptor_is_closed_once() {
    UniqueFd first{sys::open_for_reading("/dev/null").value()};
    UniqueFd second{std::move(first)};
    QVERIFY(second.valid() && !first.valid());
    second.reset();
    QVERIFY(!second.valid());
  }

 private:
  [[nodiscard]] fs::path at(const char* name) const { return fs::path{folder_->path().toStdString()} / name; }
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(FileTest)
#include "file_test.moc"
