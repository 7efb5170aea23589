import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** Each file with those of the same folder that it imports. Imports of types count: they tie files as much. */
function arrowsIn(folder: string): Arrows {
  const files = new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        /\.(tsx?|mjs)$/.test(file) &&
        !/\.test\.tsx?$/.test(file) &&
        !/(^|[/\\])(node_modules|generated|dist)[/\\]/.test(file),
    ),
  );
  const found = (path: string) =>
    [path, `${path}.ts`, `${path}.tsx`].find((candidate) => files.has(candidate));
  return new Map(
    [...files].map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const targets = [...text.matchAll(/(?:from|import) '([^']+)'/g)].flatMap(([, name = '']) => {
        if (name.startsWith('.')) return found(join(dirname(file), name)) ?? [];
        return name.startsWith('@/') ? (found(relative(folder, name.slice(2))) ?? []) : [];
      });
      return [file, new Set(targets)];
    }),
  );
}

/** The same between a folder's own files and sub folders. */
function byFolder(arrows: Arrows): Arrows {
  const roomOf = (file: string) => file.split(sep)[0] ?? file;
  const rooms = new Map<string, Set<string>>();
  for (const [file, targets] of arrows) {
    const room = rooms.get(roomOf(file)) ?? new Set();
    rooms.set(roomOf(file), room);
    for (const target of targets) if (roomOf(target) !== roomOf(file)) room.add(roomOf(target));
  }
  return rooms;
}

/** The arrows on a circle: whoever imports nobody that is left, or is imported by none of them, is on none. */
function circlesOf(arrows: Arrows): string[] {
  const left = new Map([...arrows].map(([file, targets]) => [file, new Set(targets)]));
  for (;;) {
    const imported = new Set([...left.values()].flatMap((targets) => [...targets]));
    const free = [...left].filter(([file, { size }]) => size === 0 || !imported.has(file));
    if (free.length === 0) break;
    for (const [file] of free) left.delete(file);
    for (const targets of left.values()) for (const [file] of free) targets.delete(file);
  }
  return [...left].flatMap(([file, targets]) => [...targets].map((to) => `${file} -> ${to}`));
}

describe('imports lead one way', () => {
  test.each([
    'lib',
    'app',
    'payment',
    'emulators',
    'scripts',
    'testing',
    'simulation',
    'bench',
    'e2e',
  ])('no file of %s needs one that needs it', (folder) => {
    const arrows = arrowsIn(folder);
    expect(arrows.size).toBeGreaterThan(0);
    expect(circlesOf(arrows)).toEqual([]);
  });

  test('no folder of emulators/stripe needs one that needs it', () => {
    expect(circlesOf(byFolder(arrowsIn('emulators/stripe')))).toEqual([]);
  });
});

test('a circle is found, and what only leads to it is not part of it', () => {
  const arrows = { a: ['b'], b: ['c'], c: ['b', 'd'], d: [] };
  const map = new Map(Object.entries(arrows).map(([from, to]) => [from, new Set<string>(to)]));
  expect(circlesOf(map)).toEqual(['b -> c', 'c -> b']);
});
