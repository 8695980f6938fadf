#include "tests/power/disk.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace zchat::power {

namespace {

constexpr std::uint64_t sector = 512;
constexpr std::uint64_t rootNumber = 0;

std::uint64_t upTo(std::uint64_t most, std::mt19937_64 &random) {
    return random() % (most + 1);
}

} // namespace

void applyTo(std::string &content, std::uint64_t offset, std::string_view bytes, bool cuts) {
    if (cuts) {
        content.resize(offset);
        return;
    }
    content.resize(std::max(content.size(), offset + bytes.size()));
    content.replace(offset, bytes.size(), bytes);
}

Disk::Disk() {
    folders_[rootNumber];
}

Disk::Place Disk::placeOf(std::string_view path) {
    Folder *folder = &folders_.at(rootNumber);
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/')) {
        folder = &folders_.at(folder->now.at(std::string(path.substr(0, slash))));
        path.remove_prefix(slash + 1);
    }
    return {.folder = *folder, .name = std::string(path)};
}

void Disk::change(std::string_view path, std::optional<Number> to, std::string instead) {
    const Place place = placeOf(path);
    if (!instead.empty())
        place.folder.now.erase(instead);
    if (to)
        place.folder.now[place.name] = *to;
    else
        place.folder.now.erase(place.name);
    place.folder.pending.push_back({.name = place.name, .to = to, .instead = std::move(instead)});
}

void Disk::sync(Number number) {
    if (const auto found = files_.find(number); found != files_.end()) {
        for (const Change &each : found->second.pending)
            applyTo(found->second.durable, each.offset, each.bytes, each.cuts);
        found->second.pending.clear();
    } else if (const auto folder = folders_.find(number); folder != folders_.end()) {
        folder->second.durable = folder->second.now;
        folder->second.pending.clear();
    }
}

void Disk::apply(const Record &record) {
    const Head &head = record.head;
    switch (head.op) {
    case Op::create:
        numbers_[head.inode] = ++last_;
        files_[last_];
        return change(record.text, last_);
    case Op::makeFolder:
        numbers_[head.inode] = ++last_;
        folders_[last_];
        return change(record.text, last_);
    case Op::link:
        return change(record.text, numbers_.at(head.inode));
    case Op::rename: {
        const Place from = placeOf(record.text);
        const Place to = placeOf(record.data);
        if (&from.folder != &to.folder)
            throw std::runtime_error("a file moved to another folder, which no replay knows yet");
        return change(record.data, from.folder.now.at(from.name), from.name);
    }
    case Op::unlink:
        return change(record.text, std::nullopt);
    case Op::write:
        files_.at(numbers_.at(head.inode))
            .pending.push_back(
                {.offset = head.number, .bytes = std::string(record.data), .cuts = false});
        return;
    case Op::truncate:
        files_.at(numbers_.at(head.inode))
            .pending.push_back({.offset = head.number, .bytes = {}, .cuts = true});
        return;
    case Op::sync: {
        const auto known = numbers_.find(head.inode);
        return sync(known == numbers_.end() ? rootNumber : known->second);
    }
    case Op::acknowledged:
        return;
    }
}

// How much of what was not synced arrived.
namespace {
enum class Arrived : std::uint8_t { nothing, all, beginning, scattered };
Arrived someArrival(std::mt19937_64 &random) {
    return static_cast<Arrived>(upTo(3, random));
}
} // namespace

std::string Disk::left(const File &file, std::mt19937_64 &random) {
    std::string content = file.durable;
    const Arrived arrived = someArrival(random);
    if (arrived == Arrived::nothing || file.pending.empty())
        return content;
    std::uint64_t end = file.pending.size();
    if (arrived == Arrived::beginning)
        end = upTo(end, random);
    if (arrived != Arrived::scattered) {
        for (std::uint64_t i = 0; i < end; ++i)
            applyTo(content, file.pending[i].offset, file.pending[i].bytes, file.pending[i].cuts);
        return content;
    }
    // A size that was cut and did not arrive hides all that was written afterwards.
    std::map<std::uint64_t, std::uint64_t> upToChange; // by sector: how many of the changes it saw
    const std::uint64_t oneIn = 1 + upTo(7, random);
    const bool grown = upTo(3, random) == 0; // the size arrived, and zeros for what did not
    for (std::uint64_t i = 0; i < end; ++i) {
        const Change &each = file.pending[i];
        if (each.cuts) {
            if (upTo(1, random) == 0)
                break;
            content.resize(each.offset);
            upToChange.clear();
            continue;
        }
        // What lies in one sector arrives together with what was there before.
        for (std::uint64_t at = each.offset; at < each.offset + each.bytes.size();
             at = (at / sector + 1) * sector) {
            if (grown)
                content.resize(std::max(content.size(), each.offset + each.bytes.size()));
            const auto [seen, fresh] = upToChange.emplace(at / sector, 0);
            if (fresh)
                seen->second = upTo(oneIn, random) == 0 ? i + upTo(end - i, random) : end;
            if (i >= seen->second)
                continue;
            const std::uint64_t size =
                std::min((at / sector + 1) * sector, each.offset + each.bytes.size()) - at;
            applyTo(content, at, std::string_view(each.bytes).substr(at - each.offset, size),
                    false);
        }
    }
    return content;
}

Disk::Names Disk::left(const Folder &folder, std::mt19937_64 &random) {
    Names names = folder.durable;
    const Arrived arrived = someArrival(random);
    std::uint64_t end = folder.pending.size();
    if (arrived == Arrived::nothing)
        end = 0;
    else if (arrived == Arrived::beginning)
        end = upTo(end, random);
    for (std::uint64_t i = 0; i < end; ++i) {
        const NameChange &each = folder.pending[i];
        if (arrived == Arrived::scattered && upTo(1, random) == 0)
            continue;
        if (!each.instead.empty())
            names.erase(each.instead);
        if (each.to)
            names[each.name] = *each.to;
        else
            names.erase(each.name);
    }
    return names;
}

void Disk::leave(const Folder &folder, const std::filesystem::path &at,
                 std::mt19937_64 &random) const {
    for (const auto &[name, number] : left(folder, random)) {
        if (const auto inner = folders_.find(number); inner != folders_.end()) {
            std::filesystem::create_directory(at / name);
            leave(inner->second, at / name, random);
        } else {
            std::ofstream(at / name, std::ios::binary) << left(files_.at(number), random);
        }
    }
}

void Disk::leaveTo(const std::filesystem::path &folder, std::mt19937_64 &random) const {
    leave(folders_.at(rootNumber), folder, random);
}

} // namespace zchat::power
