// SPDX-License-Identifier: Apache-2.0
// Conversations over the control socket: well-behaved clients, several at once, and the other kind.
#include "app/control/qmp_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "app/control/base64.h"
#include "tests/app/control/qmp_client.h"
#include "tests/app/fake_vm.h"

using namespace vitrine;
using nlohmann::json;
using tests::QmpClient;

namespace {

// JSON in a form that QCOMPARE can show.
QByteArray text(const json& value) { return QByteArray::fromStdString(value.dump()); }

}  // namespace

class QmpServerTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    socket_ = std::filesystem::path{folder_->path().toStdString()} / "s";
    vm_ = std::make_unique<tests::FakeVm>();
    auto started = app::control::QmpServer::start(*vm_, socket_, {.name = "Test machine"});
    QVERIFY2(started, started ? "" : started.error().message.c_str());
    server_ = std::move(*started);
    vm_->set_sink([this](const vm::Event& event) { server_->publish(event); });
  }
  void cleanup() {
    vm_->set_sink({});
    server_.reset();
    QVERIFY(!std::filesystem::exists(socket_));
  }

  void greeting_comes_first() {
    QmpClient client{socket_};
    const json greeting = client.next();
    QVERIFY(greeting["QMP"]["version"]["qemu"]["major"].is_number());
    QVERIFY(greeting["QMP"]["capabilities"].is_array());
  }
  void commands_wait_for_the_negotiation() {
    QmpClient client{socket_};
    (void)client.next();
    QCOMPARE(text(client.ask(R"({"execute":"query-status"})")["error"]["class"]), text(json("CommandNotFound")));
    QCOMPARE(text(client.ask(R"({"execute":"qmp_capabilities","id":7})")), QByteArray{R"({"id":7,"return":{}})"});
    QCOMPARE(text(client.ask(R"({"execute":"query-status"})")["return"]["status"]), text(json("running")));
    QVERIFY(client.ask(R"({"execute":"qmp_capabilities"})").contains("error"));
  }

  void answers_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");  // JSON
    const auto row = [](const char* name, const char* request, const char* answer) {
      QTest::newRow(name) << QByteArray{request} << QByteArray{answer};
    };
    row("query-status", R"({"execute":"query-status","id":"a"})",
        R"({"return":{"status":"running","running":true,"singlestep":false},"id":"a"})");
    row("id of any kind", R"({"execute":"query-name","id":[1,{"b":null}]})", R"({"return":{"name":"Test machine"},"id":[1,{"b":null}]})");
    row("stop", R"({"execute":"stop"})", R"({"return":{}})");
    row("cont", R"({"execute":"cont","arguments":{}})", R"({"return":{}})");
    row("reset", R"({"execute":"system_reset"})", R"({"return":{}})");
    row("power down says why not", R"({"execute":"system_powerdown"})",
        R"({"error":{"class":"GenericError","desc":"the board cannot ask the guest to shut down","x-vitrine-code":"unsupported"}})");
    row("monitor", R"({"execute":"human-monitor-command","arguments":{"command-line":"info"}})", R"({"return":"you said info"})");
    row("status with the end", R"({"execute":"x-vitrine-status"})",
        R"({"return":{"state":"running","end":{"reason":"none","code":0,"message":""}}})");
    row("unknown command", R"({"execute":"fly","id":1})",
        R"({"error":{"class":"CommandNotFound","desc":"The command fly has not been found"},"id":1})");
    row("no JSON", "{nonsense", R"({"error":{"class":"GenericError","desc":"invalid JSON"}})");
    row("no object", "[1,2]", R"({"error":{"class":"GenericError","desc":"a message must be a JSON object"}})");
    row("no execute", R"({"id":1})", R"({"error":{"class":"GenericError","desc":"QMP input lacks member 'execute'"},"id":1})");
    row("execute no string", R"({"execute":7})",
        R"({"error":{"class":"GenericError","desc":"QMP input member 'execute' must be a string"}})");
    row("unknown member", R"({"execute":"stop","hurry":true})",
        R"({"error":{"class":"GenericError","desc":"QMP input member 'hurry' is unexpected"}})");
    row("arguments no object", R"({"execute":"stop","arguments":[]})",
        R"({"error":{"class":"GenericError","desc":"QMP input member 'arguments' must be an object"}})");
    row("unknown argument", R"({"execute":"stop","arguments":{"now":1}})",
        R"({"error":{"class":"GenericError","desc":"Parameter 'now' is unexpected","x-vitrine-code":"invalid-argument"}})");
    row("missing argument", R"({"execute":"human-monitor-command"})",
        R"({"error":{"class":"GenericError","desc":"Parameter 'command-line' is missing","x-vitrine-code":"invalid-argument"}})");
    row("wrong type", R"({"execute":"human-monitor-command","arguments":{"command-line":1}})",
        R"({"error":{"class":"GenericError","desc":"command-line must be a string","x-vitrine-code":"invalid-argument"}})");
    row("no base64", R"({"execute":"x-vitrine-serial-input","arguments":{"port":0,"data":"a"}})",
        R"({"error":{"class":"GenericError","desc":"data must be a string of base64","x-vitrine-code":"invalid-argument"}})");
    row("no such port", R"({"execute":"x-vitrine-serial-subscribe","arguments":{"port":4294967296}})",
        R"({"error":{"class":"GenericError","desc":"port must be a number below 8","x-vitrine-code":"invalid-argument"}})");
    row("not UTF-8", "{\"execute\":\"\xff\"}", R"({"error":{"class":"GenericError","desc":"invalid JSON"}})");
  }
  void answers() {
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, answer);
    QmpClient client{socket_};
    client.negotiate();
    const json got = client.ask(request.toStdString());
    QVERIFY2(got == json::parse(answer.toStdString()), got.dump().c_str());
    QVERIFY(client.ask(R"({"execute":"query-name"})").contains("return"));  // the conversation goes on
  }

  void every_command_is_listed_and_known() {
    QmpClient client{socket_};
    client.negotiate();
    const json list = client.ask(R"({"execute":"query-commands"})")["return"];
    QVERIFY(list.size() >= 15);
    for (const auto& entry : list) {
      const json answer = client.ask(json{{"execute", entry["name"]}, {"arguments", {{"no-such-argument", 1}}}}.dump());
      QVERIFY2(answer.contains("error") && answer["error"]["class"] == "GenericError", answer.dump().c_str());
    }
  }
  void deep_nesting_is_refused() {
    QmpClient client{socket_};
    client.negotiate();
    QCOMPARE(text(client.ask(R"({"execute":"query-name","id":)" + std::string(63, '[') + std::string(63, ']') + "}")["return"]["name"]),
             text(json("Test machine")));
    QCOMPARE(text(client.ask(R"({"execute":"query-name","id":)" + std::string(64, '[') + std::string(64, ']') + "}")["error"]["desc"]),
             text(json("JSON nested more than 64 deep")));
    QCOMPARE(text(client.ask(std::string(500000, '['))["error"]["desc"]), text(json("JSON nested more than 64 deep")));
  }
  void endless_message_ends_the_connection() {
    QmpClient client{socket_};
    client.negotiate();
    const std::string chunk(1 << 16, ' ');
    for (int i = 0; i < 20; ++i) client.send(chunk);
    QCOMPARE(text(client.next()), text(json("closed")));
    QmpClient other{socket_};
    QVERIFY(other.next().contains("QMP"));
  }
  void requests_in_one_piece_are_answered_in_order() {
    QmpClient client{socket_};
    client.negotiate();
    std::string requests;
    for (int i = 0; i < 200; ++i)
      requests += fmt::format("{{\"execute\":\"{}\",\"id\":{}}}\r\n\n", i % 2 == 0 ? "query-status" : "query-name", i);
    client.send(requests);
    for (int i = 0; i < 200; ++i) QCOMPARE(text(client.answer()["id"]), text(json(i)));
  }

  void events_reach_every_client() {
    QmpClient first{socket_}, second{socket_};
    first.negotiate();
    second.negotiate();
    QVERIFY(first.ask(R"({"execute":"stop"})").contains("return"));
    QCOMPARE(text(second.event("x-vitrine-state")["state"]), text(json("paused")));
    QCOMPARE(text(second.event("STOP")), text(json::object()));
    QVERIFY(second.ask(R"({"execute":"cont"})").contains("return"));
    QCOMPARE(text(first.event("RESUME")), text(json::object()));
    QVERIFY(first.ask(R"({"execute":"system_reset"})").contains("return"));
    QCOMPARE(text(second.event("RESET")["reason"]), text(json("host-qmp-system-reset")));
    vm_->raise(vm::ResetHappened{});
    QCOMPARE(text(second.event("RESET")["guest"]), text(json(true)));
    vm_->raise(vm::GuestPanicked{"Kernel panic"});
    QCOMPARE(text(first.event("GUEST_PANICKED")["action"]), text(json("run")));
    QCOMPARE(text(first.event("x-vitrine-panic")["last-lines"]), text(json("Kernel panic")));
    QVERIFY(first.ask(R"({"execute":"quit"})").contains("return"));
    QCOMPARE(text(second.event("SHUTDOWN")["reason"]), text(json("host-qmp-quit")));
  }
  void guest_shutdown_is_told_as_such() {
    QmpClient client{socket_};
    client.negotiate();
    vm_->change_state(vm::RunState::kPoweredOff, {vm::EndReason::kPowerOff, 0, ""});
    QCOMPARE(text(client.event("SHUTDOWN")), QByteArray{R"({"guest":true,"reason":"guest-shutdown"})"});
  }
  void no_events_before_the_negotiation() {
    QmpClient client{socket_};
    (void)client.next();
    vm_->change_state(vm::RunState::kPaused);
    QCOMPARE(text(client.ask(R"({"execute":"qmp_capabilities","id":1})")["id"]), text(json(1)));
  }

  void serial_output_follows_its_backlog_without_a_gap() {
    vm_->print("before ");
    QmpClient client{socket_};
    client.negotiate();
    const json backlog = client.ask(R"({"execute":"x-vitrine-serial-subscribe","arguments":{"port":0}})")["return"];
    const auto bytes = app::control::from_base64(backlog["data"].get<std::string>());
    QCOMPARE((std::string{bytes->begin(), bytes->end()}), std::string{"before "});
    QCOMPARE(text(backlog["end"]), text(json(7)));
    vm_->print("after");
    const json event = client.event("x-vitrine-serial-output");
    QCOMPARE(text(event["end"]), text(json(12)));
    QCOMPARE(text(event["data"]), text(json("YWZ0ZXI=")));
  }
  void serial_input_reaches_the_machine() {
    QmpClient client{socket_};
    client.negotiate();
    QVERIFY(client.ask(R"({"execute":"x-vitrine-serial-input","arguments":{"port":0,"data":"bHMNAP8="}})").contains("return"));
    QCOMPARE(vm_->typed(), (std::string{"ls\r\0\xff", 5}));
  }
  void client_that_does_not_read_is_dropped() {
    QmpClient lazy{socket_}, good{socket_};
    lazy.negotiate();
    good.negotiate();
    QVERIFY(lazy.ask(R"({"execute":"x-vitrine-serial-subscribe","arguments":{"port":0}})").contains("return"));
    const std::string flood(1 << 16, 'x');
    for (int i = 0; i < 200; ++i) {
      vm_->print(flood);
      QVERIFY(good.ask(R"({"execute":"query-name"})").contains("return"));
    }
    json last = lazy.next();
    while (last.is_object()) last = lazy.next();
    QCOMPARE(text(last), text(json("closed")));
  }
  void client_that_leaves_early_harms_nobody() {
    vm_->hold();
    {
      QmpClient gone{socket_};
      gone.negotiate();
      gone.send("{\"execute\":\"query-status\"}\n");
      QTest::qWait(50);
    }
    QTest::qWait(50);
    vm_->release();
    QmpClient client{socket_};
    client.negotiate();
    QVERIFY(client.ask(R"({"execute":"query-status"})").contains("return"));
  }
  void too_many_clients_are_turned_away() {
    std::vector<std::unique_ptr<QmpClient>> clients;
    for (std::size_t i = 0; i < app::control::kMaxClients; ++i) {
      clients.push_back(std::make_unique<QmpClient>(socket_));
      QVERIFY(clients.back()->next().contains("QMP"));
    }
    QmpClient extra{socket_};
    QCOMPARE(text(extra.next()), text(json("closed")));
    clients.pop_back();
    bool welcome = false;
    QTRY_VERIFY(welcome || (welcome = QmpClient{socket_}.next().contains("QMP")));
  }

  void answer_to_quit_arrives_although_the_server_ends() {
    QmpClient client{socket_};
    client.negotiate();
    client.send("{\"execute\":\"quit\"}\n");
    QTRY_COMPARE(vm_->status().state, vm::RunState::kPoweredOff);
    vm_->set_sink({});
    server_.reset();
    bool answered = false, told = false;
    for (json line = client.next(); line.is_object(); line = client.next()) {
      answered = answered || line.contains("return");
      told = told || line.value("event", "") == "SHUTDOWN";
    }
    QVERIFY(told);
    QVERIFY(answered);
  }
  void socket_is_for_its_owner_alone() {
    struct stat info{};
    QCOMPARE(stat(socket_.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
  }
  void living_socket_is_not_taken_over_but_a_dead_one_is() {
    QVERIFY(!app::control::QmpServer::start(*vm_, socket_, {.name = "second"}));
    QVERIFY(QmpClient{socket_}.next().contains("QMP"));
    const auto dead = socket_.parent_path() / "dead";
    {
      const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      std::strncpy(address.sun_path, dead.c_str(), sizeof address.sun_path - 1);
      QCOMPARE(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
      close(listener);
    }
    QVERIFY(app::control::QmpServer::start(*vm_, dead, {.name = "third"}));
  }
  void unusable_socket_path_is_an_error() {
    QVERIFY(!app::control::QmpServer::start(*vm_, "/nonexistent/s", {.name = "x"}));
    QVERIFY(!app::control::QmpServer::start(*vm_, std::string(200, 'x'), {.name = "x"}));
    QVERIFY(!app::control::QmpServer::start(*vm_, folder_->path().toStdString(), {.name = "x"}));
  }

  void base64_is_strict_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    for (const char* good : {"", "QQ==", "QUI=", "QUJD", "/+8="}) QTest::addRow("good %s", good) << QByteArray{good} << true;
    for (const char* bad : {"Q", "QQ", "QQ=", "====", "QQ==QQ==", "Q Q=", "Q-==", "=QQ="})
      QTest::addRow("bad %s", bad) << QByteArray{bad} << false;
  }
  void base64_is_strict() {
    QFETCH(const QByteArray, text);
    QFETCH(const bool, good);
    const auto bytes = app::control::from_base64(text.toStdString());
    QCOMPARE(bytes.has_value(), good);
    if (good) QCOMPARE(app::control::to_base64(*bytes), text.toStdString());
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  std::filesystem::path socket_;
  std::unique_ptr<tests::FakeVm> vm_;
  std::unique_ptr<app::control::QmpServer> server_;
};

QTEST_GUILESS_MAIN(QmpServerTest)
#include "qmp_server_test.moc"
