#include "tests/hub/stage.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "shared/base/overloaded.hpp"
#include "shared/base/text.hpp"

namespace zchat::testing {

namespace {

constexpr TimeMs stepMs = 1000;

// Stands in for the keyed digest that the shell makes; equal for equal bytes is all a rule needs.
Hash digestOf(const wire::Bytes &bytes) {
    Hash hash;
    std::uint64_t sum = 1469598103934665603ULL;
    for (std::size_t i = 0; i < bytes.size() + hash.bytes.size(); ++i) {
        const auto byte = i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0U;
        sum = (sum ^ byte) * 1099511628211ULL;
        hash.bytes[i % hash.bytes.size()] ^= static_cast<std::uint8_t>(sum >> 32U);
    }
    return hash;
}

std::string line(std::string_view who, const std::string &what) {
    std::string out = "  " + std::string(who);
    out.resize(std::max<std::size_t>(out.size() + 1, 10), ' ');
    return out + what + "\n";
}

std::string worded(const hub::AccountChanged &change) {
    return "account " + change.name.value + " " + wire::word(change.role) +
           (change.bot ? " bot" : "") + (change.enabled ? "" : " out");
}
std::string worded(const hub::DeviceChanged &change) {
    return "device @" + nameOf(change.device) + " of " + change.account.value +
           (change.revoked ? " revoked" : "");
}
std::string worded(const hub::TicketChanged &change) {
    return "ticket @" + nameOf(change.ticket) + " until " + std::to_string(change.expires) +
           (change.spent ? " spent" : "") + (change.revoked ? " revoked" : "");
}
std::string worded(const hub::RoomChanged &change) {
    return "room " + change.room.value + " " + wire::word(change.kind) + " head " +
           std::to_string(change.head.value);
}
std::string worded(const hub::TransferOpened &opened) {
    return "transfer " + std::to_string(opened.transfer) + " of " + opened.account.value +
           " opened";
}
std::string worded(const hub::TransferEnded &ended) {
    return "transfer " + std::to_string(ended.transfer) + " ended" +
           (ended.kept ? ", its bytes stay" : "");
}
std::string worded(const hub::BlobOrphaned &orphaned) {
    return "bytes of 0x" + toHex(orphaned.hash).substr(0, 8) + " are nobody's";
}
std::string worded(const hub::MemberChanged &change) {
    return "member " + change.room.value + " " + change.who.value +
           (change.present ? " in" : " out");
}

} // namespace

Stage::Stage()
    : Stage(store_) {}

Stage::Stage(hub::Store &store)
    : recorder_(store)
    , hub_(std::make_unique<hub::Hub>(recorder_)) {
    if (!hub_->prepare(0).ok())
        throw std::runtime_error("the lobby could not be made");
    (void)recorder_.take();
}

SessionId Stage::sessionOf(const std::string &speaker) {
    const auto [found, fresh] = sessions_.try_emplace(speaker, SessionId{sessions_.size() + 1});
    speakers_[found->second] = speaker;
    return found->second;
}

std::string Stage::play(std::string_view said) {
    std::string out;
    if (said.starts_with("! ")) {
        direct(said.substr(2), out);
        return out;
    }
    if (said.starts_with("- ")) {
        const std::string answer = ask(said.substr(2));
        if (!answer.starts_with("ok"))
            throw std::runtime_error(std::string(said) + " was answered with " + answer);
        return out;
    }
    Heard heard = hear(said);
    if (heard.refusal) {
        out += line(speakers_[heard.envelope.session], *heard.refusal);
    } else if (const auto *file =
                   std::get_if<wire::Fetch>(&std::get<wire::Request>(heard.envelope.input))) {
        fetch(heard, *file, out);
    } else if (hub::isQuery(std::get<wire::Request>(heard.envelope.input))) {
        question(heard, out);
    } else {
        waiting_.push_back(std::move(heard.envelope));
        if (!together_)
            turn(out);
    }
    return out;
}

std::string Stage::ask(std::string_view said) {
    const std::string speaker = parseLine(said).speaker;
    std::istringstream lines(play(said));
    for (std::string found; std::getline(lines, found);) {
        std::istringstream words(found);
        std::string who;
        std::string rest;
        words >> who >> std::ws;
        std::getline(words, rest);
        if (who == speaker && (rest.starts_with("ok") || rest.starts_with("E_")))
            return rest;
    }
    throw std::runtime_error("nobody answered " + std::string(said));
}

void Stage::direct(std::string_view direction, std::string &out) {
    std::istringstream words{std::string(direction)};
    std::string verb;
    std::string object;
    words >> verb >> object;
    std::uint64_t number = 1;
    if (verb == "cast") {
        cast(direction.substr(5));
    } else if (verb == "open" || verb == "invite") {
        open_ = verb == "open";
    } else if (verb == "clock") {
        clock_ = std::stoll(object);
    } else if (verb == "over") {
        over_ = std::stoull(object);
    } else if (verb == "fail") {
        words >> number;
        object == "commit" ? store_.failCommits(number) : store_.failVerb(number);
    } else if (verb == "restart") {
        hub_ = std::make_unique<hub::Hub>(recorder_);
        if (!hub_->prepare(clock_).ok())
            throw std::runtime_error("the hub could not start again");
    } else if (verb == "together" || verb == "done") {
        together_ = verb == "together";
        if (!together_)
            turn(out);
    } else if (verb == "seen") {
        happen(object, hub::Seen{}, out);
    } else if (verb == "sealed" || verb == "unsealed") {
        words >> number;
        happen(object, hub::BlobSealed{.transfer = number, .ok = verb == "sealed"}, out);
    } else if (verb == "sweep") {
        happen("nobody", hub::SweepTransfers{}, out);
    } else if (verb == "bounds") {
        files_ = {};
        for (std::istringstream each{std::string(direction.substr(6))}; each >> object;) {
            const std::size_t end = object.find('=');
            bound(object.substr(0, end), std::stoull(object.substr(end + 1)));
        }
    } else if (verb == "snapshot") {
        for (const hub::Output &output : hub_->snapshot())
            print(output, out);
    } else {
        throw std::runtime_error("no such direction: " + std::string(direction));
    }
}

void Stage::bound(const std::string &name, std::uint64_t bytes) {
    if (name == "file")
        files_.fileBytes = bytes;
    else if (name == "account")
        files_.accountBytes = bytes;
    else if (name == "disk")
        files_.diskBytes = bytes;
    else if (name == "free")
        files_.freeBytes = bytes;
    else
        throw std::runtime_error("no such bound: " + name);
}

void Stage::happen(const std::string &speaker, decltype(hub::Envelope::input) input,
                   std::string &out) {
    hub::Envelope envelope;
    envelope.session = sessionOf(speaker);
    envelope.re = 7;
    envelope.device = idNamed<PublicKey>(speaker);
    envelope.at = clock_;
    envelope.input = std::move(input);
    clock_ += stepMs;
    waiting_.push_back(std::move(envelope));
    if (!together_)
        turn(out);
}

void Stage::cast(std::string_view names) {
    std::istringstream words{std::string(names)};
    for (std::string name; words >> name;)
        (void)play("- " + name + "> register name=" + name);
}

Stage::Heard Stage::hear(std::string_view said) {
    Line parsed = parseLine(said);
    Heard heard;
    hub::Envelope &envelope = heard.envelope;
    envelope.session = sessionOf(parsed.speaker);
    if (!parsed.isRaw && !wire::find(parsed.body, "re"))
        parsed.body.emplace_back("re", wire::Value{std::int64_t{7}});
    wire::Incoming incoming =
        parsed.isRaw ? wire::decodeRequest(parsed.raw) : wire::readRequest(parsed.body);
    if (!incoming.op.empty())
        ops_.insert(incoming.op);
    if (!incoming.request) {
        heard.refusal = answered(incoming.request.refusal());
        return heard;
    }
    envelope.re = incoming.re;
    envelope.device = idNamed<PublicKey>(parsed.speaker);
    envelope.folderKey = parsed.speaker == "folder";
    envelope.registrationOpen = open_;
    envelope.at = clock_;
    clock_ += stepMs;
    envelope.random = idNamed<EntryId>("direct" + std::to_string(envelope.at)).bytes;
    envelope.overRateMs = std::exchange(over_, {});
    envelope.files = files_;
    if (const wire::Post *post = std::get_if<wire::Post>(&*incoming.request))
        envelope.digest = digestOf(wire::contentBytes(post->room, post->content));
    if (const wire::Offer *offer = std::get_if<wire::Offer>(&*incoming.request))
        envelope.digest = digestOf(wire::contentBytes(offer->room, offer->file));
    if (std::holds_alternative<wire::Ticket>(*incoming.request)) {
        ++tickets_;
        const std::string name = "t" + std::to_string(tickets_);
        envelope.ticket =
            hub::FreshTicket{.key = idNamed<PublicKey>(name), .link = "zchat://broker/" + name};
    }
    envelope.input = std::move(*incoming.request);
    return heard;
}

void Stage::turn(std::string &out) {
    const std::vector<hub::Envelope> envelopes = std::exchange(waiting_, {});
    const hub::Turn turn = hub_->turn(envelopes);
    const std::vector<std::string> written = recorder_.take();
    if (turn.fault) {
        out += line("commit", "failed: " + turn.fault->text);
    } else if (!written.empty()) {
        std::string all;
        for (const std::string &one : written)
            all += (all.empty() ? "" : "; ") + one;
        out += line("commit", all);
    }
    for (const hub::Output &output : turn.outputs)
        print(output, out);
}

void Stage::question(const Heard &heard, std::string &out) {
    const hub::Envelope &envelope = heard.envelope;
    const Result<wire::Reply> reply = hub::answer(
        recorder_, hub::Asker{.device = envelope.device, .folderKey = envelope.folderKey},
        std::get<wire::Request>(envelope.input), envelope.at);
    hub::Answer answer{.session = envelope.session, .re = envelope.re, .body = Refusal{}};
    if (reply.ok())
        answer.body = reply.value();
    else
        answer.body = reply.refusal();
    print(hub::Output{answer}, out);
}

// Which bytes the asker would get; there are none on this stage.
void Stage::fetch(const Heard &heard, const wire::Fetch &asked, std::string &out) {
    const hub::Envelope &envelope = heard.envelope;
    const Result<wire::File> file = hub::fileToFetch(
        recorder_, hub::Asker{.device = envelope.device, .folderKey = false}, asked);
    const std::string speaker = speakers_[envelope.session];
    out += line(speaker, file.ok() ? "ok those of 0x" + toHex(file->hash).substr(0, 8) + ", " +
                                         std::to_string(file->size) + " bytes"
                                   : answered(file.refusal()));
}

std::string Stage::answered(const std::variant<wire::Reply, Refusal> &body) {
    if (const Refusal *refusal = std::get_if<Refusal>(&body)) {
        codes_.insert(codeName(refusal->code));
        const wire::Map map = mapOf(wire::encodeRefusal(7, *refusal));
        const std::string more = printed(map, {"re", "ok", "code", "text"});
        return std::string(codeName(refusal->code)) + " \"" + refusal->text + "\"" +
               (more.empty() ? "" : " " + more);
    }
    const std::string fields =
        printed(mapOf(wire::encodeReply(7, std::get<wire::Reply>(body))), {"re", "ok"});
    return fields.empty() ? "ok" : "ok " + fields;
}

void Stage::print(const hub::Output &output, std::string &out) {
    std::visit(
        Overloaded{
            [&](const hub::Answer &answer) {
                out += line(speakers_[answer.session], answered(answer.body));
            },
            [&](const hub::Said &said) {
                const wire::Map event = mapOf(
                    wire::encodeEvent(wire::LogEvent{.room = said.room, .entries = said.entries}));
                for (const wire::Value &entry : *wire::find(event, "entries")->as<wire::Array>())
                    out += line(said.room.value, "log " + printed(*entry.as<wire::Map>()));
            },
            [&](const hub::Told &told) {
                const wire::Map event = mapOf(wire::encodeEvent(told.event));
                out += line("to", told.account.value +
                                      (told.except ? " but " + speakers_[*told.except] : "") +
                                      ": " + *wire::find(event, "ev")->as<std::string>() + " " +
                                      printed(event, {"ev"}));
            },
            [&](const hub::ReceiptMoved &moved) {
                out += line("receipt", moved.room.value + " " + moved.who.value + " " +
                                           std::to_string(moved.read.value));
            },
            [&](const auto &change) { out += line("change", worded(change)); }},
        output);
}

} // namespace zchat::testing
