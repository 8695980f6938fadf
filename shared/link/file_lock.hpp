// FileLock: one owner of a file among processes, and among the links of one process. It ends with
// its owner, however that ends; the file stays behind, empty.
#pragma once

#include <filesystem>
#include <optional>

namespace zchat::link {

class FileLock final {
public:
    // nullopt where another holds it, or where the file cannot be made.
    [[nodiscard]] static std::optional<FileLock> tryTake(const std::filesystem::path &file);
    // Waits; for moments only. Holds nothing where the file cannot be made.
    [[nodiscard]] static FileLock wait(const std::filesystem::path &file);

    ~FileLock();
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;

private:
    explicit FileLock(int descriptor)
        : descriptor_(descriptor) {}
    int descriptor_;
};

} // namespace zchat::link
