// SPDX-License-Identifier: Apache-2.0
// Categories of a log: what is written, and what costs nothing.
#include "core/base/log.h"

#include <QTest>

using namespace vitrine::base;

class LogTest : public QObject {
  Q_OBJECT

 private slots:
  void only_enabled_categories_tell_details() {
    std::vector<std::string> lines;
    Log log{[&](std::string_view line) { lines.emplace_back(line); }};
    const LogCategory early = log.category("mmu");
    const std::vector<std::string> wanted{"mmu", "plic"};
    log.enable(wanted);
    LOG_DEBUG(early, "walk {}", 1);
    LOG_DEBUG(log.category("plic"), "claim {}", 2);
    LOG_INFO(log.category("uart"), "silent");
    LOG_WARNING(log.category("uart"), "loud");
    QCOMPARE(lines, (std::vector<std::string>{"mmu: debug: walk 1", "plic: debug: claim 2", "uart: warning: loud"}));
  }
  void all_means_every_category() {
    int lines = 0;
    Log log{[&](std::string_view) { ++lines; }};
    log.enable(std::vector<std::string>{"all"});
    LOG_DEBUG(log.category("anything"), "x");
    QCOMPARE(lines, 1);
  }
  void silent_category_formats_nothing() {
    int evaluated = 0;
    const auto costly = [&] { return ++evaluated; };
    LOG_ERROR(LogCategory{}, "{}", costly());
    QCOMPARE(evaluated, 0);
  }
};

QTEST_GUILESS_MAIN(LogTest)
#include "log_test.moc"
