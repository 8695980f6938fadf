// Visiting variants: several lambdas as one visitor for std::visit, and a name for a group of their
// alternatives. A case that no lambda or group takes does not compile.
#pragma once

#include <concepts>

namespace zchat {

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};

// `T` is one of the others.
template <class T, class... Others>
concept OneOf = (std::same_as<T, Others> || ...);

} // namespace zchat
