// SPDX-License-Identifier: Apache-2.0
// Shared memory, clocks and entropy of the host.
#include "core/base/sys/os.h"

#include <QTest>
#include <array>

using namespace vitrine::base;

class OsTest : public QObject {
  Q_OBJECT

 private slots:
  void memory_is_zeroed_and_writable_to_its_end() {
    auto memory = sys::SharedMemory::create("test", 3 * 4096 + 1);
    QVERIFY(memory);
    QCOMPARE(memory->size(), std::size_t{4 * 4096});
    QCOMPARE(memory->data()[0], std::byte{0});
    memory->data()[memory->size() - 1] = std::byte{5};
    QCOMPARE(memory->data()[memory->size() - 1], std::byte{5});
  }
  void discarded_pages_read_as_zero() {
    auto memory = sys::SharedMemory::create("test", 2 * 4096);
    QVERIFY(memory);
    memory->data()[4096] = std::byte{1};
    memory->discard(4096, 4096);
    QCOMPARE(memory->data()[4096], std::byte{0});
  }
  void moved_from_memory_is_empty() {
    auto memory = sys::SharedMemory::create("test", 4096);
    QVERIFY(memory);
    const sys::SharedMemory taken{std::move(*memory)};
    QCOMPARE(taken.size(), std::size_t{4096});
    QVERIFY(memory->data() == nullptr);
  }
  void too_much_memory_is_an_error_and_no_crash() {
    const auto memory = sys::SharedMemory::create("test", std::size_t{1} << 62);
    QVERIFY(!memory);
    QCOMPARE(memory.error().code, Errc::kIo);
  }
  void monotonic_clock_does_not_go_back() {
    const auto first = sys::monotonic_ns();
    QVERIFY(sys::monotonic_ns() >= first);
    QVERIFY(sys::realtime_ns() > 1'600'000'000'000'000'000);
  }
  void entropy_differs_between_calls() {
    std::array<std::byte, 32> first{};
    std::array<std::byte, 32> second{};
    sys::fill_random(first);
    sys::fill_random(second);
    QVERIFY(first != second);
  }
};

QTEST_GUILESS_MAIN(OsTest)
#include "os_test.moc"
