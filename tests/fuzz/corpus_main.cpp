// Runs a fuzz target over its corpus: whatever was found once is tried at every run of the tests,
// with any compiler.
//
// A corpus is a text file with an input a line, in hex; `-` is the empty one. tools/fuzz hands the
// same file to libFuzzer and takes back what is worth keeping.
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "shared/base/text.hpp"
#include "tests/fuzz/target.hpp"

namespace {

bool readHex(const std::string &line, std::vector<std::uint8_t> &input) {
    input.assign(line == "-" ? 0 : line.size() / 2, 0);
    return input.empty() ? line == "-" : zchat::hexInto(line, input);
}

} // namespace

int main(int argc, char *argv[]) {
    std::ifstream corpus(argc == 2 ? argv[1] : "");
    std::size_t passed = 0;
    std::size_t failed = 0;
    for (std::string line; std::getline(corpus, line);) {
        std::vector<std::uint8_t> input;
        if (!readHex(line, input)) {
            std::printf("Line %zu is no input.\n", passed + failed + 1);
            ++failed;
            continue;
        }
        // A promise that breaks ends this process; this tells by which input.
        std::printf("%s\n", line.substr(0, 200).c_str());
        std::fflush(stdout);
        LLVMFuzzerTestOneInput(input.data(), input.size());
        ++passed;
    }
    if (passed == 0) {
        std::puts("The corpus is empty.");
        ++failed;
    }
    std::printf("%zu passed, %zu failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
