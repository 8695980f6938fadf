// The witness beside the broker: what it is asked, what it makes durable, and what it says.
#include "tests/sim/witness.hpp"

namespace zchat::sim {

namespace {

// Far more than a turn, a reader and the loop take together, whatever waits.
constexpr std::int64_t longestAnswerMs = 5'000;

bool refusesForStorage(const hub::Output &output) {
    const auto *answer = std::get_if<hub::Answer>(&output);
    const auto *refusal = answer == nullptr ? nullptr : std::get_if<Refusal>(&answer->body);
    return refusal != nullptr && refusal->code == Code::storage;
}

} // namespace

// After a failed commit, or an I/O error of any kind, nothing is acknowledged (I12).
void Witness::turned(const hub::Turn &turn, std::size_t asked, bool durable) {
    if (durable) {
        if (turn.fault)
            findings_.violation("I12 a turn that is durable was called a failure");
        return logs_.turned(turn.outputs);
    }
    std::size_t refused = 0;
    for (const hub::Output &output : turn.outputs)
        if (refusesForStorage(output))
            ++refused;
        else
            return findings_.violation("I12 a turn that is not durable said more than E_STORAGE");
    if (refused != asked)
        findings_.violation("I10 a turn that failed left requests without an answer");
}

void Witness::read(const Result<wire::Reply> &reply, bool failed) {
    if (failed && !(reply.refused() && reply.refusal().code == Code::storage))
        findings_.violation("I12 something was answered on the strength of a read that failed");
}

void Witness::bounded(const char *what, std::size_t now, std::size_t bound) {
    if (now > bound)
        findings_.violation("I9 " + std::string(what) + ": " + std::to_string(now) +
                            ", the bound is " + std::to_string(bound));
}

void Witness::brokerStarted(const std::vector<hub::Output> &snapshot) {
    secrecy_.restarted(snapshot);
    // What was acknowledged before stands after; nothing came or went while nobody ran.
    logs_.readOn();
    logs_.checkDrafts();
}

void Witness::asked(SessionId session, const PublicKey &key, std::optional<std::string_view> body) {
    if (leaving_.contains(session))
        return;
    Open open{.request = {}, .sinceMs = findings_.nowMs(), .shared = false};
    std::optional<std::uint64_t> re;
    if (body) {
        findings_.mark(*body);
        findings_.show("asked", session.value, wire::Bytes(*body));
        wire::Incoming incoming = wire::decodeRequest(*body);
        re = incoming.re;
        if (incoming.request.ok())
            open.request = std::move(incoming.request.value());
    }
    if (open.request && std::holds_alternative<wire::Bye>(*open.request))
        leaving_.insert(session);
    if (hostile_.contains(key)) {
        if (const auto *post = open.request ? std::get_if<wire::Post>(&*open.request) : nullptr)
            hostileAsked(key, *post);
    } else if (!open.request || !re) {
        findings_.violation("a client sent what no broker can read");
    } else if (const auto *post = std::get_if<wire::Post>(&*open.request)) {
        honestAsked(session, key, *post);
    }
    auto &requests = open_[session];
    const auto [first, last] = requests.equal_range(re);
    open.shared = first != last;
    for (auto other = first; other != last; ++other)
        other->second.shared = true;
    requests.emplace(re, std::move(open));
}

void Witness::honestAsked(SessionId session, const PublicKey &key, const wire::Post &post) {
    const AccountName *account = secrecy_.accountOf(key);
    const auto draft =
        account == nullptr ? drafts_.end() : drafts_.find(DraftKey{*account, post.id});
    if (draft == drafts_.end() || draft->second.lastConnection == session.value)
        return;
    draft->second.lastConnection = session.value;
    draft->second.connections += 1;
}

// A hostile client's posts may stand in the log, under its own name and as it sent them.
void Witness::hostileAsked(const PublicKey &key, const wire::Post &post) {
    const AccountName *account = secrecy_.accountOf(key);
    if (account == nullptr)
        return;
    const auto [draft, fresh] = drafts_.try_emplace(DraftKey{*account, post.id});
    draft->second.alsoSaid.emplace_back(post.room, post.content);
    if (!fresh)
        return;
    draft->second.id = post.id;
    draft->second.by = *account;
    draft->second.room = post.room;
    draft->second.content = post.content;
    draft->second.hostile = true;
}

const Witness::Heard &Witness::decoded(const live::SharedBytes &body) {
    if (lastBody_ != body) {
        lastHeard_ = wire::decodeHeard(*body);
        lastBody_ = body;
    }
    return *lastHeard_;
}

void Witness::sent(SessionId session, const PublicKey &key, const live::SharedBytes &body) {
    findings_.mark(*body);
    findings_.show("sent", session.value, *body);
    const Heard &heard = decoded(body);
    if (!heard.ok())
        return findings_.violation("the broker sent what no client can read: " + heard.why());
    if (const auto *answer = std::get_if<wire::AnswerHeard>(&heard.value()))
        answered(session, key, *body, *answer);
    else
        secrecy_.event(key, *body, std::get<wire::Event>(heard.value()));
}

void Witness::answered(SessionId session, const PublicKey &key, const wire::Bytes &body,
                       const wire::AnswerHeard &answer) {
    auto &open = open_[session];
    const auto [found, last] = open.equal_range(answer.re);
    if (found == last)
        return findings_.violation("I10 an answer to what was not asked, or was answered before");
    // A hostile client may use one number twice at a time: then nobody can tell which is meant.
    const bool unique = !found->second.shared;
    const auto *reply = std::get_if<wire::Map>(&answer.body);
    if (reply != nullptr && unique && found->second.request) {
        secrecy_.answer(key, body, *found->second.request, *reply);
        if (const auto *post = std::get_if<wire::Post>(&*found->second.request))
            checkAcknowledged(key, *post, *reply);
    } else if (reply != nullptr && unique) {
        findings_.violation("I10 what cannot be read was done");
    }
    open.erase(found);
}

void Witness::checkAcknowledged(const PublicKey &key, const wire::Post &post,
                                const wire::Map &reply) {
    const auto read = wire::readReply(post, reply);
    if (!read.ok())
        return findings_.violation("a reply to a post cannot be read: " + read.why());
    const auto &acknowledged = std::get<wire::PostReply>(read.value());
    const auto entry = store_.entry(post.room, acknowledged.seq);
    const AccountName *account = secrecy_.accountOf(key);
    if (!entry || entry->id != post.id || account == nullptr || entry->by != *account)
        findings_.violation("I1 a post was acknowledged that is not in the log");
    else if (!entry->redacted && !sameWords(entry->content, post.content))
        findings_.violation("I7 a post was acknowledged that stands in the log with other words");
}

void Witness::published(const std::string &topic, const live::SharedBytes &body) {
    findings_.mark(topic);
    findings_.mark(*body);
    findings_.show("published", 0, *body);
    const Heard &heard = decoded(body);
    const auto *event = heard.ok() ? std::get_if<wire::Event>(&heard.value()) : nullptr;
    if (event == nullptr)
        return findings_.violation("the broker published what no client can read");
    secrecy_.published(topic, *body, *event);
}

std::size_t Witness::unanswered(SessionId session) const {
    const auto found = open_.find(session);
    return found == open_.end() ? 0 : found->second.size();
}

void Witness::checkAnswers() {
    for (const auto &[session, requests] : open_)
        for (const auto &[re, open] : requests)
            if (open.sinceMs + longestAnswerMs < findings_.nowMs())
                return findings_.violation(
                    "I10 request " + (re ? std::to_string(*re) : "without a number") +
                    " of session " + std::to_string(session.value) + " was never answered");
}

} // namespace zchat::sim
