import { compiledEmulators } from '../world/compile';

/** The program of the emulators, compiled once for all tests that start it (`emulators/bin.mjs`). */
export async function setup(): Promise<void> {
  await compiledEmulators();
}
