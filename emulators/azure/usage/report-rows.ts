import type { AzureState } from '../state/azure-state';
import type { CallCounts } from './call-class';
import type { UsageStore } from './usage-store';

/** Both ends are included, as the API's `ge` and `le` are: rows are buckets by their start. */
export interface ReportQuery {
  readonly fromMs: number;
  readonly toMs: number;
  /** Counts of buckets that end after this aren't known to reports yet. */
  readonly knownThroughMs: number;
  readonly subscriptionId: string | null;
  readonly userId: string | null;
  readonly productId: string | null;
  readonly apiId: string | null;
  readonly operationId: string | null;
  /** byTime only. */
  readonly intervalMs: number;
}

export type ReportFields = Readonly<
  Partial<
    Record<
      | 'name'
      | 'timestamp'
      | 'interval'
      | 'country'
      | 'region'
      | 'zip'
      | 'userId'
      | 'productId'
      | 'apiId'
      | 'operationId'
      | 'subscriptionId',
      string
    >
  >
>;

export interface ReportRow {
  readonly fields: ReportFields;
  readonly counts: CallCounts;
}

/** Rows of which only a page is shown. */
export interface ReportRows {
  readonly length: number;
  slice(from: number, to?: number): readonly ReportRow[];
}

export interface Source {
  readonly state: AzureState;
  readonly usage: UsageStore;
}
