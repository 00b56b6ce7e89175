// SPDX-License-Identifier: Apache-2.0
// vm.toml: what is refused and where, and edits that change one line.
#include "app/settings/document.h"

#include <QTemporaryDir>
#include <QTest>

using namespace vitrine::app::settings;

namespace {

Document parsed(const char* text) {
  auto document = Document::parse(text, "vm.toml");
  if (!document) qFatal("%s", document.error().message.c_str());
  return *document;
}

}  // namespace

class DocumentTest : public QObject {
  Q_OBJECT

 private slots:
  void bad_input_names_line_and_column_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");  // its beginning
    const auto row = [](const char* name, QByteArray text, QByteArray message) {
      QTest::newRow(name) << std::move(text) << std::move(message);
    };
    row("unknown key", "name = 'x'\nmachine.memry_mib = 3\n",
        "vm.toml:2:9: there is no setting \"machine.memry_mib\" (did you mean \"machine.memory_mib\"?)");
    row("unknown table", "[maschine]\ncpus = 1\n", "vm.toml:1:2: there is no setting \"maschine\"");
    row("table for a value", "[name]\n", "vm.toml:1:1: name must be a text of 0 to 80 characters");
    row("value for a table", "machine = 3\n", "vm.toml:1:1: there is no setting \"machine\"");
    row("wrong type", "[machine]\n  cpus = \"four\"\n", "vm.toml:2:10: machine.cpus must be a whole number from 1 to 64, not \"four\"");
    row("fraction", "[machine]\ncpus = 1.5\n", "vm.toml:2:8: machine.cpus must be a whole number");
    row("below the range", "[machine]\nmemory_mib = 1\n",
        "vm.toml:2:14: machine.memory_mib must be a whole number from 16 to 1048576 (MiB), not 1");
    row("huge number", "[machine]\nmemory_mib = 99999999999999999999\n", "vm.toml:2:34: ");
    row("not among the choices", "isolation = 'jail'\n", "vm.toml:1:13: isolation must be one of process, none, not \"jail\"");
    row("date", "name = 1979-05-27\n", "vm.toml:1:8: name must be a text");
    row("array", "name = ['a']\n", "vm.toml:1:8: name must be a text");
    row("array of tables", "[[machine]]\n", "vm.toml:1:3: there is no setting \"machine\"");
    row("twice", "name = 'a'\nname = 'b'\n", "vm.toml:2:");
    row("unfinished text", "name = 'a\n", "vm.toml:1:");
    row("no value", "name =\n", "vm.toml:1:7:");
    row("not UTF-8", "name = '\xff'\n", "vm.toml:1:8: ");
    row("header that is no name", "[=]\n", "vm.toml:1:2: ");
    row("letter beyond ASCII in a name", "na\xcc\x96me = 1\n", "vm.toml:1:");
    row("NUL", QByteArray("name = \0", 8), "vm.toml:1:8:");
    row("escaped NUL", "[boot]\nkernel = \"a\\u0000b\"\n", "vm.toml:2:10: boot.kernel must be a text of 0 to 4096 characters on one line");
    row("terminal escape", "name = \"\\u001b[2J\"\n", "vm.toml:1:8: name must be a text of 0 to 80 characters on one line, not \" [2J\"");
    row("newer format", "format = 2\nwarp = 9\n", "vm.toml:1:10: written by a newer Vitrine (format 2; this one reads up to 1)");
    row("deep key", QByteArray("a") + QByteArray(".a").repeated(30000) + " = 1\n", "vm.toml:1:32: a name of so many parts is no setting");
    row("deep quoted key", QByteArray("'.'") + QByteArray(" . \".\"").repeated(9000) + " = 1\n", "vm.toml:1:");
    row("deep header", "x = 1\n[" + QByteArray("a.").repeated(17) + "a]\n", "vm.toml:2:33: a name of so many parts");
    row("deep arrays", "name = " + QByteArray("[").repeated(30000), "vm.toml:1:");
    row("deep inline tables", "machine = " + QByteArray("{a=").repeated(20000), "vm.toml:1:");
    row("too large", QByteArray("#").repeated(70000), "vm.toml: 70000 bytes are too many");
  }
  void bad_input_names_line_and_column() {
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, message);
    const auto document = Document::parse(text.toStdString(), "vm.toml");
    QVERIFY(!document);
    const QByteArray got = QByteArray::fromStdString(document.error().message);
    QVERIFY2(got.startsWith(message), got.constData());
    QVERIFY2(!got.contains('\n') && got.size() < 400, got.constData());
  }

  void user_file_refuses_what_belongs_to_one_machine() {
    QVERIFY(Document::parse("[machine]\nmemory_mib = 1024\n", "u.toml", Scope::kUser));
    const auto document = Document::parse("[boot]\nkernel = 'x'\n", "u.toml", Scope::kUser);
    QVERIFY(!document);
    QCOMPARE(document.error().message, std::string{"u.toml:2:10: boot.kernel belongs to one machine and cannot be set for all"});
  }

  void edit_changes_one_line_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<qint64>("value");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* key, qint64 value, const char* after) {
      QTest::newRow(name) << QByteArray{before} << QByteArray{key} << value << QByteArray{after};
    };
    row("replaced, comment kept", "# mine\n[machine]\ncpus = 1  # one\nisa = 'riscv64'\n", "machine.cpus", 4,
        "# mine\n[machine]\ncpus = 4  # one\nisa = 'riscv64'\n");
    row("behind other letters", "machine = { isa = 'riscv64', cpu = 'mäx', cpus = 1 } # ü\n", "machine.cpus", 2,
        "machine = { isa = 'riscv64', cpu = 'mäx', cpus = 2 } # ü\n");
    row("added to its table", "[machine]\nisa = 'riscv64' # x\n\n[boot]\nappend = 'a'\n", "machine.cpus", 2,
        "[machine]\nisa = 'riscv64' # x\ncpus = 2\n\n[boot]\nappend = 'a'\n");
    row("added to an empty table", "[machine] # here\n[boot]\n", "machine.cpus", 2, "[machine] # here\ncpus = 2\n[boot]\n");
    row("added to dotted keys", "machine.isa = 'riscv64'\nname = 'x'\n", "machine.cpus", 2,
        "machine.isa = 'riscv64'\nmachine.cpus = 2\nname = 'x'\n");
    row("added to an inline table", "machine = { isa = 'riscv64' }\n", "machine.cpus", 2, "machine = { isa = 'riscv64', cpus = 2 }\n");
    row("new table", "name = 'x'", "machine.cpus", 2, "name = 'x'\n\n[machine]\ncpus = 2\n");
    row("empty file", "", "machine.cpus", 2, "[machine]\ncpus = 2\n");
    row("other line ends", "[machine]\r\nisa = 'riscv64'\r\n", "machine.cpus", 2, "[machine]\r\nisa = 'riscv64'\r\ncpus = 2\r\n");
    row("byte order mark", "\xef\xbb\xbf[machine]\ncpus = 1\n", "machine.cpus", 2, "\xef\xbb\xbf[machine]\ncpus = 2\n");
    row("underscores", "[machine]\nmemory_mib = 1_024\n", "machine.memory_mib", 64, "[machine]\nmemory_mib = 64\n");
  }
  void edit_changes_one_line() {
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, key);
    QFETCH(const qint64, value);
    QFETCH(const QByteArray, after);
    auto document = parsed(before.constData());
    QVERIFY(document.set(key.toStdString(), std::int64_t{value}));
    QCOMPARE(QByteArray::fromStdString(document.text()), after);
    QCOMPARE(std::get<std::int64_t>(*document.find(key.toStdString())), std::int64_t{value});
  }

  void top_level_setting_goes_above_the_tables() {
    auto document = parsed("[machine]\ncpus = 1\n");
    QVERIFY(document.set("name", std::string{"A \"b\" \\ c"}));
    QCOMPARE(document.text(), std::string{"name = \"A \\\"b\\\" \\\\ c\"\n[machine]\ncpus = 1\n"});
    QVERIFY(document.set("notes", std::string{"one\n\ttwo"}));
    QCOMPARE(std::get<std::string>(*document.find("notes")), std::string{"one\n\ttwo"});
  }
  void multi_line_text_is_replaced_whole() {
    auto document = parsed("notes = \"\"\"\na\nb\"\"\" # c\nname = 'x'\n");
    QVERIFY(document.set("notes", std::string{"z"}));
    QCOMPARE(document.text(), std::string{"notes = \"z\" # c\nname = 'x'\n"});
  }
  void unset_takes_the_line_out() {
    auto document = parsed("name = 'x'\n[machine]\ncpus = 1 # one\n");
    QVERIFY(document.unset("machine.cpus"));
    QCOMPARE(document.text(), std::string{"name = 'x'\n[machine]\n"});
    QVERIFY(document.unset("machine.cpus"));
  }
  void unset_refuses_a_shared_line() {
    auto document = parsed("machine = { cpus = 1, isa = 'riscv64' }\n");
    QVERIFY(!document.unset("machine.cpus"));
    QVERIFY(document.find("machine.isa") != nullptr);
  }
  void value_out_of_range_changes_nothing() {
    auto document = parsed("[machine]\ncpus = 1\n");
    const auto status = document.set("machine.cpus", std::int64_t{65});
    QVERIFY(!status);
    QCOMPARE(status.error().message, std::string{"machine.cpus must be a whole number from 1 to 64, not 65"});
    QCOMPARE(document.text(), std::string{"[machine]\ncpus = 1\n"});
  }

  void saved_file_reads_back() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("vm.toml").toStdString();
    QVERIFY(parsed("name = 'x'\n").save(path));
    auto document = Document::load(path);
    QVERIFY(document);
    QVERIFY(document->set("name", std::string{"ü"}));
    QVERIFY(document->save(path));
    QCOMPARE(Document::load(path)->text(), std::string{"name = \"ü\"\n"});
    QCOMPARE(std::distance(std::filesystem::directory_iterator{path.parent_path()}, {}), 1);
  }
  void unreadable_places_are_named() {
    QCOMPARE(Document::load("/nonexistent/vm.toml").error().code, vitrine::base::Errc::kNotFound);
    QCOMPARE(Document::load("/dev/zero").error().message, std::string{"/dev/zero: not a plain file"});
  }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
