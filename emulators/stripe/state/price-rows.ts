import type { Interval, Metadata } from './rows';

export interface TierRow {
  upTo: number | null;
  unitAmount: string | null;
  flatAmount: string | null;
}

/** What a price costs in another currency. */
export interface CurrencyOption {
  unitAmount: string | null;
  tiers: TierRow[];
  taxBehavior: PriceRow['taxBehavior'];
}

export interface PriceRow {
  id: string;
  created: number;
  active: boolean;
  currency: string;
  /** By the other currencies that it is sold in. */
  currencyOptions?: Readonly<Record<string, CurrencyOption>>;
  product: string;
  nickname: string | null;
  lookupKey: string | null;
  metadata: Metadata;
  taxBehavior: 'exclusive' | 'inclusive' | 'unspecified';
  /** In minor units; null where there are tiers. */
  unitAmount: string | null;
  tiersMode: 'graduated' | 'volume' | null;
  tiers: TierRow[];
  transform: { divideBy: number; round: 'up' | 'down' } | null;
  recurring: {
    interval: Interval;
    intervalCount: number;
    usageType: 'licensed' | 'metered';
    meter: string | null;
  } | null;
}
