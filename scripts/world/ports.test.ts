import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isFreeHere, portProblems, portsFrom } from './ports';

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

const ports = { app: 8000, stripe: 4242, arm: 4243, gateway: 4244, portal: 4245 };
/** A machine on which others have these ports. */
const without = (...taken: number[]) => ({
  isFree: async (port: number) => !taken.includes(port),
});

describe('ports of a world', () => {
  it('are the usual ones when nothing is set', () => {
    expect(portsFrom({})).toEqual({ ...ports, app: 3000 });
  });

  it('refuse a setting that is no port, by name', () => {
    expect(() => portsFrom({ EMULATOR_ARM_PORT: '70000' })).toThrow(/EMULATOR_ARM_PORT.*70000/);
  });

  it('are given by the system where 0 is set', async () => {
    const given = portsFrom({ PORT: '0', EMULATOR_PORTAL_PORT: '0' });
    expect(given).toMatchObject({ app: 0, portal: 0 });
    expect(await portProblems(given, without(0))).toEqual([]);
  });

  it('raise no problem when all are free', async () => {
    expect(await portProblems(ports, without())).toEqual([]);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::'])(
    'are taken when somebody on %s has them',
    async (host) => {
      expect(await isFreeHere(await occupy(host))).toBe(false);
    },
  );

  it('name the port that somebody has, who wants it and what to set', async () => {
    expect(await portProblems(ports, without(4244))).toEqual([
      expect.stringContaining('Port 4244, wanted by the API gateway'),
      expect.stringMatching(/EMULATOR_GATEWAY_PORT=4344 npm run demo$/),
    ]);
  });

  it('give one command for all that are taken, with ports that are free', async () => {
    const problems = await portProblems(ports, without(8000, 8100, 4245));
    expect(problems.at(-1)).toMatch(/: PORT=8200 EMULATOR_PORTAL_PORT=4345 npm run demo$/);
  });

  it('give the command that was typed', async () => {
    const problems = await portProblems(ports, { ...without(8000), command: 'npm run dev' });
    expect(problems.at(-1)).toMatch(/: PORT=8100 npm run dev$/);
  });

  it('say when two settings name the same port', async () => {
    expect(await portProblems({ ...ports, portal: 8000 }, without())).toEqual([
      'EMULATOR_PORTAL_PORT and PORT are both 8000.',
    ]);
  });
});
