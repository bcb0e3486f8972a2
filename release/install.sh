#!/usr/bin/env bash
# Installs a released program for this machine in a workflow of GitHub Actions: checks its SHA-256 sum,
# and adds it to the PATH of the following steps.
#
#   release/install.sh [VERSION [RELEASES]]
#
# VERSION is by default that of this checkout. RELEASES is the address of the folders with the versions, by
# default of the repository in Cargo.toml.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "::error::cannot install courier-auth: $1"
  exit 1
}

field() {
  sed -n "s/^$1 = \"\(.*\)\"$/\1/p" Cargo.toml | head -n 1
}

# Git for Windows has `sha256sum`, macOS has `shasum`, and Alpine has the former.
check_sums() {
  if command -v sha256sum >/dev/null; then
    sha256sum -c "$1" >/dev/null 2>&1
  elif command -v shasum >/dev/null; then
    shasum -a 256 -c "$1" >/dev/null 2>&1
  else
    fail "neither \`sha256sum\` nor \`shasum\` is installed"
  fi
}

version=${1:-$(field version)}
version=${version#v}
# Printed escaped: a line break could begin a command of the workflow.
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "$(printf %q "$version") is not a version, such as 1.2.3"
releases=${2:-$(field repository)}
[[ $releases ]] || fail "Cargo.toml does not name the repository"
[[ ${2-} ]] || releases=$releases/releases/download
command -v curl >/dev/null || fail "\`curl\` is not installed"

# The static program, so that it runs in containers of any distribution.
case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  Windows-ARM64) target=aarch64-pc-windows-msvc ;;
  *) fail "there is no program for $RUNNER_OS on $RUNNER_ARCH" ;;
esac
folder=courier-auth-$version-$target
archive=$folder.tar.gz
if [[ $RUNNER_OS == Windows ]]; then
  archive=$folder.zip
fi

cd "$RUNNER_TEMP"
for file in SHA256SUMS "$archive"; do
  curl --fail --location --retry 3 --silent --show-error --output "$file" "$releases/v$version/$file" ||
    fail "cannot download $releases/v$version/$file"
done
grep -F "  $archive" SHA256SUMS >expected || fail "SHA256SUMS does not list $archive"
check_sums expected || fail "the SHA-256 sum of $archive is not the one in SHA256SUMS"
if [[ $archive == *.zip ]]; then
  unzip -q -o "$archive"
else
  tar -xzf "$archive"
fi
rm "$archive" SHA256SUMS expected

echo "$RUNNER_TEMP/$folder" >>"$GITHUB_PATH"
"$RUNNER_TEMP/$folder/courier-auth" --version
