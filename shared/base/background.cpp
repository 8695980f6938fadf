#include "shared/base/background.hpp"

#include <sys/resource.h>

namespace zchat {

void runInBackground() {
    constexpr int niceValue = 19;
    // Linux takes 0 for the calling thread, not for all of its process. A system that refuses
    // leaves things as they were, which is slower beside files and no fault.
    static_cast<void>(::setpriority(PRIO_PROCESS, 0, niceValue));
}

} // namespace zchat
