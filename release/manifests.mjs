// Makes the Homebrew formula and the Scoop manifest of a release from the sums of its archives.
//
//   node release/manifests.mjs --repository URL --sums DIR/SHA256SUMS --out DIR

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT, TARGETS, VERSION } from './builds.mjs';

const { values } = parseArgs({
  options: {
    repository: { type: 'string' },
    sums: { type: 'string' },
    out: { type: 'string' },
  },
});
if (!values.repository || !values.sums || !values.out) {
  throw new Error('usage: node release/manifests.mjs --repository URL --sums FILE --out DIR');
}
const { repository, out } = values;
const lines = readFileSync(values.sums, 'utf8').trimEnd().split('\n');
/** The SHA-256 sum of each archive, by its file name. */
const sums = new Map(lines.map((line) => line.split('  ').reverse()));
const description = /^description = "(.+)"$/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'))[1];

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'courier-auth.rb'), formula());
writeFileSync(join(out, 'courier-auth.json'), `${JSON.stringify(scoop(), null, 2)}\n`);

/** Returns the folder in the archive of a target, and the archive's address and sum. */
function download(triple) {
  const { archive } = TARGETS.find((target) => target.triple === triple);
  const folder = `courier-auth-${VERSION}-${triple}`;
  const file = `${folder}.${archive}`;
  const sum = sums.get(file);
  if (!sum) {
    throw new Error(`${values.sums} has no sum of ${file}`);
  }
  return { folder, url: `${repository}/releases/download/v${VERSION}/${file}`, sum };
}

/** Returns the formula. On Linux, the static program runs whatever the version of the C library. */
function formula() {
  const from = (triple) => {
    const { url, sum } = download(triple);
    return `url "${url}"\n      sha256 "${sum}"`;
  };
  return `class CourierAuth < Formula
  desc "${description}"
  homepage "${repository}"
  version "${VERSION}"
  license "MIT"

  on_macos do
    on_arm do
      ${from('aarch64-apple-darwin')}
    end
    on_intel do
      ${from('x86_64-apple-darwin')}
    end
  end

  on_linux do
    on_arm do
      ${from('aarch64-unknown-linux-musl')}
    end
    on_intel do
      ${from('x86_64-unknown-linux-musl')}
    end
  end

  def install
    bin.install "courier-auth"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/courier-auth.bash" => "courier-auth"
    zsh_completion.install "completions/_courier-auth"
    fish_completion.install "completions/courier-auth.fish"
  end

  test do
    system bin/"courier-auth", "demo"
  end
end
`;
}

/** Returns the manifest of Scoop. */
function scoop() {
  const from = (triple) => {
    const { folder, url, sum } = download(triple);
    return { url, hash: sum, extract_dir: folder };
  };
  return {
    version: VERSION,
    description,
    homepage: repository,
    license: 'MIT',
    architecture: {
      '64bit': from('x86_64-pc-windows-msvc'),
      arm64: from('aarch64-pc-windows-msvc'),
    },
    bin: 'courier-auth.exe',
  };
}
