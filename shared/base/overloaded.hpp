// Several lambdas as one visitor for std::visit; a case without a lambda does not compile.
#pragma once

namespace zchat {

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};

} // namespace zchat
