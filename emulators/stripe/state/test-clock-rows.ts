/** A time of its own, by which everything of its customers lives. */
export interface TestClockRow {
  id: string;
  created: number;
  name: string | null;
  /** Seconds; what the clock shows. It does not move until it is advanced. */
  frozenTime: number;
  /** Seconds; where it is going to, while it is advanced. */
  target: number | null;
  deletesAfter: number;
}
