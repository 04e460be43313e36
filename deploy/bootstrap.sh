#!/bin/sh
# Sets up what `make run` and `make test` need: uv, .venv with the hashed requirements, native libraries.
# Usage: bootstrap.sh run|test|requirements. Says one line and stops when something needs an administrator.
set -eu
cd "$(dirname "$0")/.."
purpose=$1
tools=.local/tools
root=$([ "$(id -u)" = 0 ] && echo yes || echo no)

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

apt_ready=no
install() {  # install PURPOSE PACKAGE…: Debian packages as root, or the line that says what to install
  what=$1; shift
  if [ "$root" = yes ] && command -v apt-get >/dev/null; then
    say "Installing $what: $*"
    [ "$apt_ready" = yes ] || { apt-get update -qq >/dev/null; apt_ready=yes; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null \
      || stop "apt-get could not install $*: install it and try again."
  elif command -v apt-get >/dev/null; then
    stop "$what is missing. Ask an administrator to run: apt-get install --no-install-recommends $*"
  else
    stop "$what is missing. Install it with your system's package manager (Debian names: $*)."
  fi
}

recent() { "$1" -c 'import sys; sys.exit(not sys.version_info[:2] >= (3, 12))' 2>/dev/null; }

find_python() {
  for candidate in python3.13 python3.12 python3.14 python3 \
    "$HOME"/.pyenv/versions/3.13*/bin/python3 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 /usr/local/bin/python3; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    if recent "$path"; then printf '%s' "$path"; return; fi
  done
}

find_uv() {
  if command -v uv >/dev/null; then command -v uv; return; fi
  if [ -x $tools/bin/uv ]; then echo $tools/bin/uv; return; fi
  base=$(find_python)
  base=${base:-$(command -v python3 || true)}
  [ -n "$base" ] || install "Python" python3 python3-venv
  base=${base:-$(command -v python3)}
  "$base" -c 'import ensurepip, venv' 2>/dev/null || install "Python's venv module" python3-venv
  say "Getting uv"
  "$base" -m venv $tools
  $tools/bin/pip install --quiet --disable-pip-version-check uv >&2 || stop "uv could not be installed: install it (pip install uv) and try again."
  echo $tools/bin/uv
}

uv=$(find_uv)

if [ "$purpose" = requirements ]; then
  for group in "" embedded dev; do
    $uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
      --no-emit-find-links --no-header --upgrade pyproject.toml ${group:+--group $group} -o "requirements${group:+-$group}.txt"
  done
  exit
fi

# --- the environment ---------------------------------------------------------
if ! { [ -x .venv/bin/python ] && recent .venv/bin/python; }; then
  python=$(find_python)
  say "Making the environment${python:+ with $python}"
  $uv venv --quiet --clear --python "${python:-3.13}" .venv \
    || stop "Python 3.12 or newer is needed and could not be fetched: install it and try again."
fi
case $purpose in run) wanted=requirements-embedded.txt ;; *) wanted=requirements-dev.txt ;; esac
digest=$(cat $wanted | sha256sum | cut -c1-16)
stamp=.venv/installed-$wanted
if [ "$(cat $stamp 2>/dev/null)" != "$digest" ]; then
  say "Installing the requirements ($wanted)"
  $uv pip install --quiet --python .venv/bin/python --require-hashes -r $wanted
  echo "$digest" > $stamp
fi

# --- native libraries --------------------------------------------------------
loads() { .venv/bin/python -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null; }
if ! loads libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 && ! loads libpangoft2-1.0.dylib; then
  install "The PDF renderer's library (Pango)" libpangoft2-1.0-0 libharfbuzz-subset0
fi
if [ "$purpose" = test ]; then
  command -v chromium >/dev/null || install "Chromium, for the browser tests" chromium
  command -v msgfmt >/dev/null || install "gettext, for the translation tests" gettext
fi

# --- translations ------------------------------------------------------------
newest=$(ls -t locale/*/LC_MESSAGES/django.?o | head -1)
case $newest in *.po) .venv/bin/pybabel --quiet compile -d locale -D django ;; esac
for language in ar fr es; do
  [ -f locale/$language/LC_MESSAGES/django.mo ] || .venv/bin/pybabel --quiet compile -d locale -D django
done
