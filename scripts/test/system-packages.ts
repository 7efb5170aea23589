import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from '../setup/steps.mjs';
import { postgresBinaries } from '../world/postgres';
import { run } from './command';

type Need = 'chromium' | 'postgresql';

/** Installs what the chosen stages need and this machine lacks, where that is possible. */
export async function installSystemPackages(needs: readonly Need[]): Promise<void> {
  const missing = needs.filter((need) => !isPresent(need));
  if (missing.length === 0 || !canInstall()) return;
  await step(`Installing ${missing.join(' and ')}`, async () => {
    await run('apt-get', ['update']);
    const options = ['install', '-y', '--no-install-recommends'];
    const { ok, output } = await run('apt-get', [...options, ...missing], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
    // The stage that needs it says so too, so this is a hint and no end.
    if (!ok) console.error(output.trim().split('\n').slice(-10).join('\n'));
  });
}

/** What to do about a missing package, as a sentence. */
export function howToGet(need: Need): string {
  return need === 'chromium'
    ? 'Chromium is missing: install it (apt-get install chromium), or set CHROMIUM_PATH.'
    : 'PostgreSQL is missing: install it (apt-get install postgresql).';
}

export function isPresent(need: Need): boolean {
  if (need === 'postgresql') return postgresBinaries() !== null;
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named);
  const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    places.push(...['chromium', 'chromium-browser', 'google-chrome'].map((n) => join(folder, n)));
  }
  return places.some((place) => existsSync(place));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}
