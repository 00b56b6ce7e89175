// SPDX-License-Identifier: Apache-2.0
// Parses `vitrine run`.
#include "frontends/cli/run_options.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/vm/log_topics.h"

namespace vitrine::frontends::cli {
namespace {

using base::Errc;
using base::fail;

// As typed, before it is understood.
struct Words {
  std::string name, isa, memory = "512M", pflash, engine = "tiered", display = "none", serial, net = "none", gdb;
  std::vector<std::string> log;
  std::vector<std::string> not_yet;  // options of the contract that no build can carry out yet, as they were given
};

void add_machine_options(CLI::App& app, Words& words, RunOptions& options) {
  vm::MachineConfig& machine = options.machine;
  app.add_option("--isa", words.isa, "riscv64 (x86_64 and arm64 are to come)");
  app.add_option("--machine", machine.machine, "the board: virt");
  app.add_option("--cpu", machine.cpu, "CPU model and features, in QEMU's spelling: max, rv64,zbb=off …");
  app.add_option("--cpus", machine.cpus, "number of CPUs");
  app.add_option("--memory", words.memory, "size of RAM: 512M, 2G; a plain number means MiB");
  app.add_option("--firmware", machine.firmware, "a file, default (OpenSBI) or none");
  app.add_option("--pflash", words.pflash, "CODE[,vars=FILE]: firmware in flash");
  app.add_option("--kernel", machine.kernel, "Linux Image (gzip too), ELF program or raw code");
  app.add_option("--initrd", machine.initrd, "initial RAM disk");
  app.add_option("--append", machine.append, "the kernel's command line");
  app.add_option("--elf", machine.elf, "an ELF program, started in machine mode without firmware");
  app.add_option("--engine", words.engine, "interp, jit or tiered (interprets first and translates what is used often)");
  app.add_flag("--deterministic", machine.deterministic, "one thread, guest time from the instruction count");
  app.add_flag("--verify", machine.verify, "compare each unit with the IR evaluator, stop at the first difference");
}

void add_run_options(CLI::App& app, Words& words, RunOptions& options) {
  app.add_option("name", words.name, "a saved machine");
  app.add_flag("--headless", options.headless, "with a saved machine: no window, control socket only");
  app.add_option("--display", words.display, "none or qt");
  app.add_option("--serial", words.serial, "stdio, file:F, pty or null");
  app.add_option("--qmp", options.qmp_socket, "control socket");
  app.add_option("--gdb", words.gdb, "PORT[,wait]: port for a debugger, on this computer only; wait: stand still until one has come");
  app.add_option("--stats", options.stats_file, "JSON file, written at the end");
  app.add_flag("--perf-map", options.perf_map, "write the names of translated code to /tmp/perf-PID.map, where `perf` looks for them");
  app.add_option("--timeout", options.timeout_seconds, "seconds until the machine is ended with status 3")->check(CLI::PositiveNumber);
  app.add_option("--log", words.log,
                 "what to tell on stderr: machine, control, gdb, traps, mmu, translate, devices or all, separated by commas")
      ->delimiter(',');
  app.add_flag("--no-reboot", options.machine.no_reboot, "the guest's reset ends the machine with status 4");
  app.add_option_function<std::string>(
      "--sandbox", [&options](const std::string& value) { options.sandbox = value != "off"; }, "off: keep all rights");
}

// Listed, so that they are answered by what they are and not as unknown words.
void add_future_options(CLI::App& app, Words& words) {
  for (const char* const name : {"--disk", "--cdrom", "--numa", "--debug-exit"})
    app.add_option_function<std::vector<std::string>>(name, [&words, name](const auto&) { words.not_yet.emplace_back(name); }, "not yet");
  app.add_flag_callback("--test-device", [&words] { words.not_yet.emplace_back("--test-device"); }, "not yet");
  app.add_option("--net", words.net, "none");
}

base::Status set_isa(const Words& words, vm::MachineConfig& machine) {
  if (words.isa.empty()) return fail(Errc::kInvalidArgument, "--isa is missing: say riscv64, or name a saved machine");
  if (words.isa == "riscv64") {
    machine.isa = vm::Isa::kRiscv64;
    return {};
  }
  if (words.isa == "x86_64" || words.isa == "arm64")
    return fail(Errc::kUnsupported, "--isa {}: this build can run riscv64 only", words.isa);
  return fail(Errc::kInvalidArgument, "--isa {}: unknown; riscv64, x86_64 and arm64 are known", words.isa);
}

base::Status set_engine(const Words& words, vm::MachineConfig& machine) {
  if (words.engine == "aot")
    return fail(Errc::kUnsupported, "--engine aot: this build stores no translations yet; interp, jit and tiered are there");
  machine.engine = words.engine == "interp" ? vm::Engine::kInterpreter : words.engine == "jit" ? vm::Engine::kJit : vm::Engine::kTiered;
  if (words.engine == "interp" || words.engine == "jit" || words.engine == "tiered") return {};
  return fail(Errc::kInvalidArgument, "--engine {}: unknown; interp, jit, tiered and aot are known", words.engine);
}

base::Status set_display(const Words& words, RunOptions& options) {
  if (words.display == "none" || words.display == "qt") {
    options.display = words.display == "qt" ? Display::kQt : Display::kNone;
    return {};
  }
  if (words.display == "sdl" || words.display.starts_with("vnc"))
    return fail(Errc::kUnsupported, "--display {}: this build has no such console yet; none and qt are there", words.display);
  return fail(Errc::kInvalidArgument, "--display {}: unknown; none, qt, sdl and vnc=:N are known", words.display);
}

base::Status set_pflash(const Words& words, vm::MachineConfig& machine) {
  if (words.pflash.empty()) return {};
  constexpr std::string_view kVars = ",vars=";
  const std::size_t comma = words.pflash.find(kVars);
  machine.pflash_code = words.pflash.substr(0, comma);
  if (comma != std::string::npos) machine.pflash_vars = words.pflash.substr(comma + kVars.size());
  if (machine.pflash_code.empty()) return fail(Errc::kInvalidArgument, "--pflash {}: names no firmware file", words.pflash);
  return {};
}

base::Status set_gdb(const Words& words, vm::MachineConfig& machine) {
  if (words.gdb.empty()) return {};
  std::string_view text = words.gdb;
  if (text.ends_with(",wait")) {
    machine.gdb_wait = true;
    text.remove_suffix(5);
  }
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size())
    return fail(Errc::kInvalidArgument, "--gdb {}: needs a port from 0 to 65535, as in 1234 or 1234,wait", words.gdb);
  machine.gdb_port = port;
  return {};
}

base::Status check_not_yet(const Words& words) {
  if (!words.not_yet.empty()) return fail(Errc::kUnsupported, "{}: this build has no such device yet", words.not_yet.front());
  if (words.net != "none") return fail(Errc::kUnsupported, "--net {}: this build has no network yet, only none", words.net);
  return {};
}

base::Status check_serial(const RunOptions& options) {
  const std::string& serial = options.serial;
  if (serial == "stdio" || serial == "pty" || serial == "null" || (serial.starts_with("file:") && serial.size() > 5)) return {};
  return fail(Errc::kInvalidArgument, "--serial {}: unknown; stdio, file:F, pty and null are known", serial);
}

base::Status check_boot(const vm::MachineConfig& machine, bool firmware_given) {
  if (!machine.elf.empty() && (!machine.kernel.empty() || !machine.initrd.empty() || !machine.append.empty()))
    return fail(Errc::kInvalidArgument, "--elf starts a program of its own: it does not go with --kernel, --initrd or --append");
  if (machine.elf.empty() && machine.kernel.empty() && machine.pflash_code.empty() && !firmware_given)
    return fail(Errc::kInvalidArgument, "nothing to run: give --kernel, --elf, --pflash or --firmware");
  if (!machine.initrd.empty() && machine.kernel.empty()) return fail(Errc::kInvalidArgument, "--initrd needs --kernel");
  return {};
}

// What a saved machine cannot be given, each with its reason.
base::Status check_saved(const CLI::App& app, const RunOptions& options) {
  if (app.count("--elf") > 0)
    return fail(Errc::kUnsupported, "--elf: a saved machine starts what its settings say; describe the machine by options instead");
  if (options.headless && app.count("--serial") > 0)
    return fail(Errc::kInvalidArgument,
                "--serial does not go with --headless: the serial port is reached by its control socket and its log");
  if (options.headless && options.display != Display::kNone)
    return fail(Errc::kInvalidArgument, "--display does not go with --headless, which means that there is none");
  if (!options.headless && options.machine.gdb_port == 0)
    return fail(Errc::kInvalidArgument, "--gdb 0: a saved machine has a process of its own, which needs to be told the port");
  return {};
}

// What a saved machine's settings become this once.
base::Status override_settings(const CLI::App& app, RunOptions& options) {
  TRY(check_saved(app, options));
  SettingTexts texts;
  for (const auto& row : app::settings::schema())
    if (!row.flag.empty() && app.count(std::string{row.flag}) > 0)
      texts[std::string{row.key}] =
          row.kind == app::settings::Row::Kind::kBool ? "true" : app.get_option(std::string{row.flag})->results().back();
  if (const auto flash = texts.find(std::string{app::settings::kPflashCode.key}); flash != texts.end()) {
    flash->second = options.machine.pflash_code;
    if (!options.machine.pflash_vars.empty()) texts[std::string{app::settings::kPflashVars.key}] = options.machine.pflash_vars;
  }
  TRY_ASSIGN(options.overrides, to_values(texts));
  return {};
}

base::Status understand(const CLI::App& app, const Words& words, RunOptions& options) {
  TRY(check_not_yet(words));
  TRY(set_engine(words, options.machine));
  TRY(set_gdb(words, options.machine));
  TRY(set_display(words, options));
  options.serial = !words.serial.empty() ? words.serial : options.display == Display::kQt ? "null" : "stdio";
  TRY(check_serial(options));
  options.name = words.name;
  options.machine.log_categories = words.log;
  TRY(vm::check_log_topics(words.log));
  TRY(set_pflash(words, options.machine));
  if (!options.name.empty()) return override_settings(app, options);
  if (options.headless)
    return fail(Errc::kInvalidArgument, "--headless goes with the name of a saved machine; `--display none` is what runs without a window");
  TRY(set_isa(words, options.machine));
  TRY_ASSIGN(options.machine.memory_bytes, parse_memory(words.memory));
  return check_boot(options.machine, app.count("--firmware") > 0 && options.machine.firmware != "none");
}

}  // namespace

base::Result<std::uint64_t> parse_memory(const std::string& text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const std::string_view unit{rest, static_cast<std::size_t>(end - rest)};
  constexpr std::array<std::pair<std::string_view, unsigned>, 9> kUnits{
      {{"", 20}, {"K", 10}, {"k", 10}, {"M", 20}, {"m", 20}, {"G", 30}, {"g", 30}, {"T", 40}, {"t", 40}}};
  const auto known = std::ranges::find(kUnits, unit, &std::pair<std::string_view, unsigned>::first);
  if (error != std::errc{} || known == kUnits.end()) return fail(Errc::kInvalidArgument, "--memory {}: is no size; write 512M or 2G", text);
  if (number > (std::numeric_limits<std::uint64_t>::max() >> known->second))
    return fail(Errc::kInvalidArgument, "--memory {}: is larger than any machine", text);
  return number << known->second;
}

base::Result<ParsedRun> parse_run(const std::vector<std::string>& words_in) {
  RunOptions options;
  Words words;
  CLI::App app{"Runs a saved machine, or the machine that the options describe.", "vitrine run"};
  app.allow_windows_style_options(false);
  add_machine_options(app, words, options);
  add_run_options(app, words, options);
  add_future_options(app, words);
  try {
    app.parse(std::vector<std::string>{words_in.rbegin(), words_in.rend()});  // CLI11 takes the words from the back
  } catch (const CLI::CallForHelp&) {
    return ParsedRun{std::nullopt, app.help()};
  } catch (const CLI::ExtrasError& error) {
    const auto extra = app.remaining();
    return fail(Errc::kInvalidArgument, "{}: unknown option; `vitrine run --help` lists them all",
                extra.empty() ? error.what() : extra.front());
  } catch (const CLI::ParseError& error) {
    return fail(Errc::kInvalidArgument, "{}", error.what());
  }
  TRY(understand(app, words, options));
  return ParsedRun{std::move(options), {}};
}

}  // namespace vitrine::frontends::cli
