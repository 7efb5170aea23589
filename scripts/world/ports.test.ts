import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { portProblems, portsFrom } from './ports';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function occupy(host: string): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
    servers.push(server);
  });
}

// Ports that the system gave out a moment ago and that are free again.
async function freePorts() {
  const taken = await Promise.all([1, 2, 3, 4, 5].map(() => occupy('127.0.0.1')));
  await Promise.all(
    servers.splice(0).map((server) => new Promise((closed) => server.close(closed))),
  );
  const [app = 0, stripe = 0, arm = 0, gateway = 0, portal = 0] = taken;
  return { app, stripe, arm, gateway, portal };
}

describe('ports of a world', () => {
  it('are the usual ones when nothing is set', () => {
    expect(portsFrom({})).toEqual({
      app: 3000,
      stripe: 4242,
      arm: 4243,
      gateway: 4244,
      portal: 4245,
    });
  });

  it('refuse a setting that is no port, by name', () => {
    expect(() => portsFrom({ EMULATOR_ARM_PORT: '70000' })).toThrow(/EMULATOR_ARM_PORT.*70000/);
  });

  it('raise no problem when all are free', async () => {
    expect(await portProblems(await freePorts())).toEqual([]);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::'])(
    'name the port that somebody on %s holds, who wants it and what to set',
    async (host) => {
      const ports = { ...(await freePorts()), gateway: await occupy(host) };
      const problems = await portProblems(ports);
      expect(problems).toHaveLength(2);
      expect(problems[0]).toContain(`Port ${ports.gateway}, wanted by the API gateway`);
      expect(problems[1]).toMatch(/EMULATOR_GATEWAY_PORT=[0-9]+ npm run demo$/);
    },
  );

  it('give one command for all that are taken, with ports that are free', async () => {
    const ports = {
      ...(await freePorts()),
      app: await occupy('127.0.0.1'),
      portal: await occupy('127.0.0.1'),
    };
    const command = (await portProblems(ports)).at(-1) ?? '';
    const [, app, portal] =
      /: PORT=([0-9]+) EMULATOR_PORTAL_PORT=([0-9]+) npm run demo$/.exec(command) ?? [];
    expect(await portProblems({ ...ports, app: Number(app), portal: Number(portal) })).toEqual([]);
  });

  it('say when two settings name the same port', async () => {
    const ports = await freePorts();
    const problems = await portProblems({ ...ports, portal: ports.app });
    expect(problems).toEqual([`EMULATOR_PORTAL_PORT and PORT are both ${ports.app}.`]);
  });
});
