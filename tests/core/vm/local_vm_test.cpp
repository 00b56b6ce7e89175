// SPDX-License-Identifier: Apache-2.0
// Whole machines in this process, running programs of a few instructions.
#include "core/vm/local_vm.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>

#include "core/base/guarded.h"
#include "tests/core/vm/tiny_assembler.h"

using namespace vitrine;
using namespace vitrine::vm;
using namespace vitrine::vm::test;

namespace {

constexpr std::int64_t kPatienceMs = 20'000;
constexpr std::uint32_t kPowerOffValue = 0x5555, kResetValue = 0x7777, kFailValue = 0x3333;

// Remembers a machine's events.
struct Heard {
  std::string output;
  std::vector<RunState> states;
  int resets = 0;
  std::string panic;
};
class Listener {
 public:
  Listener() = default;
  ~Listener() {
    if (vm_ != nullptr) vm_->set_sink({});
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void attach(Vm& vm) {
    vm_ = &vm;
    vm.set_sink([this](const Event& event) {
      auto heard = heard_.lock();
      if (const auto* output = std::get_if<SerialOutput>(&event)) heard->output.append(output->bytes.begin(), output->bytes.end());
      if (const auto* changed = std::get_if<StateChanged>(&event)) heard->states.push_back(changed->status.state);
      if (const auto* panicked = std::get_if<GuestPanicked>(&event)) heard->panic = panicked->last_lines;
      if (std::holds_alternative<ResetHappened>(event)) ++heard->resets;
    });
  }
  Heard now() { return *heard_.lock(); }

 private:
  base::Guarded<Heard> heard_;
  Vm* vm_ = nullptr;
};

// Copies what it receives back, for ever.
const Code kEcho{kUartToT0, lbu(t1, t0, 5), andi(t1, t1, 1), beq(t1, zero, -8), lbu(t2, t0, 0), sb(t2, t0, 0), jump(-20)};
// Counts in a0, for ever.
const Code kCount{addi(a0, a0, 1), jump(-4)};
// Prints A, B, C … for ever, slowly.
const Code kAlphabet{kUartToT0,        addi(a0, zero, 'A'), sb(a0, t0, 0),           addi(a0, a0, 1),  lui(t1, 0x40),
                     addi(t1, t1, -1), bne(t1, zero, -4),   addi(t2, zero, 'Z' + 1), bne(a0, t2, -24), jump(-32)};

}  // namespace

class LocalVmTest : public QObject {
  Q_OBJECT
 private slots:
  void a_guest_that_powers_off_ends_with_0() {
    const auto vm = make(print("Hi\n") + finish_with(kPowerOffValue));
    Listener listener;
    listener.attach(*vm);
    vm->start();
    const auto end = vm->wait_for_end(kPatienceMs);
    QVERIFY(end);
    QCOMPARE(end->reason, EndReason::kPowerOff);
    QCOMPARE(end->exit_code, 0);
    QCOMPARE(listener.now().output, std::string{"Hi\n"});
    QCOMPARE(listener.now().states, (std::vector{RunState::kRunning, RunState::kPoweredOff}));
    QVERIFY(vm->report().instructions >= 10);
  }

  void a_test_finisher_gives_the_exit_code() {
    const auto vm = make(finish_with((42 << 16) | kFailValue));
    vm->start();
    const auto end = vm->wait_for_end(kPatienceMs);
    QVERIFY(end);
    QCOMPARE(end->reason, EndReason::kGuestExit);
    QCOMPARE(end->exit_code, 42);
  }

  void a_reset_starts_the_guest_again() {
    // The word at 0x10000 behind the program survives: the second time it is set.
    const Code mark{addi(a1, zero, 1), slli(a1, a1, 31),  lui(a2, 0x10), i_type(0x33, 0, a1, a1, a2),
                    lw(a0, a1, 0),     addi(t1, zero, 1), sw(t1, a1, 0)};
    const Code reset = finish_with(kResetValue);
    const Code skip{bne(a0, zero, static_cast<std::int32_t>(reset.size() * 4 + 4))};
    const Code all = mark + skip + reset + print("again") + finish_with(kPowerOffValue);
    const auto vm = make(all);
    Listener listener;
    listener.attach(*vm);
    vm->start();
    const auto end = vm->wait_for_end(kPatienceMs);
    QVERIFY(end);
    QCOMPARE(end->exit_code, 0);
    QCOMPARE(listener.now().output, std::string{"again"});
    QCOMPARE(listener.now().resets, 1);
  }

  void a_reset_brings_back_code_that_the_guest_had_changed() {
    constexpr std::uint32_t kFenceI = 0x0000100f;
    static_assert(addi(t2, zero, 'P') == 0x05000393);
    // The first time the instruction at 40 is changed to say P instead of O.
    const Code patch{addi(a1, zero, 1), slli(a1, a1, 31),  lui(a2, 0x10),       i_type(0x33, 0, a2, a1, a2),
                     lw(a0, a2, 0),     bne(a0, zero, 20), lui(t1, 0x05000),    addi(t1, t1, 0x393),
                     sw(t1, a1, 40),    kFenceI,           addi(t2, zero, 'O'), kUartToT0,
                     sb(t2, t0, 0),     bne(a0, zero, 32), addi(t1, zero, 1),   sw(t1, a2, 0)};
    const auto vm = make(patch + finish_with(kResetValue) + finish_with(kPowerOffValue));
    Listener listener;
    listener.attach(*vm);
    vm->start();
    QVERIFY(vm->wait_for_end(kPatienceMs));
    QCOMPARE(listener.now().output, std::string{"PO"});
  }

  void under_no_reboot_a_reset_ends_with_4() {
    MachineConfig config = config_for(finish_with(kResetValue));
    config.no_reboot = true;
    const auto vm = make(config);
    vm->start();
    const auto end = vm->wait_for_end(kPatienceMs);
    QVERIFY(end);
    QCOMPARE(end->exit_code, 4);
  }

  void a_machine_can_be_ended_from_outside() {
    const auto vm = make(kCount);
    vm->start();
    QVERIFY(!vm->wait_for_end(50));
    vm->end({EndReason::kTimeout, 3, "too long"});
    const auto end = vm->wait_for_end(kPatienceMs);
    QVERIFY(end);
    QCOMPARE(end->exit_code, 3);
    QVERIFY(!ask(*vm, Pause{}));
    QVERIFY(ask(*vm, QueryStatus{}));
  }

  void a_paused_machine_executes_nothing() {
    const auto vm = make(kCount);
    vm->start();
    QTRY_VERIFY(vm->report().instructions > 1000);
    QVERIFY(ask(*vm, Pause{}));
    const std::uint64_t before = vm->report().instructions;
    QTest::qWait(50);
    QCOMPARE(vm->report().instructions, before);
    QCOMPARE(std::get<Status>(*ask(*vm, QueryStatus{})).state, RunState::kPaused);
    QVERIFY(ask(*vm, Resume{}));
    QTRY_VERIFY(vm->report().instructions > before);
  }

  void typed_characters_reach_the_guest_at_its_own_pace() {
    const auto vm = make(kEcho);
    Listener listener;
    listener.attach(*vm);
    vm->start();
    std::string typed;
    for (int i = 0; i < 5000; ++i) typed.push_back(static_cast<char>('a' + i % 26));
    QVERIFY(ask(*vm, SerialInput{0, {typed.begin(), typed.end()}}));
    QTRY_COMPARE(listener.now().output, typed);
    const auto backlog = ask(*vm, QuerySerialBacklog{});
    QVERIFY(backlog);
    const auto& bytes = std::get<Bytes>(*backlog).bytes;
    QCOMPARE((std::string{bytes.begin(), bytes.end()}), typed);
  }

  void a_saved_machine_goes_on_elsewhere_and_saves_the_same_bytes() {
    const auto vm = make(kAlphabet);
    Listener listener;
    listener.attach(*vm);
    vm->start();
    QTRY_VERIFY(listener.now().output.size() > 30);
    QVERIFY(ask(*vm, Pause{}));
    const auto saved = ask(*vm, SaveState{});
    QVERIFY2(saved, saved ? "" : saved.error().message.c_str());
    const auto state = std::get<Bytes>(*saved).bytes;

    const auto other = make(kAlphabet);
    Listener heard;
    heard.attach(*other);
    other->start(true);
    const auto restored = ask(*other, RestoreState{state});
    QVERIFY2(restored, restored ? "" : restored.error().message.c_str());
    const auto again = ask(*other, SaveState{});
    QVERIFY(again);
    QCOMPARE(std::get<Bytes>(*again).bytes, state);
    QVERIFY(ask(*other, Resume{}));
    QTRY_VERIFY(heard.now().output.size() > 5);
    const std::string before = listener.now().output, after = heard.now().output;
    QCOMPARE(after[0], before.back() == 'Z' ? 'A' : static_cast<char>(before.back() + 1));
  }

  void a_damaged_or_foreign_state_is_refused_and_the_machine_lives() {
    const auto vm = make(print("start") + kEcho);
    Listener listener;
    listener.attach(*vm);
    vm->start();
    const auto saved = ask(*vm, SaveState{});
    QVERIFY(saved);
    auto state = std::get<Bytes>(*saved).bytes;
    state[state.size() / 2] ^= 1;
    QVERIFY(!ask(*vm, RestoreState{state}));
    QVERIFY(!ask(*vm, RestoreState{{1, 2, 3}}));
    MachineConfig larger = config_for(kEcho);
    larger.cpus = 2;
    const auto other = make(larger);
    other->start();
    QVERIFY(!ask(*other, RestoreState{std::get<Bytes>(*saved).bytes}));
    QVERIFY(ask(*vm, SerialInput{0, {'x'}}));
    QTRY_VERIFY(listener.now().output.ends_with('x'));
  }

  void two_machines_live_in_one_process() {
    const auto one = make(print("one") + kEcho);
    const auto two = make(print("two") + kEcho);
    Listener heard_one, heard_two;
    heard_one.attach(*one);
    heard_two.attach(*two);
    one->start();
    two->start();
    QVERIFY(ask(*one, SerialInput{0, {'1'}}));
    QVERIFY(ask(*two, SerialInput{0, {'2'}}));
    QTRY_COMPARE(heard_one.now().output, std::string{"one1"});
    QTRY_COMPARE(heard_two.now().output, std::string{"two2"});
    one->end({EndReason::kRequested, 0, {}});
    QVERIFY(one->wait_for_end(kPatienceMs));
    QVERIFY(ask(*two, SerialInput{0, {'3'}}));
    QTRY_COMPARE(heard_two.now().output, std::string{"two23"});
  }

  void deterministic_runs_execute_the_same_instructions() {
    MachineConfig config = config_for(print("same\n") + finish_with(kPowerOffValue));
    config.deterministic = true;
    config.cpus = 2;
    std::vector<std::uint64_t> counts;
    for (int run = 0; run < 2; ++run) {
      const auto vm = make(config);
      vm->start();
      QVERIFY(vm->wait_for_end(kPatienceMs));
      counts.push_back(vm->report().instructions);
    }
    QCOMPARE(counts[0], counts[1]);
  }

  void a_waiting_guest_costs_the_host_nothing() {
    const auto vm = make({kWfi, jump(-4)});
    vm->start();
    QTest::qWait(100);
    const std::clock_t before = std::clock();
    QTest::qWait(1000);
    QVERIFY2(std::clock() - before < CLOCKS_PER_SEC / 50, "the waiting guest uses the processor");
  }

  void the_monitor_answers_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("part");
    QTest::newRow("status") << "info status" << "paused";
    QTest::newRow("pc") << "info pc" << "CPU 0: pc 0x0000000000001000";
    QTest::newRow("registers") << "info registers" << "pc 0000000000001000";
    QTest::newRow("stats") << "info stats" << "instructions";
    QTest::newRow("help") << "help" << "system_reset";
    QTest::newRow("unknown") << "sing" << "no such command";
    QTest::newRow("unknown info") << "info weather" << "unknown";
  }
  void the_monitor_answers() {
    QFETCH(QString, line);
    QFETCH(QString, part);
    const auto vm = make(kEcho);
    vm->start(true);
    const auto reply = ask(*vm, MonitorLine{line.toStdString()});
    QVERIFY(reply);
    const QString text = QString::fromStdString(std::get<Text>(*reply).text);
    QVERIFY2(text.contains(part), qPrintable(text));
  }

  void a_panic_is_noticed() {
    const auto vm = make(kEcho);
    Listener listener;
    listener.attach(*vm);
    vm->start();
    const std::string words = "before\r\nKernel panic - not syncing: no init\r\n---[ end Kernel panic - not syncing: no init ]---\r\n";
    QVERIFY(ask(*vm, SerialInput{0, {words.begin(), words.end()}}));
    QTRY_VERIFY(!listener.now().panic.empty());
    QVERIFY(listener.now().panic.starts_with("before\nKernel panic - not syncing: no init\n"));
  }

  void what_cannot_be_made_is_said_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("part");
    QTest::newRow("x86") << 0 << "no x86_64 machine";
    QTest::newRow("machine") << 1 << "q35";
    QTest::newRow("cpus") << 2 << "65 CPUs";
    QTest::newRow("memory") << 3 << "1 MiB of memory";
    QTest::newRow("cpu model") << 4 << "pentium";
    QTest::newRow("odd memory") << 5 << "multiple of 4096";
  }
  void what_cannot_be_made_is_said() {
    QFETCH(int, what);
    QFETCH(QString, part);
    MachineConfig config = config_for(kEcho);
    if (what == 0) config.isa = Isa::kX86_64;
    if (what == 1) config.machine = "q35";
    if (what == 2) config.cpus = 65;
    if (what == 3) config.memory_bytes = 1 << 20;
    if (what == 4) config.cpu = "pentium";
    if (what == 5) config.memory_bytes += 1;
    const auto vm = LocalVm::create(config);
    QVERIFY(!vm);
    const QString message = QString::fromStdString(vm.error().message);
    QVERIFY2(message.contains(part), qPrintable(message));
  }

 private:
  MachineConfig config_for(const Code& code) {
    const auto bytes = program(code);
    QFile file{folder_.filePath(QString::number(++files_))};
    if (file.open(QIODevice::WriteOnly)) file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
    MachineConfig config;
    config.memory_bytes = 32 << 20;
    config.elf = file.fileName().toStdString();
    return config;
  }
  std::unique_ptr<LocalVm> make(const MachineConfig& config) {
    auto vm = LocalVm::create(config);
    if (!vm) qFatal("%s", vm.error().message.c_str());
    return std::move(*vm);
  }
  std::unique_ptr<LocalVm> make(const Code& code) { return make(config_for(code)); }

  QTemporaryDir folder_;
  int files_ = 0;
};

QTEST_GUILESS_MAIN(LocalVmTest)
#include "local_vm_test.moc"
