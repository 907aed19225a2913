#!/bin/sh
# 流水线的步骤，各平台的流水线文件都调用它。The steps of CI, which the CI files of all platforms call:
#
#   check    检查内容                          checks the content
#   preview  生成预览，链接是相对的            builds a preview whose links are relative
#   due      要不要发布：publish=yes 或 no     whether to publish: publish=yes or publish=no
#   build    生成网站                          builds the site
#   publish  发布到目录，本机的或主机上的      publishes to a folder, on this machine or on a host
#   mark     记下已由平台的 Pages 服务发布     notes that the platform's pages service published it
#
# 要发布：没有发布过，内容或程序变了，或者公报自己算出的日子到了（gongbao check --due）。
# It is due when it was never published, when content or program changed, or when the day has come from which the published
# site is out of date (gongbao check --due).
#
# 变量 variables:
#   GONGBAO_URL, GONGBAO_SHA256    程序的网址或路径和它的 SHA-256；bin/gongbao 在时不用
#                                  address or path of the program and its SHA-256; not used where bin/gongbao is
#   GONGBAO_SITE, GONGBAO_STATE    网站和状态放在哪里，两个都要缓存；默认 public、.gongbao-ci
#                                  where the site and the state go, both to be cached; public, .gongbao-ci by default
#   GONGBAO_BASE_URL               网站地址，代替 site.yaml 里的 the site's address, instead of that in site.yaml
#   GONGBAO_LANG                   zh 或 en；默认 zh，site.yaml 写着 ui: en 时 en zh or en; by default zh, en where site.yaml has ui: en
#   GONGBAO_FORCE                  true：一定发布 publishes in any case
#   GONGBAO_FOLDER                 发布到的目录 the folder to publish to
#   GONGBAO_HOST, GONGBAO_PORT     目录所在的主机 用户@主机 和端口 the host of the folder, USER@HOST, and its port
#   GONGBAO_SSH_KEY                私钥，或它的文件 the private key, or its file
#   GONGBAO_KNOWN_HOSTS            主机的公钥（ssh-keyscan 的输出），或它的文件 the host's keys, as ssh-keyscan prints them, or their file
#
# 退出码 exit codes:
#   0 正常 fine   1 内容有错 errors in the content   2 用法不对 wrong usage   3 系统出错 the system failed
#   10 没有程序，或取不到 there is no program, or it cannot be fetched
#   11 程序的 SHA-256 不对 the program's SHA-256 is wrong
#   12 程序不能在这台机器上运行 the program does not run on this machine
#   13 发布不了 cannot publish
set -eu
export LC_ALL=C

say() { printf '%s\n' "$@" >&2; }
fail() {
    code=$1
    shift
    say "$@"
    exit "$code"
}
absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s' "$PWD/$1" ;; esac; }
hash_of() { sha256sum | cut -c 1-64; }

root=$(cd "$(dirname "$0")/.." && pwd)
site=$(absolute "${GONGBAO_SITE:-$root/public}")
state=$(absolute "${GONGBAO_STATE:-$root/.gongbao-ci}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 3' INT TERM

lang=zh
grep -q '^ui: *["'\'']\{0,1\}en' "$root/content/site.yaml" 2>/dev/null && lang=en
lang=${GONGBAO_LANG:-$lang}
folder=${GONGBAO_FOLDER:-}
host=${GONGBAO_HOST:-}

# 网站地址：写明的，否则发布到平台的 Pages 服务时它的。The site's address: that given, else that of the platform's pages service.
address=${GONGBAO_BASE_URL:-}
if [ -z "$address$folder" ]; then
    address=${CI_PAGES_URL:-}
    if [ "${GITHUB_ACTIONS:-}" = true ] && [ -z "${GITEA_ACTIONS:-}" ]; then
        owner=${GITHUB_REPOSITORY%%/*} name=${GITHUB_REPOSITORY#*/}
        address=https://$owner.github.io/
        [ "$name" = "$owner.github.io" ] || address=$address$name/
    fi
fi

writable() {
    mkdir -p "$site" "$state" 2>/dev/null && [ -w "$site" ] && [ -w "$state" ] || fail 3 \
        "写不了 $site 或 $state：把 GONGBAO_SITE、GONGBAO_STATE 设成可写的目录。" \
        "Cannot write to $site or $state: set GONGBAO_SITE and GONGBAO_STATE to folders that can be written."
}

# 程序：bin/gongbao，否则 GONGBAO_URL 那里的；先核对再运行。The program: bin/gongbao, else what is at GONGBAO_URL; checked, then run.
get() {
    program=$root/bin/gongbao
    if [ -f "$program" ]; then
        wanted=$(cut -c 1-64 "$program.sha256" 2>/dev/null) || fail 11 \
            "没有 bin/gongbao.sha256，不知道 bin/gongbao 对不对：再运行一次 gongbao init --vendor，两个文件一起提交。" \
            "There is no bin/gongbao.sha256 to hold bin/gongbao against: run gongbao init --vendor again and commit both files."
    elif [ -n "${GONGBAO_URL:-}" ]; then
        wanted=${GONGBAO_SHA256:-}
        program=$state/gongbao
        if ! [ -f "$program" ] || [ "$(hash_of <"$program")" != "$wanted" ]; then
            program=$work/gongbao
            fetch
        fi
    else
        fail 10 \
            "没有 gongbao 程序：运行 gongbao init --vendor 把它放进 bin/ 并提交，或在流水线文件里写上 GONGBAO_URL 和 GONGBAO_SHA256。" \
            "There is no gongbao: run gongbao init --vendor, which puts it into bin/, and commit that; or set GONGBAO_URL and GONGBAO_SHA256 in the CI file."
    fi
    is=$(hash_of <"$program")
    [ "$is" = "$wanted" ] || fail 11 \
        "程序的 SHA-256 不对，没有运行它。应为 $wanted，实为 $is。换回原来的文件，或核实以后改 SHA-256。" \
        "The program's SHA-256 is wrong; it was not run. Wanted $wanted, is $is. Put the right file back, or correct the SHA-256 once you know why it differs."
    # 下载的留到下一次。 What was fetched is kept for the next time.
    if [ "$program" = "$work/gongbao" ] && mkdir -p "$state" 2>/dev/null; then
        cp "$program" "$state/gongbao" 2>/dev/null || say "没有留下 $state/gongbao。$state/gongbao was not kept."
    fi
    if ! [ -x "$program" ]; then
        [ "$program" = "$work/gongbao" ] || cp "$program" "$work/gongbao"
        program=$work/gongbao
        chmod +x "$program"
    fi
    version=$("$program" --version 2>&1) || fail 12 \
        "程序不能在这台机器（$(uname -sm)）上运行：它是给另一种处理器的，或要更新的系统库。换成这台机器的那一个。" \
        "The program does not run on this machine ($(uname -sm)): it is for another processor, or needs newer system libraries. Take the one for this machine." \
        "$version"
    case $version in gongbao\ *) ;; *) fail 12 "$program 不是 gongbao。$program is not gongbao." "$version" ;; esac
}

fetch() {
    [ -n "$wanted" ] || fail 11 \
        "写了 GONGBAO_URL，没写 GONGBAO_SHA256：不核对的程序不运行。" \
        "GONGBAO_URL is set and GONGBAO_SHA256 is not: a program that cannot be checked is not run."
    case $GONGBAO_URL in
    /*) cp "$GONGBAO_URL" "$program" ;;
    *) if command -v curl >/dev/null; then curl -fsSL --retry 3 -o "$program" "$GONGBAO_URL"; else wget -q -O "$program" "$GONGBAO_URL"; fi ;;
    esac || fail 10 "取不到程序：$GONGBAO_URL" "The program cannot be fetched: $GONGBAO_URL"
}

check() {
    get
    if [ "${GITHUB_ACTIONS:-}" != true ] || [ -n "${GITEA_ACTIONS:-}" ]; then
        "$program" check --root "$root" --lang "$lang"
        return
    fi
    # GitHub 要从仓库顶层起的路径。GitHub wants paths from the top of the repository.
    code=0
    "$program" check --root "$root" --lang "$lang" --format github >"$work/found" || code=$?
    below=${root#"${GITHUB_WORKSPACE:-$root}"}
    below=${below#/} awk '{
        at = ENVIRON["below"] == "" ? 0 : index($0, " file=")
        print at ? substr($0, 1, at + 5) ENVIRON["below"] "/" substr($0, at + 6) : $0
    }' "$work/found"
    return "$code"
}

# 现在的状态，三个字段：内容和程序的散列、公报的日子、从哪天起过时。What is now, in three fields: a hash of content and program, the
# bulletin's day, and the day from which a site built now is out of date.
now() {
    days=$("$program" check --root "$root" --lang "$lang" --due)
    (cd "$root" && find content themes -type f -exec sha256sum {} + 2>/dev/null) | sort >"$work/content" || :
    printf '%s %s\n' "$is" "$address" >>"$work/content"
    printf '%s %s\n' "$(hash_of <"$work/content")" "$days" >"$state/now"
}

# 上一次发布时的。That of the last publication.
published() {
    if [ -n "$folder" ]; then there 'cat .gongbao-published 2>/dev/null || :' </dev/null; else cat "$state/published" 2>/dev/null || :; fi
}

# 把两个状态比一比。Holds the one against the other.
is_due() {
    if [ "${GONGBAO_FORCE:-}" = true ] || [ "${CI_PIPELINE_SOURCE:-}" = web ]; then
        say "要求发布。Publication was asked for."
        return
    fi
    read -r hash day _ <"$state/now"
    old_hash='' old_day='' next=''
    published >"$work/published"
    read -r old_hash old_day next <"$work/published" || :
    if [ -z "$next" ]; then
        say "没有发布过，或不知道何时发布过：发布。Never published, or unknown when: to be published."
    elif [ "$hash" != "$old_hash" ]; then
        say "内容或程序在 $old_day 发布之后变了：发布。Content or program changed since it was published as of $old_day: to be published."
    elif [ "$next" != never ] && [ "$(printf '%s\n' "$day" "$next" | sort | head -n 1)" = "$next" ]; then
        say "$old_day 发布的网站从 $next 起过时：发布。What was published as of $old_day is out of date from $next: to be published."
    else
        say "$old_day 发布的网站还没有过时（到 $next），内容也没有变：不发布。What was published as of $old_day is right until $next, and nothing changed: not published."
        return 1
    fi
}

due() {
    get
    writable
    now
    answer=no
    if is_due; then answer=yes; fi
    recall
    printf 'publish=%s\n' "$answer"
    if [ -n "${GITHUB_OUTPUT:-}" ]; then printf 'publish=%s\n' "$answer" >>"$GITHUB_OUTPUT"; fi
}

# 没有缓存时，目录里还有发布记录。 Where there is no cache, the folder still has the record of publication.
recall() {
    [ -z "$folder" ] || [ -f "$state/record.yaml" ] || there 'cat .gongbao-record 2>/dev/null || :' </dev/null >"$state/record.yaml"
}

build() {
    get
    writable
    # 生成了才算数，免得把上一次的网站当作这一次的。 It counts when it is built: else the site of the last time would be taken for this one.
    rm -f "$state/now"
    now
    mv "$state/now" "$work/now"
    recall
    # 发布记录留在状态里，下一次看有没有删掉、改掉的。 The record of publication is kept with the state: next time it tells what was
    # deleted or changed.
    record=$state/record.yaml
    [ -w "$root/content" ] || {
        record=
        say "$root/content 写不了：删掉的网页这一次不查。$root/content cannot be written: deleted pages are not looked for."
    }
    "$program" build --root "$root" --lang "$lang" -o "$site" ${address:+--base-url "$address"} ${record:+--record="$record"}
    mv "$work/now" "$state/now"
}

preview() {
    get
    writable
    "$program" build --root "$root" --lang "$lang" -o "$site" --relative
}

# 在要发布到的目录里执行命令。Runs a command in the folder to publish to.
there() {
    case $folder in *\'*) fail 13 "GONGBAO_FOLDER 里不能有单引号。GONGBAO_FOLDER may not have an apostrophe." ;; esac
    command="umask 022 && mkdir -p '$folder' && cd '$folder' && { $1
}"
    if [ -z "$host" ]; then
        sh -c "$command" || fail 13 "在 $folder 里没有做成（见上）。It was not done in $folder (see above)."
        return
    fi
    [ -n "${GONGBAO_SSH_KEY:-}" ] && [ -n "${GONGBAO_KNOWN_HOSTS:-}" ] || fail 13 \
        "发布到 $host 还要 GONGBAO_SSH_KEY 和 GONGBAO_KNOWN_HOSTS（核对指纹以后填 ssh-keyscan 的输出）。" \
        "Publishing to $host needs GONGBAO_SSH_KEY and GONGBAO_KNOWN_HOSTS too (what ssh-keyscan prints, once its fingerprint is verified)."
    if ! [ -f "$work/key" ]; then
        secret "$GONGBAO_SSH_KEY" key
        secret "$GONGBAO_KNOWN_HOSTS" known_hosts
    fi
    ssh -i "$work/key" -p "${GONGBAO_PORT:-22}" -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \
        -o UserKnownHostsFile="$work/known_hosts" "$host" "$command" || fail 13 \
        "在 $host 上没有做成（见上）。It was not done on $host (see above)."
}

secret() {
    (
        umask 077
        if [ -f "$1" ]; then cat "$1"; else printf '%s\n' "$1"; fi | tr -d '\r' >"$work/$2"
    )
}

# 目录里发布过的网页都还在，或写明了去向：在别的机器上生成的，那里没有发布记录。 Each page that was published in the folder is still
# there, or what became of it: a site may be made on another machine, which has no record of publication.
lost() {
    there 'cat .gongbao-record 2>/dev/null || :' </dev/null >"$work/record"
    sed -n 's|^"\{0,1\}\(/.*/\)"\{0,1\}:.*$|\1|p' "$work/record" >"$work/pages"
    while IFS= read -r page; do [ -f "$site${page}index.html" ] || printf '%s ' "$page"; done <"$work/pages" >"$work/lost"
    [ ! -s "$work/lost" ] || fail 1 \
        "GB0313：发布过的网页没有了，没有发布：$(cat "$work/lost")。撤下的写进 content/addresses.yaml 的 gone，改了网址的写进 moved。" \
        "GB0313: pages that were published are gone; nothing was published: $(cat "$work/lost"). Write in content/addresses.yaml under gone why, or under moved where they are now."
}

# 只送变了的文件：先放在旁边，到齐了再各就各位。Sends only what differs: beside the site first, then each file to its place.
publish() {
    [ -n "$folder" ] || fail 13 "没有写 GONGBAO_FOLDER：发布到哪里？GONGBAO_FOLDER is not set: publish to where?"
    [ -f "$state/now" ] && [ -f "$site/index.html" ] || fail 13 "先运行 build。Run build first."
    is_due || return 0
    lost
    told=$work/told
    mkdir "$told"
    cp "$state/now" "$told/published"
    [ ! -f "$state/record.yaml" ] || cp "$state/record.yaml" "$told/record"
    (cd "$site" && find . -type f ! -path './.gongbao*' -exec sha256sum {} +) | sort >"$told/files"
    there 'cat .gongbao-files 2>/dev/null || :' </dev/null >"$work/was"
    cut -c 67- "$work/was" | sort >"$work/was-names"
    cut -c 67- "$told/files" | sort | comm -23 "$work/was-names" - >"$told/gone"
    comm -13 "$work/was" "$told/files" | cut -c 67- >"$work/changed"
    if [ -s "$work/changed" ]; then
        { tar -cf - -C "$site" -T "$work/changed" || : >"$work/cut"; } | there \
            'rm -rf .gongbao-new && mkdir .gongbao-new && tar -xf - -C .gongbao-new && chmod -R u=rwX,go=rX .gongbao-new'
        ! [ -f "$work/cut" ] || fail 13 "$site 读不全（见上）。$site cannot be read whole (see above)."
    fi
    # shellcheck disable=SC2016
    tar -cf - -C "$told" . | there 'set -e
        rm -rf .gongbao-told && mkdir .gongbao-told && tar -xf - -C .gongbao-told
        while IFS= read -r file; do rm -f "$file" && rmdir -p "${file%/*}" 2>/dev/null || :; done <.gongbao-told/gone
        place() { while IFS= read -r file; do mkdir -p "${file%/*}" && mv -f ".gongbao-new/$file" "$file" || exit 1; done; }
        if [ -d .gongbao-new ]; then
            (cd .gongbao-new && find . -type f ! -name "*.html") | place
            (cd .gongbao-new && find . -type f) | place
        fi
        [ ! -f .gongbao-told/record ] || mv .gongbao-told/record .gongbao-record
        mv .gongbao-told/files .gongbao-files
        mv .gongbao-told/published .gongbao-published
        rm -rf .gongbao-new .gongbao-told'
    say "已发布到 ${host:+$host:}$folder：写入 $(wc -l <"$work/changed") 个文件，删除 $(wc -l <"$told/gone") 个。" \
        "Published to ${host:+$host:}$folder: $(wc -l <"$work/changed") files written, $(wc -l <"$told/gone") removed."
}

case ${1:-} in
check | preview | due | build | publish) "$1" ;;
mark) mv "$state/now" "$state/published" ;;
*) fail 2 "用法 usage: sh ci/gongbao.sh check|preview|due|build|publish|mark" ;;
esac
