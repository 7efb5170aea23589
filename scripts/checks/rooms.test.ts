import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const HOUSE = 'lib/use-cases';

const rooms = readdirSync(HOUSE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** For each room the files that take it into others, as `from -> to`; what only tests need is no arrow. */
function arrowsOf(room: string): Map<string, string[]> {
  const arrows = new Map<string, string[]>();
  const files = readdirSync(join(HOUSE, room), { recursive: true, encoding: 'utf8' });
  for (const file of files) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const path = join(HOUSE, room, file);
    for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const [other = '', name] = relative(HOUSE, join(dirname(path), target)).split(sep);
      if (!rooms.includes(other) || other === room || name === undefined) continue;
      arrows.set(other, [...(arrows.get(other) ?? []), `${room}/${file} -> ${other}/${name}`]);
    }
  }
  return arrows;
}

const plan = new Map(rooms.map((room) => [room, arrowsOf(room)]));

/** The rooms on a way from one back to itself; null when there is none. */
function circleThrough(room: string, path: readonly string[] = [room]): string[] | null {
  for (const next of plan.get(path.at(-1) ?? room)?.keys() ?? []) {
    if (next === room) return [...path, next];
    if (path.includes(next)) continue;
    const found = circleThrough(room, [...path, next]);
    if (found) return found;
  }
  return null;
}

/** What makes a circle, arrow by arrow: the thinnest one is where to cut it. */
function filesOf(circle: readonly string[]): string[] {
  return circle.slice(1).flatMap((to, at) => plan.get(circle[at] ?? '')?.get(to) ?? []);
}

describe('the rooms of lib/use-cases', () => {
  test.each(rooms)('%s needs nobody that needs it', (room) => {
    const circle = circleThrough(room);
    expect(circle === null ? [] : filesOf(circle)).toEqual([]);
  });

  test('stand in ARCHITECTURE.md with their duty and where to start', () => {
    const lines = readFileSync('ARCHITECTURE.md', 'utf8').matchAll(
      /^\| `([a-z-]+)` \| [^|]+ \| `([a-z-]+[.]ts)` \|$/gm,
    );
    const described = [...lines].map(([, room = '', start = '']) => [room, start] as const);
    expect(described.map(([room]) => room).sort()).toEqual([...rooms].sort());
    for (const [room, start] of described) {
      expect.soft(readdirSync(join(HOUSE, room)), room).toContain(start);
    }
  });
});
