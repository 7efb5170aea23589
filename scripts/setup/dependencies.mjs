import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const endWithParent = new URL('../world/end-with-parent.mjs', import.meta.url).href;
const hiddenLock = 'node_modules/.package-lock.json';

/**
 * Whether node_modules holds what package-lock.json says, by comparing it with the list that npm
 * leaves in node_modules. Packages for other systems are absent there, rightly.
 */
export function dependenciesAreCurrent() {
  if (!existsSync(hiddenLock)) return false;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const present = JSON.parse(readFileSync(hiddenLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (!found) return Boolean(entry.optional || entry.os || entry.cpu || entry.libc);
    const sameContent = !entry.integrity || found.integrity === entry.integrity;
    return found.version === entry.version && sameContent;
  });
}

/** Runs `npm ci`; answers its output, and whether it went well. */
export function installDependencies() {
  // npm started us, so npm_execpath is its own script; otherwise the one on the path is used.
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, ['--import', endWithParent, npm]] : ['npm', []];
  const all = [...args, 'ci', '--no-audit', '--no-fund', '--prefer-offline'];
  return new Promise((resolve) => {
    const child = spawn(command, all, {
      stdio: ['pipe', 'pipe', 'pipe'],
      // With a group of its own it ends when we do, also when we are killed.
      detached: Boolean(npm) && process.platform !== 'win32',
      shell: !npm && process.platform === 'win32',
      // NODE_ENV=production in the environment would leave out what builds the application.
      env: {
        ...process.env,
        END_WITH_PARENT: 'on',
        NODE_ENV: 'development',
        npm_config_include: 'dev',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ ok: false, output: String(error) }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}
