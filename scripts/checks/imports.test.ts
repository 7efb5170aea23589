import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A file that breaks a rule: name of the rule, the file, what it imports. */
const forbidden: readonly [rule: string, file: string, imports: string][] = [
  ['no-import-of-tests', 'lib/mail/a.ts', './message.test'],
  ['domain-is-alone', 'lib/domain/a.ts', '../ports/payment-provider'],
  ['domain-is-alone', 'lib/domain/b.ts', 'node:fs'],
  ['domain-is-alone', 'lib/domain/c.ts', '@/lib/server/env/env'],
  ['domain-zod-in-catalog', 'lib/domain/d.ts', 'zod'],
  ['ports-are-words', 'lib/ports/a.ts', 'stripe'],
  ['ports-are-words', 'lib/ports/b.ts', '../db/users'],
  ['use-cases-see-ports', 'lib/use-cases/a.ts', '../stripe/stripe-payments'],
  ['use-cases-see-ports', 'lib/use-cases/b.ts', '@/lib/apim/apim-gateway'],
  ['use-cases-see-ports', 'lib/use-cases/c.ts', 'next/headers'],
  ['use-cases-see-ports', 'lib/use-cases/d.ts', '../server/env/env'],
  ['use-cases-see-ports', 'lib/use-cases/e.ts', 'stripe'],
  ['rooms-have-walls', 'lib/use-cases/billing/a.ts', '../checkout/internal/open-at-provider'],
  ['rooms-have-walls', 'lib/use-cases/billing/a.test.ts', '../checkout/internal/open-at-provider'],
  ['rooms-have-walls', 'app/g.ts', '@/lib/use-cases/checkout/internal/open-at-provider'],
  ...['testing/a.ts', 'simulation/a.ts', 'bench/a.ts', 'e2e/c.ts', 'scripts/b.ts'].map(
    (file): [string, string, string] => [
      'rooms-have-walls',
      file,
      '../lib/use-cases/checkout/internal/open-at-provider',
    ],
  ),
  ['sold-is-not-offered', 'lib/use-cases/billing/b.ts', '../../domain/catalog/catalog'],
  ['kit-is-alone', 'lib/kit/a.ts', '../domain/money'],
  ['adapter-stripe', 'lib/stripe/a.ts', '../apim/apim-gateway'],
  ['adapter-stripe', 'lib/stripe/b.ts', '../db/users'],
  ['adapter-apim', 'lib/apim/a.ts', '../use-cases/checkout/start-checkout'],
  ['adapter-db', 'lib/db/a.ts', '../server/env/env'],
  ['adapter-db', 'lib/db/b.ts', 'next/cache'],
  ['lib-below-app', 'lib/auth/a.ts', '@/app/page'],
  ['product-stands-alone', 'lib/mail/b.ts', '../../emulators/main'],
  ['lib-below-app', 'lib/server/a.ts', '@/app/page'],
  ['lib-below-payment', 'lib/server/b.ts', '@/payment/provision/main'],
  ['lib-below-payment', 'lib/stripe/catalog/a.ts', '../../../payment/provision/table'],
  ['lib-below-payment', 'lib/domain/e.test.ts', '../../payment/provision/table'],
  ['product-stands-alone', 'lib/server/f.ts', '../../testing/app-world'],
  ['product-stands-alone', 'lib/server/g.ts', '../../simulation/machine/world'],
  ['product-stands-alone', 'lib/use-cases/f.ts', '../../bench/main'],
  ['product-stands-alone', 'lib/kit/b.ts', '../../scripts/vitest/fresh-database'],
  ['product-stands-alone', 'lib/auth/c.ts', '../../e2e/specs/a'],
  ['product-stands-alone', 'app/h.tsx', '@/testing/app-world'],
  ['product-stands-alone', 'payment/provision/d.ts', '../../testing/app-world'],
  ['product-stands-alone', 'payment/provision/e.ts', '../../infra/rights'],
  ['product-stands-alone', 'proxy.ts', './testing/app-world'],
  ['product-stands-alone', 'instrumentation.ts', './simulation/machine/world'],
  ['no-import-of-tests', 'testing/b.ts', '../lib/mail/message.test'],
  ['no-import-of-tests', 'payment/provision/f.ts', './table.test'],
  ['auth-through-ports', 'lib/auth/b.ts', '../apim/apim-gateway'],
  ['app-is-glue', 'app/a.tsx', '@/lib/stripe/stripe-payments'],
  ['app-is-glue', 'app/b.tsx', '@/lib/db/users'],
  ['app-is-glue', 'app/c.tsx', '@/emulators/main'],
  ['app-without-sdks', 'app/d.tsx', 'stripe'],
  ['app-without-sdks', 'app/e.tsx', '@azure/identity'],
  ['app-without-sdks', 'app/f.tsx', '@prisma/client'],
  ['client-components', 'app/client.tsx', '@/lib/server/env/env'],
  ['emulators-are-strangers', 'emulators/a.ts', '../lib/domain/money'],
  ['emulators-are-strangers', 'emulators/b.test.ts', '../payment/provision/table'],
  ['emulators-by-address', 'app/h.ts', 'tollgate-emulators'],
  ['emulators-by-address', 'lib/stripe/c.test.ts', 'tollgate-emulators'],
  ['emulators-by-address', 'testing/h.ts', '../emulators/index'],
  ['emulators-are-strangers', 'emulators/c.ts', '../simulation/machine/world'],
  ['bench-by-api', 'bench/d.ts', '../emulators/main'],
  ['provisioning', 'payment/provision/a.ts', '../../lib/use-cases/checkout/start-checkout'],
  ['provisioning', 'payment/provision/b.ts', '../../lib/stripe/stripe-payments'],
  ['provisioning', 'payment/provision/c.ts', '../../lib/server/catalog/catalog-targets'],
  ['provisioning-root', 'payment/provision/main.ts', '../../lib/server/wiring/deps'],
  ['e2e-from-outside', 'e2e/a.ts', '../lib/use-cases/checkout/start-checkout'],
  ['e2e-from-outside', 'e2e/b.ts', '../emulators/main'],
  ['scripts-stand-beside', 'scripts/a.ts', '../lib/use-cases/checkout/start-checkout'],
  ...[
    ...['lib/server/c.ts', 'lib/server/c.test.ts', 'app/i.tsx', 'payment/provision/h.ts'],
    ...['payment/provision/h.test.ts', 'testing/c.ts', 'simulation/b.ts', 'bench/b.ts'],
    ...['e2e/d.ts', 'scripts/c.ts', 'infra/a.ts', 'emulators/azure/a.ts'],
  ].map((file): [string, string, string] => ['stripe-sdk', file, 'stripe']),
  ...[
    ...['lib/server/d.ts', 'lib/server/d.test.ts', 'app/j.tsx', 'payment/provision/i.ts'],
    ...['payment/provision/i.test.ts', 'testing/d.ts', 'simulation/c.ts', 'bench/c.ts'],
    ...['e2e/e.ts', 'scripts/d.ts', 'infra/b.ts', 'emulators/stripe/a.ts'],
  ].map((file): [string, string, string] => ['azure-sdk', file, '@azure/identity']),
  ['stripe-js', 'app/checkout/_parts/a.ts', '@stripe/stripe-js/pure'],
  ['azure-monitor', 'lib/server/telemetry/exporters.ts', '@azure/identity'],
  ['prisma-client', 'lib/server/e.ts', '@prisma/client'],
];

/** What has to stay possible. */
const allowed: readonly [file: string, imports: string][] = [
  ['lib/domain/catalog/catalog.ts', 'zod'],
  ['lib/domain/money.ts', './catalog/catalog'],
  ['lib/ports/payment-provider.ts', '../domain/money'],
  ['lib/use-cases/checkout/start-checkout.ts', '../../db/users'],
  ['lib/use-cases/checkout/complete-checkout.ts', './internal/open-at-provider'],
  ['lib/use-cases/checkout/internal/open-at-provider.ts', '../../../domain/money'],
  ['lib/domain/late-usage.ts', '../kit/in-parallel'],
  ['lib/kit/in-parallel.ts', './pace'],
  ['lib/kit/pace.ts', './in-parallel'],
  ['lib/stripe/stripe-payments.ts', 'stripe'],
  ['lib/apim/apim-gateway.ts', '@azure/arm-apimanagement'],
  ['lib/db/users.ts', '@prisma/client'],
  ['lib/server/wiring/deps.ts', '../../stripe/stripe-payments'],
  ['lib/server/env/env.ts', 'zod'],
  ['lib/stripe/stripe-payments.test.ts', '../../scripts/vitest/fresh-database'],
  ['app/page.tsx', '@/lib/server/wiring/deps'],
  ['app/neighbour.tsx', '@/lib/domain/money'],
  ['payment/provision/table.ts', '../../lib/ports/catalog-target'],
  ['payment/provision/table.test.ts', './table'],
  ['payment/provision/catalog.ts', '../../lib/use-cases/catalog/plan-catalog'],
  ['lib/ports/catalog-target.ts', '../domain/catalog/catalog'],
  ['lib/use-cases/catalog/plan-catalog.ts', '../../ports/catalog-target'],
  ['lib/server/catalog/catalog-targets.ts', '../../stripe/stripe-payments'],
  ['lib/stripe/catalog/stripe-catalog.ts', '../../ports/catalog-target'],
  ['emulators/stripe/main.ts', 'stripe'],
  ['emulators/azure/main.ts', '@azure/arm-apimanagement'],
  ['emulators/main.ts', './stripe/main'],
  ['testing/stripe-sdk.ts', 'stripe'],
  ['testing/app-world.ts', '../lib/server/wiring/deps'],
  ['simulation/machine/world.ts', '../../testing/app-world'],
  ['bench/main.ts', '../testing/app-world'],
  ['bench/emulator-reports.ts', '../emulators/index'],
  ['infra/rights.ts', 'zod'],
  ['e2e/specs/a.ts', '../../lib/db/users'],
  ['app/checkout/_parts/go-to-stripe.ts', '@stripe/stripe-js/pure'],
  ['scripts/vitest/fresh-database.ts', '../../lib/db/users'],
  ['lib/mail/message.test.ts', 'vitest'],
];

let root: string;
let report: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tollgate-imports-'));
  await symlink(resolve('node_modules'), join(root, 'node_modules'), 'junction');
  await write('package.json', await import('../../package.json').then((m) => JSON.stringify(m)));
  for (const [, file, imports] of forbidden) await write(file, source(file, imports));
  for (const [file, imports] of allowed) await write(file, source(file, imports));
  await write('lib/use-cases/one.ts', "import { two } from './two';\nexport const one = two;\n");
  await write('lib/use-cases/two.ts', "import { one } from './one';\nexport const two = one;\n");
  await write(
    'lib/use-cases/red.ts',
    "import type { Blue } from './blue';\nexport type Red = Blue;\n",
  );
  await write(
    'lib/use-cases/blue.ts',
    "import { red } from './red';\nexport type Blue = typeof red;\n",
  );
  report = await check();
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the import check', () => {
  it.each(forbidden)('%s refuses %s that imports %s', (rule, file) => {
    expect(linesOf(file)).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: `)));
  });

  it.each(allowed)('lets %s import %s', (file) => {
    expect(linesOf(file)).toEqual([]);
  });

  it('refuses two files that need each other, unless one needs only a type', () => {
    const cycles = report.split('\n').filter((line) => line.startsWith('no-circular'));
    expect(cycles.join('\n')).toMatch(/one\.ts/);
    expect(cycles.join('\n')).not.toMatch(/red\.ts/);
  });
});

function linesOf(file: string): string[] {
  return report.split('\n').filter((line) => line.includes(`: ${file} -> `));
}

// JSX in each .tsx file and an import of a type: both are easily overlooked by a parser.
function source(file: string, imports: string): string {
  const directive = file.startsWith('app/client') ? "'use client';\n" : '';
  const line = `${directive}import type { Thing } from '${imports}';\n`;
  return file.endsWith('.tsx')
    ? `${line}export const view = (thing: Thing) => <b>{String(thing)}</b>;\n`
    : `${line}export type Mine = Thing;\n`;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

function check(): Promise<string> {
  return new Promise((done) => {
    const script = resolve('scripts/checks/imports.mjs');
    execFile(process.execPath, [script, root], (_error, stdout, stderr) => done(stdout + stderr));
  });
}
