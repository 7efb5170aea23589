import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type DemoProgram, startDemo } from '../fixtures/demo-program';
import { takePorts } from '../fixtures/taken-ports';

test.describe.configure({ mode: 'serial', timeout: 400_000 });

const ports = ['PORT', 'STRIPE', 'ARM', 'GATEWAY', 'PORTAL'].map((name) =>
  name === 'PORT' ? name : `EMULATOR_${name}_PORT`,
);
const givenPorts = Object.fromEntries(ports.map((name) => [name, '0']));

let giveBack: () => Promise<void> = async () => {};
let folder = '';
const running: DemoProgram[] = [];
function start(script: string, env: Record<string, string>, args: string[] = []): DemoProgram {
  const dataDir = join(folder, `${running.length}`);
  const program = startDemo(script, { DATA_DIR: dataDir, ...env }, args);
  running.push(program);
  return program;
}

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-demo-'));
  giveBack = await takePorts(3000, 4300);
});
test.afterAll(async () => {
  for (const program of running) program.killItself();
  await giveBack();
  rmSync(folder, { recursive: true, force: true });
});

test('with its usual ports taken the demo names them, and a command that works', async () => {
  const usual = Object.fromEntries(ports.map((name) => [name, '']));
  const demo = start('scripts/demo.mjs', usual);
  expect(await demo.exitCode()).toBe(1);
  expect(demo.output()).toContain('Port 3000, wanted by the application, is taken');
  expect(demo.output()).toMatch(
    /choose other ports: PORT=\d+ EMULATOR_STRIPE_PORT=.* npm run demo/,
  );
});

test('with every port from 3000 to 4300 taken it runs at those that the system gives', async () => {
  const demo = start('scripts/demo.mjs', givenPorts);
  const { app, portal } = await demo.untilItRuns();
  expect((await fetch(`${app}/pricing`)).status).toBe(200);
  expect((await fetch(`${portal}/products`)).status).toBe(200);

  await test.step('when a part of it is killed, it says which and how to go on, and all of it ends', async () => {
    // From the sources, or from the file that the test command has made of them.
    demo.kill(/emulators.(dist.)?main/);
    expect(await demo.exitCode()).toBe(1);
    expect(demo.output()).toContain('The emulators ended by a signal');
    expect(demo.output()).toContain('Restart with npm run demo');
    await expect.poll(() => demo.stillAlive(), { timeout: 30_000 }).toEqual([]);
  });
});

test('it leaves nothing running when it is killed itself', async () => {
  const demo = start('scripts/demo.mjs', givenPorts);
  await demo.untilItRuns();
  demo.killItself();
  await expect.poll(() => demo.stillAlive(), { timeout: 30_000 }).toEqual([]);
});

test('it is opened to other machines under a name, and takes requests that name it only', async () => {
  const demo = start('scripts/demo.mjs', givenPorts, ['--host', 'demo.internal']);
  const { app, portal } = await demo.untilItRuns();
  expect(new URL(app).hostname).toBe('demo.internal');
  expect(new URL(portal).hostname).toBe('demo.internal');
  for (const address of [`${app}/pricing`, `${portal}/products`]) {
    expect(await statusFor(address, 'demo.internal')).toBe(200);
    expect(await statusFor(address, 'localhost')).toBe(200);
    expect(await statusFor(address, 'evil.example')).toBe(421);
  }
  expect(await statusFor(`${app}/mailbox`, 'localhost')).toBe(200);
  demo.killItself();
  await expect.poll(() => demo.stillAlive(), { timeout: 30_000 }).toEqual([]);
});

/** Of this machine's listener at that port, asked under a name. */
async function statusFor(address: string, name: string): Promise<number> {
  const { port, pathname } = new URL(address);
  const asked = request({ port, path: pathname, headers: { host: `${name}:${port}` } });
  asked.end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  return answer.statusCode;
}

test('npm run dev answers from the sources, against the same stand-ins', async () => {
  const dev = start('scripts/dev.mjs', givenPorts);
  const { app } = await dev.untilItRuns();
  const page = await fetch(`${app}/pricing`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Standard');
  dev.killItself();
  await expect.poll(() => dev.stillAlive(), { timeout: 30_000 }).toEqual([]);
});
