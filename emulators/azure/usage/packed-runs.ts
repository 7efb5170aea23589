import { CALL_CLASSES } from './call-class';
import type { Run } from './usage-days';

const FIELDS = 4;
const BYTES = 4;

/** Runs as the snapshot keeps them: base64 of bucket, length, operation and class, calls; 16 bytes a run. */
export function packRuns(runs: readonly Run[]): string {
  const bytes = Buffer.alloc(runs.length * FIELDS * BYTES);
  runs.forEach((run, index) => {
    const kind = run.operation * CALL_CLASSES.length + CALL_CLASSES.indexOf(run.class);
    [run.bucket, run.length, kind, run.calls].forEach((value, field) => {
      bytes.writeUInt32LE(value, (index * FIELDS + field) * BYTES);
    });
  });
  return bytes.toString('base64');
}

export function* unpackRuns(text: string): Generator<Run> {
  const bytes = Buffer.from(text, 'base64');
  for (let at = 0; at < bytes.length; at += FIELDS * BYTES) {
    const field = (index: number) => bytes.readUInt32LE(at + index * BYTES);
    yield {
      bucket: field(0),
      length: field(1),
      class: CALL_CLASSES[field(2) % CALL_CLASSES.length] ?? 'other',
      operation: Math.floor(field(2) / CALL_CLASSES.length),
      calls: field(3),
    };
  }
}
