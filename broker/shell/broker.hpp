// The broker as a whole: what it is made of, and the order in which that starts and ends.
//
// start() gives a broker whose ports are bound, or one sentence why not; announce() lets people
// find it; run() is the loop, on the caller's thread; the destructor ends the threads in the
// opposite order. There may be several in one process, each on a data folder of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "broker/shell/admission.hpp"
#include "broker/shell/config.hpp"
#include "broker/shell/data_folder.hpp"
#include "broker/shell/front_door.hpp"
#include "broker/shell/loop.hpp"
#include "broker/shell/zap_thread.hpp"
#include "broker/store/sqlite_reader.hpp"
#include "broker/store/sqlite_store.hpp"
#include "shared/base/log.hpp"

namespace zchat::shell {

class Broker final {
public:
    [[nodiscard]] static Result<std::unique_ptr<Broker>> start(const ServeCommand &command,
                                                               Log &log);
    ~Broker();
    Broker(const Broker &) = delete;
    Broker &operator=(const Broker &) = delete;

    // What a ready file says; ends without a newline.
    [[nodiscard]] const FrontLine &line() const { return line_; }
    // For the administrator of a broker that lets in by invitation only and has no account yet.
    [[nodiscard]] const std::optional<std::string> &firstInvite() const { return firstInvite_; }

    // Opens the front door and says where it is: the ready file comes last of all.
    [[nodiscard]] Outcome announce(const ServeCommand &command);
    // As Loop::run.
    [[nodiscard]] Loop::End run(int signals, const std::function<bool()> &heed);
    // From heed(): what may change while the broker runs.
    void changePace(live::Pace pace) { loop_->changePace(pace); }
    void changeFiles(const hub::FileBounds &files) { loop_->changeFiles(files); }

private:
    Broker(const ServeCommand &command, std::unique_ptr<DataFolder> folder,
           std::unique_ptr<store::SqliteStore> store, Log &log);

    // The steps of start(), in order; each says why it could not be done.
    [[nodiscard]] Outcome makeSockets(const ServeCommand &command);
    [[nodiscard]] Outcome wake(const ServeCommand &command);
    [[nodiscard]] Outcome wakeBlobs(const ServeCommand &command);
    [[nodiscard]] Outcome bind(const ServeCommand &command);
    [[nodiscard]] Outcome invite(const ServeCommand &command, const Stamp &stamp);
    Log &log_;
    std::unique_ptr<DataFolder> folder_;
    std::unique_ptr<store::SqliteStore> store_;
    hub::Hub hub_;
    live::Live live_;
    Admission admission_;
    FrontLine line_;
    std::optional<std::string> firstInvite_;

    net::Context context_;
    std::optional<ZapThread> zap_;
    std::optional<net::Socket> router_;
    std::optional<net::Socket> publisher_;
    std::vector<Listening> doors_;

    net::Waker waker_;
    BoundedQueue<TurnDone> turns_;
    BoundedQueue<Answered> answers_;
    BoundedQueue<BlobDone> blobsDone_;
    std::optional<HubThread> hubThread_;
    std::optional<Readers> readers_;
    std::optional<Blobs> blobs_;
    std::optional<Loop> loop_;
    std::optional<FrontDoor> frontDoor_;
};

} // namespace zchat::shell
