import { existsSync } from 'node:fs';
import { step } from '../setup/steps.mjs';
import { browserPath, WINDOWLESS } from '../world/browser';
import { postgresBinaries } from '../world/postgres';
import { run } from './command';

type Need = 'chromium' | 'postgresql';

/** Debian's packages for each need, the best first; not every release has all. */
const packages: Readonly<Record<Need, readonly string[]>> = {
  chromium: [WINDOWLESS, 'chromium'],
  postgresql: ['postgresql'],
};

/** Installs what the chosen stages need and this machine lacks, where that is possible. */
export async function installSystemPackages(needs: readonly Need[]): Promise<void> {
  const missing = needs.filter((need) => !isPresent(need) || (need === 'chromium' && isSlow()));
  if (missing.length === 0 || !canInstall()) return;
  await step(`Installing ${missing.join(' and ')}`, async () => {
    await run('apt-get', ['update']);
    for (const need of missing) await install(need);
  });
}

/** Whether the browser at hand is the one with windows; half a minute of installing saves several of tests. */
function isSlow(): boolean {
  return !process.env.CHROMIUM_PATH && !browserPath()?.endsWith(WINDOWLESS);
}

async function install(need: Need): Promise<void> {
  let said = '';
  for (const name of packages[need]) {
    if (isPresent(need) && name !== WINDOWLESS) return;
    const options = ['install', '-y', '--no-install-recommends'];
    const { ok, output } = await run('apt-get', [...options, name], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
    if (ok) return;
    said = output;
  }
  if (isPresent(need)) return;
  // The stage that needs it says so too, so this is a hint and no end.
  console.error(said.trim().split('\n').slice(-10).join('\n'));
}

/** What to do about a missing package, as a sentence. */
export function howToGet(need: Need): string {
  return need === 'chromium'
    ? 'Chromium is missing: install it (apt-get install chromium), or set CHROMIUM_PATH.'
    : 'PostgreSQL is missing: install it (apt-get install postgresql).';
}

export function isPresent(need: Need): boolean {
  return need === 'postgresql' ? postgresBinaries() !== null : browserPath() !== null;
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}
