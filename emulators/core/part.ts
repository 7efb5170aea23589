/** One vendor's state in the world. */
export interface Part {
  readonly name: string;
  /** ms since epoch of the earliest thing that waits. */
  nextDue(): number | undefined;
  /** Does all that is due at or before `nowMs`, in order of time. */
  runDue(nowMs: number): Promise<void>;
  /** JSON-able state. */
  snapshot(): unknown;
  /** `undefined` empties the part. */
  restore(data: unknown): void;
}
