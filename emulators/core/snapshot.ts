import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockState } from './clock';

export interface Snapshot {
  readonly version: 1;
  readonly clock: ClockState;
  readonly parts: Readonly<Record<string, unknown>>;
}

/** Where a world is kept between two starts. Without a folder it isn't. */
export class SnapshotFile {
  readonly #folder: string | undefined;

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  load(): Snapshot | undefined {
    if (this.#folder === undefined) return undefined;
    const path = this.#path(this.#folder);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    const data = parsed(text);
    if (data?.version === 1) return data;
    const why = data ? 'was written by another version of the emulators' : 'is damaged';
    throw new Error(`${path} ${why}. Delete it to start afresh.`);
  }

  /** All at once: a new file is written and renamed, so that a crash leaves the old one whole. */
  save(snapshot: Snapshot): void {
    if (this.#folder === undefined) return;
    mkdirSync(this.#folder, { recursive: true });
    const path = this.#path(this.#folder);
    writeFileSync(`${path}.new`, JSON.stringify(snapshot));
    renameSync(`${path}.new`, path);
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#path(this.#folder), { force: true });
  }

  #path(folder: string): string {
    return join(folder, 'emulators.json');
  }
}

function parsed(text: string): Snapshot | null {
  try {
    return JSON.parse(text) as Snapshot | null;
  } catch {
    return null;
  }
}
