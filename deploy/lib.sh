# shellcheck shell=bash
# What the scripts share. To be sourced, after `set -euo pipefail`; changes to the checkout's folder.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

oldest_postgresql=15
build_kind=${FOLLOWUP_BUILD:-debug}

heading() { printf '\n==> %s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Runs a command under a heading, says how long it took, and ends the script when it failed. The shell does not stop at
# errors inside a function called here: its commands are joined by &&.
step() {
  local name=$1 began=$SECONDS
  shift
  heading "$name"
  "$@" || fail "Failed after $((SECONDS - began)) s: $name"
  printf '    took %d s\n' "$((SECONDS - began))"
}

# The folder of a PostgreSQL server's programs that is new enough, as the program itself looks for it; nothing when there is none.
postgresql_programs() {
  local folder version
  {
    [ -z "${FOLLOWUP_PG_BIN:-}" ] || printf '%s\n' "$FOLLOWUP_PG_BIN"
    pg_config --bindir 2>/dev/null || true
    printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5 -rn
  } | while read -r folder; do
    if [ ! -x "$folder/postgres" ] || [ ! -x "$folder/initdb" ] || [ ! -x "$folder/psql" ]; then continue; fi
    version=$("$folder/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
    if [ "$version" -ge "$oldest_postgresql" ]; then
      printf '%s\n' "$folder"
      break
    fi
  done
}

# The Debian packages that are missing here, found by what they are needed for, so that other ways to have it count too.
# `missing_packages tests` names also what only the tests need, `missing_packages bench` what only the benchmarks do, `missing_packages
# package` what only deploy/package needs, which starts no server.
missing_packages() {
  command -v pkg-config >/dev/null || printf '%s\n' pkg-config
  if [ "${1:-}" != package ]; then
    [ -n "$(postgresql_programs)" ] || printf '%s\n' postgresql postgresql-client
    command -v pg_dump >/dev/null || printf '%s\n' postgresql-client
  fi
  local library package
  while read -r library package; do
    pkg-config --exists "$library" 2>/dev/null || printf '%s\n' "$package"
  done <<'LIBRARIES'
libpq libpq-dev
libcurl libcurl4-openssl-dev
gmime-3.0 libgmime-3.0-dev
libical libical-dev
libxml-2.0 libxml2-dev
xlsxwriter libxlsxwriter-dev
LIBRARIES
  local module
  if [ "${1:-}" = bench ] || [ "${1:-}" = tests ]; then
    for module in psycopg psycopg2 pandas numpy sqlalchemy; do
      /usr/bin/python3 -c "import $module" 2>/dev/null || printf 'python3-%s\n' "$module"
    done
  fi
  if [ "${1:-}" = package ] || [ "${1:-}" = tests ]; then
    local program
    [ -x /usr/bin/python3 ] || printf '%s\n' python3
    while read -r program package; do
      command -v "$program" >/dev/null || printf '%s\n' "$package"
    done <<'PROGRAMS'
dpkg-shlibdeps dpkg-dev
strip binutils
patchelf patchelf
git git
PROGRAMS
  fi
  if [ "${1:-}" = tests ]; then
    command -v openssl >/dev/null || printf '%s\n' openssl
    # The system's own, which the tests run and the package serves, even if another python3 comes first on the path.
    for module in aiosmtpd icalendar openpyxl; do
      /usr/bin/python3 -c "import $module" 2>/dev/null || printf 'python3-%s\n' "$module"
    done
    # The mail servers that the tests run on loopback, as an agency has them.
    [ -x /usr/sbin/exim4 ] || printf '%s\n' exim4-daemon-light
    [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/imap ] || printf '%s\n' dovecot-imapd
    # What makes faults: ends a process at a call of the system, gives it another clock, stands before the database.
    command -v strace >/dev/null || printf '%s\n' strace
    [ -n "$(find /usr/lib -path '*/faketime/libfaketimeMT.so.1' 2>/dev/null)" ] || printf '%s\n' libfaketime
    [ -x /usr/sbin/pgbouncer ] || printf '%s\n' pgbouncer
  fi
}

# Installs what is missing; `install_packages tests` (or bench, package) also what only that needs.
install_packages() {
  local packages as_root=()
  mapfile -t packages < <(missing_packages "$@" | sort -u)
  if [ "${#packages[@]}" -eq 0 ]; then
    printf '    nothing is missing\n'
    return
  fi
  command -v apt-get >/dev/null ||
    fail "Missing: ${packages[*]} (named as Debian does). Install them, then run this again."
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null ||
      fail "Missing packages. Install them, then run this again:
  sudo apt-get install --no-install-recommends ${packages[*]}"
    as_root=(sudo -n)
  fi
  printf '    installing %s\n' "${packages[*]}"
  apt() {
    local words
    words=$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get -y -qq --no-install-recommends "$@" </dev/null 2>&1) || {
      printf '%s\n' "$words" >&2
      return 1
    }
  }
  apt update || printf '    the package lists could not be renewed; going on with the old ones\n' >&2
  local done=0
  # Debian's packages make and start servers when they are installed, now and with the machine. Only their programs are wanted here.
  local clusters=/etc/postgresql-common/createcluster.d rules=/usr/sbin/policy-rc.d rules_are_ours='' service
  case " ${packages[*]} " in
  *' postgresql '*)
    apt install postgresql-common && "${as_root[@]}" mkdir -p "$clusters" || return
    printf 'create_main_cluster = false\n' | "${as_root[@]}" tee "$clusters/zz-followup.conf" >/dev/null || return
    ;;
  esac
  case " ${packages[*]} " in
  *' exim4-daemon-light '* | *' dovecot-imapd '* | *' pgbouncer '*)
    if [ ! -e "$rules" ]; then
      rules_are_ours=yes
      printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$rules" >/dev/null || return
      "${as_root[@]}" chmod +x "$rules" || return
    fi
    ;;
  esac
  apt install "${packages[@]}" || done=$?
  "${as_root[@]}" rm -f "$clusters/zz-followup.conf"
  [ -z "$rules_are_ours" ] || "${as_root[@]}" rm -f "$rules"
  if [ -d /run/systemd/system ]; then
    for service in exim4 dovecot pgbouncer; do
      case " ${packages[*]} " in *" $service"*) "${as_root[@]}" systemctl disable "$service" >/dev/null 2>&1 || true ;; esac
    done
  fi
  [ "$done" -eq 0 ] || return "$done"
  [ "${1:-}" = package ] || [ -n "$(postgresql_programs)" ] || fail "The system's PostgreSQL is older than $oldest_postgresql.
Install a newer one (https://www.postgresql.org/download/) and name its programs' folder in FOLLOWUP_PG_BIN."
}

# Puts swift on the search path.
find_swift() {
  local folder
  for folder in "" /opt/swift/usr/bin "${SWIFTLY_BIN_DIR:-${HOME:-}/.swiftly/bin}" \
    "${HOME:-}/.local/share/swiftly/bin"; do
    if [ -z "$folder" ]; then
      command -v swift >/dev/null || continue
    elif [ -x "$folder/swift" ]; then
      PATH=$folder:$PATH
    else
      continue
    fi
    printf '    %s\n' "$(swift --version 2>/dev/null | head -n 1)"
    return
  done
  fail "Swift is not installed (looked on the PATH, in /opt/swift and ~/.swiftly). Swift 6.2 or newer:
  https://www.swift.org/install/linux/"
}

# Builds, and keeps the folder of what is built in `built`; debug, because that takes a fraction of the time, unless
# FOLLOWUP_BUILD=release.
#
# An optimised program brings Swift's libraries with it: it starts in half the time and needs a third less memory than one that
# loads them, since what it does not use is left out. What is exported cannot be, and nobody loads the program as a library.
build() {
  local how=()
  [ "$build_kind" = debug ] || how=(--static-swift-stdlib -Xlinker --no-export-dynamic -Xlinker -zrelro)
  built=$(swift build -c "$build_kind" --show-bin-path 2>/dev/null) && swift build -c "$build_kind" "${how[@]}" "$@"
}

# A private PostgreSQL for the script alone: FOLLOWUP_DATA in a new folder, which is removed when the script ends in any way.
# The database that the caller has configured is out of reach.
own_database() {
  scratch=$(mktemp -d /tmp/followup-script.XXXXXX) # a short path, so that the socket lies in it
  trap leave EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  chmod 711 "$scratch" # the server does not run as root, and has to get through
  local name
  for name in "${!PG@}" "${!FOLLOWUP_DATABASE@}" FOLLOWUP_CONFIG; do unset "$name"; done
  export FOLLOWUP_DATA=$scratch/postgres
}

leave() {
  local status=$?
  trap - EXIT HUP INT TERM
  if [ -e "$FOLLOWUP_DATA" ]; then
    "$built/followup" local stop >/dev/null || printf 'A PostgreSQL server may be left in %s.\n' "$FOLLOWUP_DATA" >&2
  fi
  rm -rf "$scratch"
  exit "$status"
}

# For the trials, with a folder `place`: what a command says is shown when it fails.
# shellcheck disable=SC2154 # place is of the script that sources this
quietly() { "$@" >"$place/log" 2>&1 || { tail -n 40 "$place/log" >&2 && return 1; }; }

# expect WORDS COMMAND…: what the command prints holds the words.
expect() {
  local words=$1 said
  shift
  said=$("$@" 2>&1) || {
    printf 'This failed: %s\n%s\n' "$*" "$said" >&2
    return 1
  }
  [[ $said == *"$words"* ]] || {
    printf 'This does not say "%s": %s\n%s\n' "$words" "$*" "$said" >&2
    return 1
  }
}

# A zone in which it is about noon, so that the night of today is due.
noon_zone() {
  local hours=$((12 - 10#$(date -u +%H)))
  if [ "$hours" -ge 0 ]; then printf 'Etc/GMT-%d' "$hours"; else printf 'Etc/GMT+%d' "$((-hours))"; fi
}
