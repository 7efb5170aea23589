import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The engine without a browser's windows: those would be drawn too, unseen, for a third of the time. */
export const WINDOWLESS = 'chromium-headless-shell';

const programs = [WINDOWLESS, 'chromium', 'chromium-browser', 'google-chrome'];
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The browser of this machine: Playwright's own would be downloaded. CHROMIUM_PATH names another one. */
export function browserPath(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = programs.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, ...elsewhere].find((place) => existsSync(place)) ?? null;
}
