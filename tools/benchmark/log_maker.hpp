// Fills a hub's store with what years of use would leave there: some 200 rooms of very unequal
// size, some 500 accounts of which few say much, words as people use them; replies, mentions,
// links, edits, reactions, redactions, pins, and files without their bytes.
//
// Everything goes through the hub's own rules as envelopes, in turns a hundred times larger than a
// broker's, so that ten million messages take minutes. Chance comes from one seed: the same number
// of messages makes the same log.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "broker/hub/hub.hpp"
#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "tests/sim/chance.hpp"

namespace zchat::bench {

inline constexpr std::size_t logAccounts = 500;
inline constexpr std::size_t logRooms = 200;

// Number 1 is `reader`, whose questions are measured: a member of every public room, of two private
// ones in three and of every other direct one.
[[nodiscard]] AccountName logAccount(std::size_t number);
inline constexpr std::size_t readerNumber = 1;

// What is said first and last bears these times, evenly in between.
inline constexpr TimeMs logBegins = 1'577'836'800'000; // 2020
inline constexpr TimeMs logEnds = 1'704'067'200'000;   // 2024

class LogMaker final {
public:
    LogMaker(hub::Hub &hub, const PublicKey &reader);

    // Makes accounts and rooms, then says so many messages and sets the reader's markers. `told`
    // hears after each turn how many messages stand.
    [[nodiscard]] Outcome make(std::uint64_t messages,
                               const std::function<void(std::uint64_t)> &told);

private:
    // A message that somebody may still edit, react to or redact.
    struct Recent {
        Seq seq;
        std::size_t by = 0;
    };
    struct Room {
        RoomName name;
        std::vector<std::size_t> circle; // who speaks here, the most talkative first
        std::vector<Recent> recent;
        Seq head;
    };
    // What an answer is about: the envelope's place in its turn says which.
    struct Said {
        std::size_t room = 0;
        std::size_t by = 0;
        bool isText = false;
    };
    struct Unsealed {
        std::uint64_t transfer = 0;
        Said said;
    };

    [[nodiscard]] Outcome makePeople();
    [[nodiscard]] Outcome makeRooms();
    void makeRoom(std::size_t number);
    [[nodiscard]] Outcome setMarkers();
    void sayOne();
    void sayText(std::size_t room);
    void offerFile(std::size_t room);
    void changeRecent(std::size_t room);
    [[nodiscard]] std::size_t speakerOf(const Room &room);

    void add(const Said &said, decltype(hub::Envelope::input) input);
    [[nodiscard]] Outcome turn();
    [[nodiscard]] Outcome hear(const hub::Answer &answer);

    hub::Hub &hub_;
    sim::Chance chance_{1};
    std::vector<PublicKey> keys_;
    std::vector<Room> rooms_;
    std::vector<double> weights_; // cumulative
    std::vector<hub::Envelope> envelopes_;
    std::vector<Said> said_;
    std::vector<Unsealed> unsealed_;
    TimeMs at_ = logBegins;
    std::uint64_t messages_ = 0; // that stand, or are about to
};

} // namespace zchat::bench
