// The words of a text, by the very tokenizer that full-text search uses.
#include "shared/db/connection.hpp"

namespace zchat::db {

bool Connection::makeTokenizer() {
    if (tokens_ != nullptr)
        return true;
    // SQLite hands out FTS5's interface through a pointer bound to a statement.
    fts5_api *interface = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(handle_, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &interface, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    void *context = nullptr;
    if (interface == nullptr ||
        interface->xFindTokenizer(interface, "unicode61", &context, &tokenizer_) != SQLITE_OK ||
        tokenizer_.xCreate(context, nullptr, 0, &tokens_) != SQLITE_OK) {
        remember("This SQLite has no full-text search (FTS5).");
        tokens_ = nullptr;
    }
    return tokens_ != nullptr;
}

std::vector<Word> Connection::words(std::string_view text) {
    std::vector<Word> found;
    if (!wellSoFar() || !makeTokenizer())
        return found;
    const auto onWord = [](void *context, int, const char *folded, int size, int start, int end) {
        static_cast<std::vector<Word> *>(context)->push_back(
            Word{.folded = std::string(folded, static_cast<std::size_t>(size)),
                 .start = static_cast<std::size_t>(start),
                 .end = static_cast<std::size_t>(end)});
        return SQLITE_OK;
    };
    const int code = tokenizer_.xTokenize(tokens_, &found, FTS5_TOKENIZE_QUERY, text.data(),
                                          static_cast<int>(text.size()), onWord);
    if (code != SQLITE_OK)
        remember(code, "words");
    return found;
}

} // namespace zchat::db
