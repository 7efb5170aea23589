import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));

/** Every setting that the application reads, by the code that parses them. */
function settingsOfApplication(): string[] {
  const code = readdirSync(join(root, 'lib/server/env')).filter((name) => name.endsWith('env.ts'));
  const names = code.flatMap((name) =>
    [...read(join('lib/server/env', name)).matchAll(/^\s+([A-Z][A-Z\d_]{4,}):/gm)].map(
      ([, setting = '']) => setting,
    ),
  );
  return [...new Set(names)].sort();
}

/** Settings that no template hands on, and why. */
const NOT_ON_AZURE: Readonly<Record<string, string>> = {
  APIM_ARM_ENDPOINT: 'Azure itself',
  APIM_ARM_TOKEN: 'an emulator’s',
  STRIPE_API_BASE: 'Stripe itself',
  STRIPE_JS_URL: 'Stripe itself',
  CLOCK_URL: 'an emulator’s',
  MAILBOX: 'of a demo',
  DATA_DIR: 'of the embedded database',
  DATABASE_READ_URL: 'the template makes no replica',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'telemetry goes to Application Insights',
  OTEL_EXPORTER_OTLP_HEADERS: 'telemetry goes to Application Insights',
  AZURE_AUTHORITY_HOST: 'of other clouds; Azure sets it itself',
  AZURE_CLIENT_SECRET: 'a managed identity signs in',
  AZURE_SIGN_IN: 'Vercel’s',
  AZURE_TENANT_ID: 'a managed identity signs in',
  VERCEL_OIDC_TOKEN: 'Vercel sets it',
  VERCEL_URL: 'Vercel sets it',
  NODE_ENV: 'the image sets it',
};

describe('the settings', () => {
  const bicep = read('infra/modules/container-apps.bicep');
  const parameters = read('infra/main.parameters.json');
  const file = json('infra/main.parameters.json') as {
    parameters: { ownSettings: { value: Record<string, string> } };
  };
  const own = file.parameters.ownSettings.value;
  const secrets = [...read('infra/main.bicep').matchAll(/\['(\w+-client-secret)'\]/g)].map(
    ([, name = '']) => name.replaceAll('-', '_').toUpperCase(),
  );
  const handedOn = new Set([
    ...[...bicep.matchAll(/name: '([A-Z][A-Z_]+)'/g)].map(([, name = '']) => name),
    ...Object.keys(own),
    ...secrets,
  ]);

  it('of the application are all handed on, or left out for a reason that is written down', () => {
    const left = settingsOfApplication().filter((name) => !handedOn.has(name));
    expect(left).toEqual(Object.keys(NOT_ON_AZURE).sort());
  });

  it('that are handed on are all read by the application', () => {
    const known = new Set([...settingsOfApplication(), 'MIGRATE_ON_START']);
    expect([...handedOn].filter((name) => !known.has(name))).toEqual([]);
  });

  it('by name come from the azd setting of the same name, and are empty without it', () => {
    for (const [name, value] of Object.entries(own)) expect(value).toBe(`\${${name}=}`);
    for (const name of secrets) expect(parameters).toContain(`\${${name}=}`);
  });

  it('are those that .env.example explains', () => {
    const explained = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z\d_]+)=/gm)].map(
      ([, name = '']) => name,
    );
    const bySomebodyElse = /^(VERCEL_|NODE_ENV$|AZURE_AUTHORITY_HOST$)/;
    const parsed = settingsOfApplication().filter((name) => !bySomebodyElse.test(name));
    expect(parsed).toEqual(explained.toSorted());
  });
});
