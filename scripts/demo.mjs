#!/usr/bin/env node
/**
 * `npm run demo`: the whole product on this machine, with stand-ins for Stripe and Azure.
 * Plain Node up to here, because nothing may be installed yet; the rest is scripts/demo/main.ts.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { prepare } from './setup/prepare.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await prepare();
const { register } = await import('tsx/esm/api');
register();
const main = new URL('./demo/main.ts', import.meta.url);
const { demo } = await import(main.href);
const { demoMode } = await import(new URL('./demo/options.ts', import.meta.url).href);
process.exitCode = await demo(process.argv.slice(2), demoMode);
