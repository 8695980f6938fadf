// What both stores must agree on about words: folding case, finding links, cutting snippets.
//
// Pure text. SqliteStore's search folds by FTS5's own rules, which also take marks off letters;
// this folding serves names and titles, and MemoryStore's search.
#pragma once

#include <string>
#include <string_view>

#include "shared/wire/entry.hpp"

namespace zchat::store {

// Latin, Greek and Cyrillic capitals made small; everything else as it is.
[[nodiscard]] std::string foldedText(std::string_view utf8);
// A web address (http:// or https://) stands in the text.
[[nodiscard]] bool hasLink(std::string_view text);
// What search looks in: the body of a text or of data, the name and caption of a file; nothing for
// the rest.
[[nodiscard]] std::string searchedText(const wire::Content &content);
// Some 160 bytes of a text around `at`, cut between characters, with … where something is left
// out.
[[nodiscard]] std::string snippetAround(std::string_view text, std::size_t at);

} // namespace zchat::store
