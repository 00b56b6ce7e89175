// SPDX-License-Identifier: Apache-2.0
// The public suites riscv-tests and riscv-arch-test, each program on the built vitrine, on the interpreter alone and verified unit by unit.
//
// They lie in the folder that VITRINE_SUITES names, else in shared/suites beside the checkout; without it the test is skipped, except in CI.
#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

// Programs whose extension no model has yet: they trap, as they should.
const char* const kLeftOut = "zfh|zbc|zbk[bx]|zicond|mzicbo|^(K|CMO|Zfh)/|clmul";
constexpr int kTimeoutMs = 60'000;

QString suites_folder() {
  const QString named = qEnvironmentVariable("VITRINE_SUITES");
  return named.isEmpty() ? QStringLiteral(VITRINE_SOURCE_DIR "/../shared/suites") : named;
}

}  // namespace

class SuitesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const QString folder = suites_folder();
    if (!QDir{folder}.exists()) {
      QVERIFY2(qEnvironmentVariable("CI") != "true", qPrintable(folder + ": the public suites must be there in CI"));
      QSKIP(qPrintable("public suites not found: " + folder));
    }
    for (const char* const suite : {"riscv-tests", "arch-test"}) {
      const QStringList arguments{"xf", folder + "/" + suite + ".tar.xz", "-C", unpacked_.path()};
      QCOMPARE(QProcess::execute("tar", arguments), 0);
    }
  }

  void programs_pass_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<bool>("verified");
    add_suite("riscv-tests", 300);
    add_suite("arch-test", 250);
  }
  void programs_pass() {
    QFETCH(QString, program);
    QFETCH(bool, verified);
    QStringList arguments{"run", "--isa", "riscv64", "--firmware", "none", "--display", "none", "--serial", "null", "--timeout", "50"};
    if (verified) arguments << "--verify";
    arguments << "--elf" << program;
    QProcess vitrine;
    vitrine.setStandardInputFile(QProcess::nullDevice());
    vitrine.start(VITRINE_BINARY_DIR "/bin/vitrine", arguments);
    QVERIFY2(vitrine.waitForFinished(kTimeoutMs), qPrintable(vitrine.errorString()));
    QVERIFY2(vitrine.exitStatus() == QProcess::NormalExit && vitrine.exitCode() == 0,
             qPrintable(QString{"exit status %1: %2"}.arg(vitrine.exitCode()).arg(QString{vitrine.readAllStandardError()})));
  }

 private:
  void add_suite(const QString& suite, int least) {
    const QString root = unpacked_.path() + "/" + suite;
    const QRegularExpression left_out{kLeftOut};
    QStringList names;
    for (QDirIterator files{root, QDir::Files, QDirIterator::Subdirectories}; files.hasNext();) {
      const QString name = files.next().mid(root.size() + 1);
      if (!left_out.match(name).hasMatch()) names << name;
    }
    QVERIFY2(names.size() >= least, qPrintable(QString{"%1: only %2 programs"}.arg(suite).arg(names.size())));
    names.sort();
    for (const QString& name : names)
      for (const bool verified : {false, true})
        QTest::newRow(qPrintable(suite + " " + name + (verified ? ", verified" : ""))) << root + "/" + name << verified;
  }

  QTemporaryDir unpacked_;
};

QTEST_GUILESS_MAIN(SuitesTest)
#include "suites_test.moc"
