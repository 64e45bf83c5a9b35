#!/bin/sh
# What pip cannot bring: a browser, fonts that hold Chinese names, PostgreSQL. Nothing to do where all is there.
set -eu
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have chromium-browser || have google-chrome || missing="$missing chromium"
[ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -iname 'NotoS*CJK*' 2>/dev/null | head -n 1)" ] \
    || missing="$missing fonts-noto-cjk"
[ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -iname 'Hana*' 2>/dev/null | head -n 1)" ] \
    || missing="$missing fonts-hanazono"
have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql-15"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! have apt-get; then
    for package in $missing; do
        case "$package" in
            chromium) echo "缺少浏览器 Chromium：请让管理员安装 chromium（apt install chromium）。" >&2 ;;
            postgresql-15) echo "缺少 PostgreSQL：安装 postgresql-15，或设置 DATABASE_URL。" >&2 ;;
            *) echo "缺少中文字体：请让管理员安装 $package（apt install $package）。" >&2 ;;
        esac
    done
    exit 4
fi
echo "正在安装系统软件：$missing" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2; rm -f "$log"
    echo "系统软件没装上：$missing。看上面的提示，装好后再运行一次。" >&2
    exit 4
fi
rm -f "$log"
