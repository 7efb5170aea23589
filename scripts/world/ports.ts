import { createServer } from 'node:net';

export interface WorldPorts {
  app: number;
  stripe: number;
  arm: number;
  gateway: number;
  portal: number;
}

type Role = keyof WorldPorts;

interface PortSetting {
  role: Role;
  variable: string;
  port: number;
  wantedBy: string;
}

const settings: readonly PortSetting[] = [
  { role: 'app', variable: 'PORT', port: 3000, wantedBy: 'the application' },
  { role: 'stripe', variable: 'EMULATOR_STRIPE_PORT', port: 4242, wantedBy: 'the Stripe emulator' },
  { role: 'arm', variable: 'EMULATOR_ARM_PORT', port: 4243, wantedBy: "Azure's management API" },
  { role: 'gateway', variable: 'EMULATOR_GATEWAY_PORT', port: 4244, wantedBy: 'the API gateway' },
  {
    role: 'portal',
    variable: 'EMULATOR_PORTAL_PORT',
    port: 4245,
    wantedBy: 'the developer portal',
  },
];

/** Each one that the system gives: for tests, of which many run on one machine. */
export const givenPorts: WorldPorts = { app: 0, stripe: 0, arm: 0, gateway: 0, portal: 0 };

type Environment = Readonly<Record<string, string | undefined>>;

/** The ports of a world: the usual ones, each changed by its variable. */
export function portsFrom(env: Environment): WorldPorts {
  const port = (role: Role): number => {
    const setting = settingOf(role);
    const given = env[setting.variable];
    if (given === undefined || given === '') return setting.port;
    const value = Number(given);
    if (/^\d+$/.test(given) && value < 65_536) return value;
    throw new Error(
      `${setting.variable} is "${given}": a port is a number from 1 to 65535, or 0 for any free port.`,
    );
  };
  return {
    app: port('app'),
    stripe: port('stripe'),
    arm: port('arm'),
    gateway: port('gateway'),
    portal: port('portal'),
  };
}

/**
 * Problems with these ports, a sentence each, and one command that avoids it all; empty when all are free.
 * It is there to say so early: a program that opens a port later still gets an error if another was faster.
 */
export async function portProblems(
  ports: WorldPorts,
  options: {
    /** What was typed to start the world. */
    command?: string;
    isFree?: (port: number) => Promise<boolean>;
  } = {},
): Promise<string[]> {
  const { command: typed = 'npm run demo', isFree = isFreeHere } = options;
  const problems: string[] = [];
  const taken: PortSetting[] = [];
  const claimed = new Map<number, PortSetting>();
  for (const setting of settings) {
    const port = ports[setting.role];
    if (port === 0) continue;
    const other = claimed.get(port);
    if (other) problems.push(`${setting.variable} and ${other.variable} are both ${port}.`);
    claimed.set(port, setting);
    if (other || (await isFree(port))) continue;
    problems.push(
      `Port ${port}, wanted by ${setting.wantedBy}, is taken by another program (a demo from another folder?).`,
    );
    taken.push(setting);
  }
  if (taken.length === 0) return problems;
  const others = await Promise.all(
    taken.map(({ role }) =>
      otherPort(
        ports[role],
        async (port) => !Object.values(ports).includes(port) && (await isFree(port)),
      ),
    ),
  );
  const command = taken.map(({ variable }, index) => `${variable}=${others[index]}`).join(' ');
  return [
    ...problems,
    `Stop ${taken.length === 1 ? 'it' : 'them'}, or choose other ports: ${command} ${typed}`,
  ];
}

/** Always a hundred further, so that the ports of a world stay apart. */
async function otherPort(
  port: number,
  isFree: (port: number) => Promise<boolean>,
): Promise<number> {
  for (let other = port + 100; other < 65_536; other += 100) {
    if (await isFree(other)) return other;
  }
  return port;
}

function settingOf(role: Role): PortSetting {
  const found = settings.find((setting) => setting.role === role);
  if (!found) throw new Error(`No port is set for ${role}`);
  return found;
}

/** Free on every address that somebody may already listen on: a server on :: takes only that one. */
export async function isFreeHere(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
