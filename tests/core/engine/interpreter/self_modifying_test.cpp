// SPDX-License-Identifier: Apache-2.0
// Code that changes: by its own stores, by those of devices, and through new mappings.
#include "tests/core/engine/interpreter/guest.h"

using namespace vitrine::tests::interpreter;

namespace {

constexpr std::uint64_t kFunction = kRam + 0x1000;
constexpr Word kOld = addi(10, 0, 1);
constexpr Word kNew = addi(10, 0, 2);
constexpr std::uint64_t kEnd = kRam + 0x100;

// x6: where to store, x5: what.  Calls the function at x7 before and after it, results in x11 and x12.
void load_patcher(Guest& guest, Word store, Word barrier) {
  guest.program(kRam, {jalr(1, 7), addi(11, 10, 0), store, barrier, jalr(1, 7), addi(12, 10, 0), jal(0, 0x100 - 6 * 4)});
}

}  // namespace

class SelfModifyingTest : public QObject {
  Q_OBJECT

 private slots:
  void a_store_is_seen_behind_fence_i_data() {
    QTest::addColumn<quint64>("function");
    QTest::addColumn<uint>("store");
    QTest::addColumn<bool>("verify");
    const struct {
      const char* name;
      quint64 function;
    } kPlaces[] = {{"page of its own", kFunction},
                   {"same page", kRam + 0x200},
                   {"same line", kRam + 0x28},
                   {"across lines", kRam + 0x23e},
                   {"across pages", kRam + 0xffe}};
    const struct {
      const char* name;
      Word store;
    } kStores[] = {{"sb", sb(5, 6)}, {"sh", sh(5, 6)}, {"sw", sw(5, 6)}, {"sd", sd(5, 6)}, {"amoswap", amoswap_w(0, 5, 6)}};
    for (const auto& place : kPlaces)
      for (const auto& store : kStores)
        for (const bool verify : {false, true}) {
          // The instruction's immediate stands in its upper half: narrow stores go there.
          if (store.store == amoswap_w(0, 5, 6) && place.function % 4 != 0) continue;
          QTest::addRow("%s, %s%s", place.name, store.name, verify ? ", verified" : "") << place.function << store.store << verify;
        }
  }
  void a_store_is_seen_behind_fence_i() {
    QFETCH(quint64, function);
    QFETCH(uint, store);
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    load_patcher(guest, store, kFenceI);
    guest.program(function, {kOld, kRet});
    const bool narrow = store == sb(5, 6) || store == sh(5, 6);
    guest.set(5, narrow ? kNew >> 16 : kNew | std::uint64_t{kRet} << 32);
    guest.set(6, function + (narrow ? 2 : 0));
    guest.set(7, function);
    QVERIFY(guest.run(kRam, kEnd));
    QCOMPARE(guest.get(11), 1u);
    QCOMPARE(guest.get(12), 2u);
  }

  // Whether the rest of the running unit is the old or the new code is the implementation's choice, until fence.i.
  void a_store_into_the_running_unit_is_seen_the_next_time_data() { verification_rows(); }
  void a_store_into_the_running_unit_is_seen_the_next_time() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(kRam, {sw(5, 6), addi(9, 9, 1), kOld, kFenceI, addi(11, 10, 0), addi(8, 8, -1), bne(8, 0, -24), jal(0, 0x100 - 28)});
    guest.set(5, kNew);
    guest.set(6, kRam + 8);
    guest.set(8, 2);
    QVERIFY(guest.run(kRam, kEnd));
    QCOMPARE(guest.get(9), 2u);
    QCOMPARE(guest.get(10), 2u);
    QCOMPARE(guest.get(11), 2u);
  }

  void a_loop_that_writes_itself_counts_right_data() { verification_rows(); }
  void a_loop_that_writes_itself_counts_right() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    // Each turn the loop's own increment grows by one: 1 + 2 + … + 100.
    guest.program(kRam, {addi(5, 5, 0), kFenceI, addi(10, 10, 1), add(5, 5, 13), sw(5, 6), kFenceI, addi(8, 8, -1), bne(8, 0, -20),
                         jal(0, 0x100 - 32)});
    guest.set(5, addi(10, 10, 1));
    guest.set(13, 1u << 20);
    guest.set(6, kRam + 8);
    guest.set(8, 100);
    QVERIFY(guest.run(kRam, kEnd));
    QCOMPARE(guest.get(10), 5050u);
  }

  void a_devices_transfer_is_seen_data() { verification_rows(); }
  void a_devices_transfer_is_seen() {
    QFETCH(bool, verify);
    Guest guest{configuration(verify)};
    guest.program(kRam, {jalr(1, 7), addi(12, 10, 0), kFenceI, jal(0, -12)});
    guest.program(kFunction, {kOld, kRet});
    guest.set(7, kFunction);
    for (const int value : {2, 3, 4, 5}) {
      guest.vcpus[0]->run(50);
      QCOMPARE(guest.get(12), static_cast<std::uint64_t>(value - 1));
      guest.transfer(kFunction, addi(10, 0, value));
    }
  }

  // Only the units on the lines that were stored to are translated anew.
  void data_beside_code_keeps_the_code() {
    Guest guest;
    guest.program(kRam, {sd(8, 6), addi(8, 8, -1), bne(8, 0, -8), jal(0, 0x100 - 12)});
    guest.set(6, kRam + 0x80);
    guest.set(8, 1000);
    QVERIFY(guest.run(kRam, kEnd));
    QVERIFY(guest.vcpus[0]->counters().units < 10);
  }
};

QTEST_GUILESS_MAIN(SelfModifyingTest)
#include "self_modifying_test.moc"
