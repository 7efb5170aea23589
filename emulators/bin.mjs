#!/usr/bin/env node
// npm links commands when it installs, and the program is compiled only afterwards: this file is there from the beginning.
import { existsSync } from 'node:fs';
import process from 'node:process';

const program = new URL('./dist/main.mjs', import.meta.url);
if (!existsSync(program)) {
  console.error('The emulators are not compiled yet: npm run build -w emulators');
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(program.href);
