import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What counts an attempt. Each refuses, or leads away, when there were too many. */
const LIMITS = new Set(['throttle', 'requireUserFor', 'requireOperatorToAct']);

/** What needs no limit, and why. */
const UNLIMITED: Record<string, string> = {
  'app/_ui/set-theme.ts setTheme': 'writes a cookie and nothing else',
  'app/api/sign-out/route.ts POST': 'ends the session that it was sent with, so once each',
  'app/api/cron/accounts/route.ts POST': 'refused without the secret of the scheduler',
  'app/api/cron/reconcile/route.ts POST': 'refused without the secret of the scheduler',
  'app/api/cron/usage/route.ts POST': 'refused without the secret of the scheduler',
  'app/api/webhooks/stripe/route.ts POST': 'refused without a signature of Stripe',
  'app/api/webhooks/stripe-meters/route.ts POST': 'refused without a signature of Stripe',
};

interface Module {
  /** Functions and constants of the file, by name, as they are written. */
  bodies: Map<string, string>;
  /** Names from other files of ours. */
  imports: Map<string, { file: string; name: string }>;
  exported: string[];
  isActions: boolean;
}

const modules = new Map<string, Module>();

/** Our formatter lets nothing but the beginning and the end of a declaration stand at the edge. */
function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const made: Module = {
    bodies: new Map(),
    imports: new Map(),
    exported: [],
    isActions: /^\s*['"]use server['"]/.test(text),
  };
  modules.set(file, made);
  for (const [, names = '', specifier = ''] of text.matchAll(
    /^import \{([^}]*)\} from '([^']+)';$/gm,
  )) {
    const from = fileOf(specifier, file);
    if (from === null) continue;
    for (const [, name = '', as] of names.matchAll(/(?:type )?(\w+)(?: as (\w+))?/g)) {
      made.imports.set(as ?? name, { file: from, name });
    }
  }
  for (const [body, isExported, of, constant] of text.matchAll(
    /^(export )?(?:async )?(?:function\*? (\w+)|const (\w+))[\s\S]*?(?=^\S(?![^\n]*\{$)[^\n]*;$|^\}|^export |^const |^function |^async |(?![\s\S]))/gm,
  )) {
    const name = of ?? constant ?? '';
    made.bodies.set(name, body.replace(/^.*?\(/, '('));
    if (isExported) made.exported.push(name);
  }
  for (const [, names = ''] of text.matchAll(/^export \{([^}]*)\};$/gm)) {
    for (const [, name = '', as = name] of names.matchAll(/(\w+)(?: as (\w+))?/g)) {
      made.bodies.set(as, name);
      made.exported.push(as);
    }
  }
  return made;
}

function fileOf(specifier: string, from: string): string | null {
  const path = specifier.startsWith('@/')
    ? join(root, specifier.slice(2))
    : specifier.startsWith('.')
      ? resolve(dirname(from), specifier)
      : null;
  const found = [`${path}.ts`, `${path}.tsx`].find((one) => path !== null && existsSync(one));
  return found ?? null;
}

/** Whether something of a file counts an attempt, itself or in what it uses. */
function isLimited(file: string, name: string, seen = new Set<string>()): boolean {
  if (LIMITS.has(name)) return true;
  const key = `${file} ${name}`;
  if (seen.has(key)) return false;
  seen.add(key);
  const { bodies, imports } = moduleOf(file);
  const words = bodies.get(name)?.match(/\b\w+\b/g) ?? [];
  return words.some((word) => {
    const imported = imports.get(word);
    if (imported) return isLimited(imported.file, imported.name, seen);
    return word !== name && bodies.has(word) && isLimited(file, word, seen);
  });
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Every server action, and every handler of a method that may change something. */
function writers(): { name: string; file: string; of: string }[] {
  return readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /[.]tsx?$/.test(path) && !/[.]test[.]tsx?$/.test(path))
    .map((path) => join(root, 'app', path))
    .flatMap((file) => {
      const { isActions, exported, bodies } = moduleOf(file);
      const of = isActions
        ? exported.filter((name) => bodies.has(name))
        : /[/]route[.]tsx?$/.test(file)
          ? exported.filter((name) => WRITES.includes(name))
          : [];
      return of.map((name) => ({ file, of: name, name: `${relative(root, file)} ${name}` }));
    });
}

describe('whatever writes has a limit', () => {
  const all = writers();
  it('and every action and handler is looked at', () => {
    expect(all.length).toBeGreaterThan(35);
    expect(all.map(({ name }) => name)).toContain('app/(auth)/sign-in/actions.ts signInAction');
    expect(all.map(({ name }) => name)).toContain('app/api/auth/[...nextauth]/route.ts POST');
  });

  it.each(all.filter(({ name }) => !(name in UNLIMITED)))('$name', ({ file, of }) => {
    expect(isLimited(file, of)).toBe(true);
  });

  it('and none is excused that is gone or has one', () => {
    for (const excused of Object.keys(UNLIMITED)) {
      const one = all.find(({ name }) => name === excused);
      expect(one && !isLimited(one.file, one.of), excused).toBe(true);
    }
  });
});
