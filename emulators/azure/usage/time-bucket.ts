/** Reports know no finer time than this. */
export const BUCKET_MS = 15 * 60_000;

export const BUCKETS_A_DAY = 96;

export function bucketOf(ms: number): number {
  return Math.floor(ms / BUCKET_MS);
}
