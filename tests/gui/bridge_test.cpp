#include <QSignalSpy>
#include <thread>

#include "gui/model/bridge.hpp"
#include "tests/gui/script.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

TEST_CASE("bridge: however many notices wait, each call brings a bounded batch") {
    Script script;
    Bridge bridge(script.open());
    std::vector<std::size_t> batches;
    QObject::connect(&bridge, &Bridge::noticesArrived,
                     [&](const auto &notices) { batches.push_back(notices.size()); });
    for (int i = 0; i < 1000; ++i)
        script.tell(client::BrokerSays{.text = "hello", .warning = false});
    Script::settle();
    CHECK(batches == std::vector<std::size_t>{256, 256, 256, 232});
}

TEST_CASE("bridge: between two batches the window hears other events") {
    Script script;
    Bridge bridge(script.open());
    std::vector<std::string> order;
    QObject::connect(&bridge, &Bridge::noticesArrived, [&](const auto &) {
        if (order.empty())
            QMetaObject::invokeMethod(
                &bridge, [&] { order.push_back("key"); }, Qt::QueuedConnection);
        order.push_back("batch");
    });
    for (int i = 0; i < 600; ++i)
        script.tell(client::BrokerSays{.text = "hello", .warning = false});
    Script::settle();
    CHECK(order == std::vector<std::string>{"batch", "key", "batch", "batch"});
}

TEST_CASE("bridge: a wake from another thread is heard on the window's") {
    Wake wake;
    struct Once final : Channel {
        bool push(client::Command) override { return true; }
        std::vector<client::Notice> take(std::size_t) override {
            if (!hasSome.exchange(false))
                return {};
            return {client::BrokerSays{.text = "hello", .warning = false}};
        }
        EntryId newId() override { return {}; }
        std::atomic<bool> hasSome = false;
    };
    Once *once = nullptr;
    Bridge bridge([&](Wake given) -> std::unique_ptr<Channel> {
        wake = std::move(given);
        auto made = std::make_unique<Once>();
        once = made.get();
        return made;
    });
    QSignalSpy heard(&bridge, &Bridge::noticesArrived);
    std::thread other([&] {
        once->hasSome = true;
        wake();
    });
    CHECK((heard.count() == 1 || heard.wait(5000)));
    other.join();
    CHECK(heard.count() == 1);
}
