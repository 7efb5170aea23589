import type { CallLimit, PricingModelType, Recurring } from './product';

/** One mistake in the file: where, the value there, and the expected one. */
export interface CatalogProblem {
  path: string;
  value: unknown;
  expected: string;
}

/** One product of the file, its shape already checked. */
export interface CatalogEntry {
  id: string;
  displayName?: string | undefined;
  description?: string | undefined;
  pricingModelType: PricingModelType;
  recurring: Recurring;
  prices?: { unit?: EntryFlatPrice | undefined; metered?: EntryPrice | undefined } | undefined;
  qualityOfService?:
    | { rateLimit?: CallLimit | undefined; quota?: CallLimit | undefined }
    | undefined;
  visibleTo?: string[] | undefined;
  apis?: string[] | undefined;
}

/** `unitAmount` is in the currency's minor unit. */
export interface EntryPrice {
  currency: string;
  unitAmount: number;
}

export interface EntryFlatPrice extends EntryPrice {
  quota?: number | undefined;
  maxUnits?: number | undefined;
}

/**
 * What a vendor can't hold of a product; empty when it can hold all of it. Each adapter has one, which sends no
 * requests, so that a file is rejected at the start and not in the middle of an apply. `path` is the product's place in
 * the file: `[0]`.
 */
export type CatalogLimits = (entry: CatalogEntry, path: string) => CatalogProblem[];
