# Shared by ./run and ./test: Python found, .venv made, packages of one lock file installed.
# Every step leaves its stamp last, so whatever a kill or a power cut left half made is made again.

say() { printf 'ayni: %s\n' "$*" >&2; }

find_python() {
    for python in "${AYNI_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 || continue
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        printf '%s' "$python"
        return 0
    done
    found=$(python3 -c 'import platform; print(platform.python_version())' 2>/dev/null || echo '-')
    say "hace falta Python 3.11 o mas nuevo; aqui hay: $found (Debian: apt install python3 python3-venv)"
    say "Python 3.11 or newer is needed; found here: $found"
    return 1
}

digest() { cat "$@" | cksum | tr ' ' '-'; }

# A folder is a whole environment only if it was finished here: a moved or half-made one is made again.
make_venv() {
    whole=".venv/.whole"
    if [ ! -f .venv/.installing ] && [ -f "$whole" ] && [ "$(cat "$whole")" = "$PWD" ] &&
        .venv/bin/python -c '' 2>/dev/null; then
        return 0
    fi
    python=$(find_python) || return 1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "a Python le falta el modulo venv: apt install python$version-venv"
        say "Python lacks its venv module: install the package python$version-venv"
        return 1
    fi
    say "preparando .venv (environment)"
    rm -rf .venv
    "$python" -m venv .venv || return 1
    for folder in .venv/lib/python3*/site-packages; do
        printf '%s\n' "$PWD/src" >"$folder/ayni.pth"
    done
    printf '%s' "$PWD" >"$whole"
}

# install LOCKFILE STAMPNAME
install() {
    stamp=".venv/.$2"
    wanted=$(digest "$1")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    say "instalando paquetes de $1 (packages)"
    rm -f "$stamp"
    : >.venv/.installing
    if ! { command -v uv >/dev/null 2>&1 &&
        uv pip install -q --python .venv/bin/python --require-hashes -r "$1" 2>/dev/null; }; then
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-warn-script-location \
            --require-hashes -r "$1" || {
            say "no se pudieron instalar los paquetes (packages could not be installed)"
            return 1
        }
    fi
    printf '%s' "$wanted" >"$stamp"
    rm -f .venv/.installing
}

# One at a time: a second ./run waits for the first one's set-up. mkdir is the lock that sh has;
# the process that made it is named inside, so a killed one does not block for ever.
lock() {
    lockdir=".venv.lock"
    while ! mkdir "$lockdir" 2>/dev/null; do
        if [ ! -w . ]; then
            say "no hay permiso para escribir en esta carpeta (no permission to write in this folder)"
            return 1
        fi
        holder=$(cat "$lockdir/pid" 2>/dev/null || echo '')
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
            rm -rf "$lockdir"
            continue
        fi
        if [ -z "$holder" ]; then
            waited=$((${waited:-0} + 1))
            [ "$waited" -gt 5 ] && rm -rf "$lockdir"
        fi
        sleep 1
    done
    echo $$ >"$lockdir/pid"
    trap 'rm -rf "$lockdir"' EXIT
    trap 'exit 130' INT TERM HUP
}

unlock() {
    rm -rf "$lockdir"
    trap - EXIT INT TERM HUP
}

# prepare LOCKFILE STAMPNAME: quick when nothing changed, and then without the lock.
prepare() {
    if [ -f .venv/.whole ] && [ "$(cat .venv/.whole)" = "$PWD" ] && [ -f ".venv/.$2" ] &&
        [ "$(cat ".venv/.$2")" = "$(digest "$1")" ] && .venv/bin/python -c '' 2>/dev/null; then
        return 0
    fi
    lock || return 1
    make_venv && install "$1" "$2"
    status=$?
    unlock
    return $status
}
