#!/bin/sh
# Makes a drop box in CouchDB: the database, its rules, a writer (for the proxy alone) and a
# reader (for the office alone). Run it on the machine of CouchDB, once for each survey:
#
#   sh setup.sh [database] [address of CouchDB]        (phieu, http://127.0.0.1:5984)
#
# It asks for CouchDB's administrator (or reads COUCH_ADMIN and COUCH_PASSWORD) and prints,
# once, what has to be written down. Nothing secret stands in a process list.
set -eu
database=${1:-phieu}
couch=${2:-http://127.0.0.1:5984}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

die() { printf '%s\n' "$*" >&2; exit 1; }
case $database in
    [a-z]*) case $database in *[!a-z0-9_-]*) die "Tên cơ sở dữ liệu chỉ gồm a-z, 0-9, - và _: $database / database names have a-z, 0-9, - and _" ;; esac ;;
    *) die "Tên cơ sở dữ liệu bắt đầu bằng chữ a-z: $database / a database name begins with a letter" ;;
esac
for tool in curl base64 od; do command -v "$tool" >/dev/null || die "Thiếu / missing: $tool"; done

if [ -z "${COUCH_ADMIN:-}" ]; then
    printf 'Tên quản trị CouchDB / administrator: '; read -r COUCH_ADMIN
    printf 'Mật khẩu / password: '
    stty -echo; read -r COUCH_PASSWORD; stty echo; echo
fi

basic() { printf '%s:%s' "$1" "$2" | base64 | tr -d '\n'; }
# Eighty bits, as somebody can type them.
random() { od -An -N10 -tx1 /dev/urandom | tr -d ' \n' | sed 's/...../&-/g; s/-$//'; }
admin=$(basic "$COUCH_ADMIN" "$COUCH_PASSWORD")

# call METHOD PATH STATUSES [BODY]: the statuses that are right, as a pattern; a body that
# begins with @ is a file.
call() {
    body=$(printf '%s' "${4:-}" | sed 's/[\\"]/\\&/g')
    answer=$(printf 'header = "Authorization: Basic %s"\nheader = "Content-Type: application/json"\n%s\n' "$admin" "${body:+data-binary = \"$body\"}" |
        curl --silent --config - --write-out '\n%{http_code}' --request "$1" "$couch/$2") ||
        die "CouchDB không trả lời / does not answer: $couch"
    status=$(printf '%s\n' "$answer" | tail -n 1)
    printf '%s' "$status" | grep -Eqx "$3" || die "$1 /$2: $answer"
}

call GET '' 200
call PUT _users '201|412'
call PUT "$database" 201
writer=$database-ghi writer_password=$(random)
reader=$database-doc reader_password=$(random)
user() { printf '{"_id":"org.couchdb.user:%s","name":"%s","password":"%s","roles":[],"type":"user"}' "$1" "$1" "$2"; }
call PUT "_users/org.couchdb.user:$writer" '201|409' "$(user "$writer" "$writer_password")"
writer_line="Basic $(basic "$writer" "$writer_password")"
[ "$status" = 201 ] || writer_line='như cũ / as before'
call PUT "_users/org.couchdb.user:$reader" '201|409' "$(user "$reader" "$reader_password")"
[ "$status" = 201 ] || reader_password='như cũ / as before'
# Only these two get in; neither can change the rules.
call PUT "$database/_security" 200 "$(printf '{"admins":{"names":[],"roles":["_admin"]},"members":{"names":["%s","%s"],"roles":[]}}' "$writer" "$reader")"
call PUT "$database/_design/phieu" 201 "@$here/design.json"

cat <<END

Hộp thư "$database" đã lập. / The drop box "$database" is made.

1. Cho máy chủ chuyển tiếp (thay dòng Authorization) / for the proxy (its line Authorization):
   $writer_line

2. Cho người tiếp nhận phiếu ở Sở, ghi ra giấy / for the office, on paper:
   Tên / name:          $reader
   Mật khẩu / password: $reader_password

Hai dòng trên không in lại lần nữa. / These are not printed again.
END
