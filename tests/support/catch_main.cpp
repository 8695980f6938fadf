// The one compiled main of every test program.
#include "tests/support/run_cases.hpp"

int main(int argc, char *argv[]) {
    return runCases(argc, argv);
}
