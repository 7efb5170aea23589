import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Snapshot, SnapshotFile } from './snapshot';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SAVED: Snapshot = {
  version: 1,
  clock: { mode: 'frozen', nowMs: 1, offsetMs: 0 },
  parts: { stripe: [1, 2] },
};

describe('the file of a world', () => {
  it('gives back what was saved, and nothing once it is removed', () => {
    const file = new SnapshotFile(folder);
    expect(file.load()).toBeUndefined();
    file.save(SAVED);
    expect(file.load()).toEqual(SAVED);
    file.remove();
    expect(file.load()).toBeUndefined();
  });

  it.each([
    ['{ "version": 1, "clo', 'is damaged'],
    ['null', 'is damaged'],
    ['{ "version": 0 }', 'was written by another version'],
  ])('says which file can not be read, and what to do: %s', (text, why) => {
    const path = join(folder, 'emulators.json');
    writeFileSync(path, text);
    expect(() => new SnapshotFile(folder).load()).toThrow(`${path} ${why}`);
    expect(() => new SnapshotFile(folder).load()).toThrow('Delete it to start afresh.');
  });
});
