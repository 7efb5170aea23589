import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sentToTheBuilder } from './container/dockerignore.mjs';

// There is no Bicep compiler in any registry that this is built from. These are the mistakes that a compiler would
// find first and that a deployment finds after twenty minutes.
const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));

/** Parameters of a Bicep file: whether each has a value of its own. */
function parametersOf(bicep: string): Map<string, boolean> {
  const found = bicep.matchAll(/^param (\w+) \w+( =)?/gm);
  return new Map([...found].map(([, name = '', preset]) => [name, preset !== undefined]));
}

interface ModuleUse {
  path: string;
  given: string[];
}

function modulesOf(bicep: string): ModuleUse[] {
  const uses = bicep.matchAll(/^module \w+ '([^']+)' = (?:if \([^)]*\) )?\{\n([\s\S]*?)^\}/gm);
  return [...uses].map(([, path = '', body = '']) => ({
    path,
    given: [...(/params: \{([\s\S]*)\}/.exec(body)?.[1] ?? '').matchAll(/(\w+):/g)].map(
      ([, name = '']) => name,
    ),
  }));
}

describe('the Bicep files', () => {
  const main = read('infra/main.bicep');

  it('give every module the parameters that it asks for, and no others', () => {
    const modules = modulesOf(main);
    expect(modules.length).toBe(readdirSync(join(root, 'infra/modules')).length);
    for (const { path, given } of modules) {
      const wanted = parametersOf(read(join('infra', path)));
      const needed = [...wanted].filter(([, hasPreset]) => !hasPreset).map(([name]) => name);
      expect
        .soft(
          given.filter((name) => !wanted.has(name)),
          `${path}: unknown`,
        )
        .toEqual([]);
      expect
        .soft(
          needed.filter((name) => !given.includes(name)),
          `${path}: missing`,
        )
        .toEqual([]);
    }
  });

  it('read outputs that exist', () => {
    const paths = new Map(
      [...main.matchAll(/^module (\w+) '([^']+)'/gm)].map(([, name = '', path = '']) => [
        name,
        path,
      ]),
    );
    for (const [, name = '', output = ''] of main.matchAll(/(\w+)\.outputs\.(\w+)/g)) {
      const path = paths.get(name);
      expect(path, name).toBeDefined();
      expect(read(join('infra', path ?? ''))).toMatch(new RegExp(`^output ${output} `, 'm'));
    }
  });

  it('mark every secret as one', () => {
    for (const file of [
      'main.bicep',
      ...readdirSync(join(root, 'infra/modules')).map((name) => `modules/${name}`),
    ]) {
      const bicep = read(join('infra', file));
      for (const [whole, name] of bicep.matchAll(
        /^param (\w*(?:[pP]assword|[sS]ecret|[dD]elegationKey|SecretKey)) string/gm,
      )) {
        const before = bicep.slice(0, bicep.indexOf(whole)).split('\n').slice(-4).join('\n');
        expect.soft(before, `${file}: ${name}`).toContain('@secure()');
      }
    }
  });

  it('have a value for every parameter of the whole, and azd gives no others', () => {
    const file = json('infra/main.parameters.json');
    const given =
      typeof file === 'object' && file !== null && 'parameters' in file && file.parameters;
    const wanted = parametersOf(main);
    expect(Object.keys(given || {}).sort()).toEqual([...wanted.keys()].sort());
  });

  it('keep braces and brackets in pairs', () => {
    for (const name of readdirSync(join(root, 'infra/modules'))) {
      const bicep = read(join('infra/modules', name)).replace(/\/\/.*$/gm, '');
      for (const [open, close] of ['{}', '[]', '()'].map((pair) => [...pair])) {
        if (!open || !close) continue;
        expect(bicep.split(open).length, `${name} ${open}`).toBe(bicep.split(close).length);
      }
    }
  });
});

/** Versions that Microsoft has published of each kind, as they were looked up. A misspelt one fails after the upload. */
const PUBLISHED = new Set([
  'Microsoft.ApiManagement/service@2024-05-01',
  'Microsoft.ApiManagement/service/diagnostics@2024-05-01',
  'Microsoft.ApiManagement/service/loggers@2024-05-01',
  'Microsoft.App/containerApps@2024-03-01',
  'Microsoft.App/jobs@2024-03-01',
  'Microsoft.App/managedEnvironments@2024-03-01',
  'Microsoft.Authorization/roleAssignments@2022-04-01',
  'Microsoft.Authorization/roleDefinitions@2022-04-01',
  'Microsoft.ContainerRegistry/registries@2023-07-01',
  'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01',
  'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01',
  'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01',
  'Microsoft.Insights/components@2020-02-02',
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
  'Microsoft.KeyVault/vaults@2023-07-01',
  'Microsoft.KeyVault/vaults/secrets@2023-07-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31',
  'Microsoft.OperationalInsights/workspaces@2023-09-01',
  'Microsoft.Resources/resourceGroups@2024-03-01',
]);

describe('the resources', () => {
  const files = [
    'main.bicep',
    ...readdirSync(join(root, 'infra/modules')).map((n) => `modules/${n}`),
  ];

  it.each(files)('of %s are of kinds and versions that there are', (file) => {
    for (const [, type = ''] of read(join('infra', file)).matchAll(/^resource \w+ '([^']+)'/gm)) {
      expect.soft(PUBLISHED.has(type), type).toBe(true);
    }
  });

  it.each(files)(
    'of %s use every parameter and variable, and only such as are declared',
    (file) => {
      const bicep = read(join('infra', file)).replace(/^\s*\/\/.*$/gm, '');
      const declared = [...bicep.matchAll(/^(?:param|var) (\w+)/gm)].map(([, name = '']) => name);
      for (const name of declared) {
        const uses = bicep.match(new RegExp(`\\b${name}\\b`, 'g')) ?? [];
        expect.soft(uses.length, `${file}: ${name} is never used`).toBeGreaterThan(1);
      }
    },
  );

  it('give the application every setting under a name that it reads', () => {
    const settings = read('infra/modules/container-apps.bicep').matchAll(/name: '([A-Z][A-Z_]+)'/g);
    const code = readdirSync(join(root, 'lib/server/env'))
      .filter((name) => name.endsWith('env.ts'))
      .map((name) => read(join('lib/server/env', name)))
      .join('\n');
    const others = ['NEXTAUTH_URL', 'MIGRATE_ON_START'];
    for (const [, name = ''] of settings) {
      if (others.includes(name)) continue;
      expect.soft(code, name).toMatch(new RegExp(`\\b${name}:`));
    }
  });
});

describe('the smallest database', () => {
  /** What Azure's documentation says of Standard_B1ms. */
  const USER_CONNECTIONS = 35;
  it('has connections for all replicas and both jobs at once', () => {
    const of = (name: string) =>
      Number(
        new RegExp(`^var ${name} = isSmallestDatabase \\? (\\d+)`, 'm').exec(
          read('infra/main.bicep'),
        )?.[1],
      );
    const jobs = read('infra/modules/container-apps.bicep').match(/cron: '/g) ?? [];
    expect(jobs).toHaveLength(2);
    expect((of('mostReplicas') + jobs.length) * of('connectionsEach')).toBeLessThanOrEqual(
      USER_CONNECTIONS,
    );
  });
});

describe('the roles', () => {
  it.each(['application', 'cron', 'provisioning'])(
    '%s names single actions of one service',
    (name) => {
      const role = json(`infra/roles/${name}.json`);
      expect(role).toMatchObject({ roleName: expect.any(String), description: expect.any(String) });
      const actions =
        typeof role === 'object' &&
        role !== null &&
        'actions' in role &&
        Array.isArray(role.actions)
          ? role.actions.map(String)
          : [];
      expect(actions.length).toBeGreaterThan(3);
      for (const action of actions) {
        expect
          .soft(action)
          .toMatch(/^Microsoft\.ApiManagement\/service\/[\w/]+\/(read|write|delete|action)$/);
      }
      expect(new Set(actions).size).toBe(actions.length);
    },
  );

  it('let provisioning delete nothing, the application read no reports, and the scheduled work see no key', () => {
    const provisioning = read('infra/roles/provisioning.json');
    // A link of a product to a group: nothing goes with it.
    expect(provisioning.replace('products/groups/delete', '')).not.toMatch(/\/delete"/);
    expect(provisioning).not.toMatch(/users|subscriptions\//);
    expect(read('infra/roles/application.json')).not.toContain('reports/read');
    expect(read('infra/roles/cron.json')).not.toMatch(/listSecrets|token|regenerate/);
  });
});

describe('what platforms read', () => {
  it('calls scheduled work at addresses that exist', () => {
    const text = read('vercel.json') + read('infra/modules/container-apps.bicep');
    const paths = new Set([...text.matchAll(/\/api\/cron\/[\w-]+/g)].map(([path]) => path));
    expect(paths.size).toBeGreaterThan(0);
    for (const path of paths) {
      expect(existsSync(join(root, 'app', `${path}/route.ts`)), path).toBe(true);
    }
  });

  it('finds the files that azure.yaml names, and may run the hooks', () => {
    const text = read('azure.yaml');
    for (const [, path = ''] of text.matchAll(/(?:run|path): (\S*\/\S+)/g)) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
    for (const name of readdirSync(join(root, 'infra/hooks'))) {
      expect(statSync(join(root, 'infra/hooks', name)).mode & 0o100, name).toBe(0o100);
    }
    expect(existsSync(join(root, 'infra/main.bicep'))).toBe(true);
  });

  it('builds an image that runs without rights and says how it is', () => {
    const dockerfile = read('Dockerfile');
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK [\s\S]*\/api\/health/m);
    expect(dockerfile).toContain('BUILD_STANDALONE=1');
    for (const [, path = ''] of dockerfile.matchAll(/node (infra\/\S+|scripts\/\S+)/g)) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  it('sends every file to the image builder that a file which it sends is built with', () => {
    const isSent = sentToTheBuilder(read('.dockerignore'));
    const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
    const known = new Set(files);
    const sources = files.filter((name) => isSent(name) && /\.(ts|tsx|mjs)$/.test(name));
    expect(sources.length).toBeGreaterThan(100);
    for (const file of sources.filter((name) => existsSync(join(root, name)))) {
      for (const [, path = ''] of read(file).matchAll(
        /(?:from|import|import\() ?'([.@]\/?[^']+)'/g,
      )) {
        const base = path.startsWith('@/') ? path.slice(2) : join(file, '..', path);
        const target = ['', '.ts', '.tsx'].map((end) => base + end).find((name) => known.has(name));
        expect.soft(target === undefined || isSent(target), `${file} needs ${target}`).toBe(true);
      }
    }
  });

  it('sends no secret and no built file to the image builder', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.env*', '.git', '.data', 'node_modules', '.next']) {
      expect(ignored).toContain(name);
    }
  });
});
