import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Table } from './table';

interface Item {
  id: string;
  owner: string;
}
const filled = (count: number) => {
  const table = new Table<Item>((row) => row.owner);
  for (let index = 0; index < count; index += 1)
    table.put({ id: `${index}`, owner: `o${index % 2}` });
  return table;
};
const ids = (rows: readonly Item[]) => rows.map((row) => row.id);

describe('Table', () => {
  it('pages newest first, forwards and backwards', () => {
    const table = filled(7);
    expect(table.page({ limit: 3 })).toMatchObject({
      rows: [{ id: '6' }, { id: '5' }, { id: '4' }],
      hasMore: true,
    });
    expect(ids(table.page({ limit: 3, after: '4' }).rows)).toEqual(['3', '2', '1']);
    expect(table.page({ limit: 3, after: '1' })).toMatchObject({
      rows: [{ id: '0' }],
      hasMore: false,
    });
    expect(ids(table.page({ limit: 2, before: '2' }).rows)).toEqual(['4', '3']);
    expect(ids(table.page({ limit: 9, group: 'o1', after: '5' }).rows)).toEqual(['3', '1']);
  });

  it('keeps a row at its place when it changes, and moves it between groups', () => {
    const table = filled(4);
    table.put({ id: '1', owner: 'o0' });
    expect(ids(table.group('o0'))).toEqual(['0', '2', '1']);
    expect(ids(table.page({ limit: 9 }).rows)).toEqual(['3', '2', '1', '0']);
  });

  it('holds exactly what was put and not deleted, in order, however much is deleted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean())), (steps) => {
        const table = new Table<Item>((row) => row.owner);
        const model = new Map<string, Item>();
        for (const [number, add] of steps) {
          const id = `${number}`;
          if (add) {
            table.put({ id, owner: 'o' });
            model.set(id, { id, owner: 'o' });
          } else {
            table.delete(id);
            model.delete(id);
          }
        }
        expect(ids([...table.all()])).toEqual([...model.keys()]);
        expect(ids(table.group('o'))).toEqual([...model.keys()]);
        expect(table.size).toBe(model.size);
      }),
      { seed: 7 },
    );
  });

  it('drops thousands of old rows without losing its place', () => {
    const table = filled(5000);
    for (let index = 0; index < 4900; index += 1) table.delete(`${index}`);
    expect(table.size).toBe(100);
    expect(table.all().next().value).toMatchObject({ id: '4900' });
  });
});
