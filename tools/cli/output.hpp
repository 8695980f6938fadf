// Output: stdout in whole lines, and whether anybody still reads it.
//
// Not stdio, whose buffer would make "flushed" a guess: `follow` moves its cursor only over what
// the kernel has taken.
#pragma once

#include <string>
#include <string_view>

namespace zchat::cli {

class Output final {
public:
    explicit Output(int descriptor)
        : descriptor_(descriptor) {}

    void line(std::string_view text);
    void text(std::string_view text);
    // Hands everything to the kernel. Once nobody reads any more, or the disk behind it is full,
    // what comes later is thrown away.
    enum class Flushed { done, closed, failed };
    [[nodiscard]] Flushed flush();

private:
    int descriptor_;
    std::string held_;
    Flushed state_ = Flushed::done;
};

} // namespace zchat::cli
