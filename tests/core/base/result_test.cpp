// SPDX-License-Identifier: Apache-2.0
// Errors as values travel through TRY and TRY_ASSIGN.
#include "core/base/result.h"

#include <QTest>
#include <memory>

using namespace vitrine::base;

namespace {

Result<std::unique_ptr<int>> make(bool good) {
  if (!good) return fail(Errc::kNotFound, "number {}: not there", 7);
  return std::make_unique<int>(7);
}
Result<int> twice(bool good) {
  TRY_ASSIGN(const auto number, make(good));
  return 2 * *number;
}
Status only_try(bool good) {
  TRY(make(good));
  return {};
}

}  // namespace

class ResultTest : public QObject {
  Q_OBJECT

 private slots:
  void value_is_moved_out() { QCOMPARE(twice(true).value_or(0), 14); }
  void error_keeps_code_and_sentence() {
    const auto result = twice(false);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Errc::kNotFound);
    QCOMPARE(result.error().message, std::string{"number 7: not there"});
  }
  void try_returns_the_error() {
    QVERIFY(only_try(true));
    QCOMPARE(only_try(false).error().message, std::string{"number 7: not there"});
  }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "result_test.moc"
