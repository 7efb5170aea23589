#!/usr/bin/env node
/**
 * `npm test`: every check there is; the last line says how many passed and failed.
 * Plain Node up to here, because nothing may be installed yet; the rest is scripts/test/main.ts.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { prepare } from './setup/prepare.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await prepare();
const { register } = await import('tsx/esm/api');
register();
const { test } = await import('./test/main.ts');
process.exitCode = await test(process.argv.slice(2));
