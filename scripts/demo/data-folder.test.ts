import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnv } from '../../lib/server/env/env';
import { secretsOf } from '../world/secrets';
import { claimDataFolder, resetDataFolder, runningDemo, usualDataFolder } from './data-folder';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tollgate-data-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the data folder of a demo', () => {
  it('keeps its secrets for the next start, readable by their owner alone', () => {
    const first = secretsOf(dir);
    expect(secretsOf(dir)).toEqual(first);
    expect(statSync(join(dir, 'demo.json')).mode & 0o077).toBe(0);
    expect(Buffer.from(first.delegationKey, 'base64')).toHaveLength(64);
  });

  it('has secrets of its own', () => {
    const other = join(dir, 'other');
    mkdirSync(other);
    expect(secretsOf(other)).not.toEqual(secretsOf(dir));
  });

  it('is deleted by a reset', () => {
    secretsOf(dir);
    resetDataFolder(dir);
    expect(existsSync(dir)).toBe(false);
  });

  it('is left alone by a reset when it holds something else', () => {
    writeFileSync(join(dir, 'thesis.txt'), 'years of work');
    expect(() => resetDataFolder(dir)).toThrow(/wasn't deleted/);
    expect(readFileSync(join(dir, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('of a start that never got far is deleted as well', () => {
    mkdirSync(join(dir, 'logs'));
    claimDataFolder(dir);
    resetDataFolder(dir);
    expect(existsSync(dir)).toBe(false);
  });

  it('is not the folder in which an installation keeps its data', () => {
    expect(usualDataFolder).not.toBe(parseEnv({}).app.dataDir);
  });

  it('names the process that runs on it, and nobody after a crash', () => {
    writeFileSync(join(dir, 'demo.pid'), String(process.ppid));
    expect(runningDemo(dir)).toBe(process.ppid);
    writeFileSync(join(dir, 'demo.pid'), '2147483646');
    expect(runningDemo(dir)).toBeNull();
  });

  it('is given back when the demo stops', () => {
    const release = claimDataFolder(dir);
    expect(existsSync(join(dir, 'demo.pid'))).toBe(true);
    release();
    expect(existsSync(join(dir, 'demo.pid'))).toBe(false);
  });
});
