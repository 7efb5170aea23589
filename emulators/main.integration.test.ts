import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulators-'));
});
afterEach(() => {
  for (const one of running.splice(0)) one.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  /** Addresses by the name printed in front of them. */
  readonly addresses: ReadonlyMap<string, string>;
  stop(): Promise<number>;
}

/** `npm run emulators -- <vendor>`, on free ports. */
async function start(vendor: 'stripe' | 'azure'): Promise<Started> {
  const args = ['emulators/bin.mjs', '--data', folder, '--port', '0', vendor];
  const child = spawn(process.execPath, args, {
    env: { NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.includes('Control page')) break;
  }
  const lines = output.matchAll(/^(.+?) {2,}(http\S+)$/gm);
  return {
    addresses: new Map([...lines].map(([, name = '', url = '']) => [name, url])),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      return code;
    },
  };
}

it('each emulator starts alone, and knows after a restart what was', {
  timeout: 60_000,
}, async () => {
  const [stripe, azure] = await Promise.all([start('stripe'), start('azure')]);
  expect([...stripe.addresses.keys()]).toEqual(['Stripe', 'Control page']);
  expect([...azure.addresses.keys()]).toEqual([
    'Azure Resource Manager',
    'API gateway',
    'Developer portal',
    'Control page',
  ]);
  const headers = { authorization: 'Bearer sk_test_emulator0000' };
  const customers = (url: string | undefined, init: RequestInit = {}) =>
    fetch(`${url}/v1/customers`, { headers, ...init });
  const made = await customers(stripe.addresses.get('Stripe'), { method: 'POST' });
  const { id } = (await made.json()) as { id: string };
  expect((await fetch(`${azure.addresses.get('Developer portal')}/products`)).status).toBe(200);
  expect(await Promise.all([stripe.stop(), azure.stop()])).toEqual([0, 0]);

  const again = await start('stripe');
  const list = await customers(again.addresses.get('Stripe'));
  expect(await list.json()).toMatchObject({ data: [{ id }] });
  expect(await again.stop()).toBe(0);
});
