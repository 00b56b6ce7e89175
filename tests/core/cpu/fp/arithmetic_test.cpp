// SPDX-License-Identifier: Apache-2.0
// Every operation, format and rounding mode against MPFR, with APFloat as a second opinion.  VITRINE_RANDOM_CASES sets the size.
#include <QTest>

#include "tests/core/cpu/fp/comparison.h"

using namespace vitrine::tests::fp;
using vitrine::cpu::fp::F16;
using vitrine::cpu::fp::F32;
using vitrine::cpu::fp::F64;

class ArithmeticTest : public QObject {
  Q_OBJECT

 private slots:
  void result_and_flags_are_exact_data() {
    QTest::addColumn<unsigned>("operation");
    QTest::addColumn<unsigned>("width");
    QTest::addColumn<unsigned>("rounding");
    for (const Operation operation : kOperations)
      for (const unsigned width : {16u, 32u, 64u})
        for (unsigned rounding = 0; rounding < 5 && is_meaningful(operation, width); ++rounding)
          QTest::addRow("%s f%u %s", name_of(operation), width, kRoundingNames[rounding])
              << static_cast<unsigned>(operation) << width << rounding;
  }
  void result_and_flags_are_exact() {
    QFETCH(unsigned, operation);
    QFETCH(unsigned, width);
    QFETCH(unsigned, rounding);
    const auto layout = width == 16 ? layout_of<F16>() : width == 32 ? layout_of<F32>() : layout_of<F64>();
    const auto result = compare(static_cast<Operation>(operation), layout, static_cast<vitrine::cpu::fp::Rounding>(rounding),
                                VITRINE_RANDOM_CASES, 1 + width);
    cases_ += result.cases;
    comparisons_ += result.comparisons;
    QVERIFY2(result.differences == 0,
             qPrintable(QString{"%1 differ; first: %2"}.arg(result.differences).arg(result.first_difference.c_str())));
  }

  void cleanupTestCase() {
    qInfo("%llu cases, %llu comparisons", static_cast<unsigned long long>(cases_), static_cast<unsigned long long>(comparisons_));
  }

 private:
  std::uint64_t cases_ = 0;
  std::uint64_t comparisons_ = 0;
};

QTEST_GUILESS_MAIN(ArithmeticTest)
#include "arithmetic_test.moc"
