/**
 * `node scripts/setup/lockfile-platforms.mjs`: run it after `npm install` on a machine whose registry
 * mirror offers binaries for its own system only. Such an install leaves the other systems' packages
 * out of package-lock.json, and `npm ci` then refuses the file everywhere. This adds them, with the
 * exact version that their parent asks for; npm installs them only where system and processor fit.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  linuxmusl: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
};
const processors = {
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
};

const libraries = {
  gnu: 'glibc',
  gnueabihf: 'glibc',
  linuxmusl: 'musl',
  musl: 'musl',
  musleabihf: 'musl',
};

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];

for (const [parentPath, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (resolves(parentPath, name)) continue;
    if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) {
      throw new Error(`${parentPath} wants ${name}@${version}, which is no exact version`);
    }
    lock.packages[`node_modules/${name}`] = entry(name, version, parent);
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'Nothing was missing.' : `Added:\n  ${added.join('\n  ')}`);

/** Node's way: the nearest node_modules at or above the parent. */
function resolves(parentPath, name) {
  for (let path = parentPath; ; ) {
    if (lock.packages[`${path ? `${path}/` : ''}node_modules/${name}`]) return true;
    if (!path) return false;
    const cut = path.lastIndexOf('/node_modules/');
    path = cut < 0 ? '' : path.slice(0, cut);
  }
}

function entry(name, version, parent) {
  const { os, cpu, libc } = platformOf(name);
  return {
    version,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(parent.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}

/** From the name, as all such packages spell it: @swc/core-linux-arm64-musl. */
function platformOf(name) {
  const words = name.split('/').pop().split(/[-_.]/);
  const pick = (table) => words.map((word) => table[word]).find(Boolean);
  const found = {
    os: pick(systems),
    cpu: pick(processors),
    libc: pick(libraries),
  };
  if (!found.cpu && !found.os)
    throw new Error(`For which system ${name} is, its name does not tell`);
  return found;
}
