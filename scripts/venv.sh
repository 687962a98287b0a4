# Sourced by the other scripts: makes .venv once and installs what is asked for ("" or "[dev]"), in the tested
# versions. Nothing outside this folder is touched, and nothing is installed again until pyproject.toml changes.
set -eu
cd "$(dirname "$0")/.."

find_python() {
  for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
    then
      echo "$name"
      return
    fi
  done
  echo "detente needs Python 3.11, 3.12 or 3.13; set PYTHON to one" >&2
  exit 1
}

install_detente() {
  extras="$1"
  if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    "$python" -m venv .venv
  fi
  stamp=".venv/installed$extras-$(cat pyproject.toml constraints.txt | cksum | tr ' ' '-')"
  if [ ! -e "$stamp" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".$extras"
    touch "$stamp"
  fi
}
