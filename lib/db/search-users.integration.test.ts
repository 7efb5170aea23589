import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { listOperatorSubscriptions } from './operator';
import { matcherOf, searchUsers } from './search-users';

const PEOPLE = [
  ['ada', 'Ada Lovelace', 'ada.lovelace@analytical.example'],
  ['grace', 'Grace “Amazing” Hopper', 'g_hopper@navy.example'],
  ['oe', 'Örjan Åström', 'orjan@exämple.example'],
] as const;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const data = PEOPLE.map(([id, name, email]) => ({ id, name, email }));
  await database.client.user.createMany({ data });
});
afterAll(() => database.close());

describe('finding people', () => {
  it.each([
    ['a part of a name', 'velac', ['ada']],
    ['a part of an address', 'nalytical.ex', ['ada']],
    ['an address as somebody typed it', 'ADA.Lovelace@Analytical.Example', ['ada']],
    ['what their address and another have', 'example', ['ada', 'grace', 'oe']],
    ['words with something else between them', 'ada lovelace', ['ada']],
    ['letters of other alphabets', 'åström', ['oe']],
    ['the beginning of a word, where it is short', 'h', ['grace']],
    ['two letters', 'lo', ['ada']],
    ['two letters that no word begins with', 'ov', []],
    ['a pattern character, which is taken literally', '%', []],
    ['signs alone', '“@_', []],
    ['nobody’s', 'nobody@nowhere.test', []],
  ])('by %s', async (_, search, ids) => {
    expect((await searchUsers(database.client, search, 10)).sort()).toEqual(ids);
    const isFound = matcherOf(search);
    expect(PEOPLE.filter(([, name, email]) => isFound({ name, email })).map(([id]) => id)).toEqual(
      ids,
    );
  });

  it('no more of them than requested', async () => {
    expect(await searchUsers(database.client, 'example', 2)).toHaveLength(2);
  });
});

describe('among many', () => {
  beforeAll(async () => {
    const { client } = database;
    await client.$executeRaw`
      INSERT INTO "User" ("id", "name", "email", "updatedAt")
      SELECT 'many-' || n, 'Person ' || n, 'person' || n || '@' || md5(n::text) || '.example', now()
      FROM generate_series(1, 3000) AS n`;
    await client.$executeRaw`
      INSERT INTO "Subscription" ("id", "userId", "productId", "name", "status", "createdAt", "updatedAt")
      SELECT 'sub-' || n, 'many-' || n, 'basic', 'S', 'active', now() - n * interval '1 minute', now()
      FROM generate_series(1, 3000) AS n`;
    await client.$executeRaw`ANALYZE`;
  });

  it('the index answers, without reading every row', async () => {
    const plan = await database.client.$queryRaw<Record<string, string>[]>`
      EXPLAIN SELECT "id" FROM "User"
      WHERE search_runs(' ' || search_text("email") || ' ' || search_text("name")) @> search_runs(search_text('person2741'))
      LIMIT 10`;
    const text = JSON.stringify(plan);
    expect(text).toContain('Bitmap Index Scan on \\"User_search_idx\\"');
    expect(text).not.toContain('Seq Scan');
  });

  it('the newest come first, and each page continues after the previous one', async () => {
    const list = async (search: string, after: string | null) => {
      const page = { after, take: 50 };
      const asked = { filter: 'all', order: 'desc', search, page } as const;
      return (await listOperatorSubscriptions(database.client, asked)).map(({ id }) => id);
    };
    expect(await list('person2741@', null)).toEqual(['sub-2741']);
    expect(await list('sub-2741', null)).toEqual(['sub-2741']);
    // Few people, and more than are looked up by their ids.
    for (const search of ['person27', 'person']) {
      const first = await list(search, null);
      expect(first).toHaveLength(51);
      expect(first[0]).toBe(search === 'person' ? 'sub-1' : 'sub-27');
      const second = await list(search, first[49] ?? null);
      expect(second[0]).toBe(first[50]);
      expect(second.filter((id) => first.slice(0, 50).includes(id))).toEqual([]);
    }
    const numbers = (await list('person', 'sub-2990')).map((id) => Number(id.slice(4)));
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => 2991 + index));
  });
});
