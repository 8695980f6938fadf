# What tools/run and tools/test share: the packages that zchat needs on Debian 12 and Ubuntu 24.04,
# and how to build it. Source this file from bash; it only defines names and never changes options
# of the shell that reads it.

# Everything a build needs, and what the Python tools import.
zchat_build_packages=(
    meson ninja-build ccache g++ pkg-config
    libzmq3-dev cppzmq-dev libmsgpack-cxx-dev libsqlite3-dev libsodium-dev libbotan-2-dev
    libcli11-dev libqrencode-dev qt6-base-dev qt6-svg-dev qt6-l10n-tools
    qt6-image-formats-plugins fonts-inter fonts-noto-color-emoji catch2 python3-zmq python3-msgpack
)
# A display without a screen, a bus without a desktop, and hands for both: tests of the window. And
# what counts instructions.
zchat_test_packages=(xvfb xauth xdotool dbus valgrind)

zchat_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

zchat_say() { printf 'zchat: %s\n' "$*" >&2; }

# Prints those of the packages named that are not installed, one a line.
zchat_missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            printf '%s\n' "$package"
    done
}

# Installs what is missing of the packages named, and says so first. Nothing missing: apt is not
# even asked. Where there is no dpkg the names are told to the person, and the build goes on and
# says itself what it cannot find.
zchat_need_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        zchat_say "This system has no dpkg. Please see that it has the like of: $*"
        return 0
    fi
    local missing
    mapfile -t missing < <(zchat_missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            zchat_say "These packages are missing, and there is no sudo here. Please run as root:"
            zchat_say "  apt-get install --no-install-recommends ${missing[*]}"
            return 1
        fi
        as_root=(sudo)
    fi
    zchat_say "Installing with apt: ${missing[*]}"
    # A stale or partly unreachable list is no reason to stop: the installation will tell.
    "${as_root[@]}" apt-get update -qq || zchat_say "apt-get update failed; going on with what it has."
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2; then
        zchat_say "apt could not install: ${missing[*]}"
        return 1
    fi
}

# What zchat_build makes; everything where it is empty.
zchat_targets=()

# zchat_build DIR [MESON-ARGUMENT…]: builds into DIR with these arguments; options of a folder that
# was set up before are kept where none is given. ccache is used by itself where it is installed.
zchat_build() {
    local folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        meson setup "$folder" "$zchat_root" "$@" >&2 || return 1
    elif [ $# -gt 0 ]; then
        meson configure "$folder" "$@" >&2 || return 1
    fi
    ninja -C "$folder" "${zchat_targets[@]}" >&2
}
