// Descriptor: an open file that closes itself.
#pragma once

#include <unistd.h>
#include <utility>

namespace zchat::link {

class Descriptor final {
public:
    explicit Descriptor(int number = -1)
        : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0)
            ::close(number_);
    }
    Descriptor(Descriptor &&other) noexcept
        : number_(std::exchange(other.number_, -1)) {}
    Descriptor &operator=(Descriptor &&other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool isOpen() const { return number_ >= 0; }

private:
    int number_;
};

} // namespace zchat::link
