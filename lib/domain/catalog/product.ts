/** What is sold, as the rest of the program sees it. Types only, so that pages can import it without the parser. */

/** Prices in the catalog are for one unit of this many calls. */
export const CALLS_PER_UNIT = 100;

/** Blocks of a `Unit` product that have a flat amount of their own when the file doesn't say `maxUnits`. */
export const DEFAULT_MAX_UNITS = 10;

export type PricingModelType =
  | 'Free'
  | 'Freemium'
  | 'Metered'
  | 'Tier'
  | 'TierWithOverage'
  | 'Unit'
  | 'MeteredUnit';

export interface Recurring {
  interval: 'day' | 'week' | 'month' | 'year';
  intervalCount: number;
}

export interface CallLimit {
  calls: number;
  renewalPeriodSeconds: number;
}

/** The price of one unit (`CALLS_PER_UNIT` calls), in the currency's minor unit. */
export interface MeteredPrice {
  currency: string;
  unitAmount: number;
}

/** A flat amount in the currency's minor unit, of a period or of a block. */
export interface FlatPrice {
  currency: string;
  unitAmount: number;
}

/** A flat amount and the units (`CALLS_PER_UNIT` calls each) that it covers. */
export interface BlockPrice extends FlatPrice {
  quota: number;
}

interface ProductBase {
  id: string;
  /** Null: the file has none, the gateway's name is shown. */
  displayName: string | null;
  description: string | null;
  recurring: Recurring;
  qualityOfService: { rateLimit: CallLimit | null; quota: CallLimit | null };
  /** Groups of the gateway that see it in the developer portal; absent: provisioning's own rule. */
  visibleTo?: readonly string[];
  /** APIs of the gateway that its keys may call; absent: the sample API. */
  apis?: readonly string[];
}

interface Paid<Model extends PricingModelType, Prices> {
  pricingModelType: Model;
  /** ISO 4217, lower case. */
  currency: string;
  prices: Prices;
}

export type PaidProduct = ProductBase &
  (
    | Paid<'Freemium', { unit: BlockPrice; metered: MeteredPrice }>
    | Paid<'Metered', { metered: MeteredPrice }>
    | Paid<'Tier', { unit: FlatPrice & { quota: number | null } }>
    | Paid<'TierWithOverage', { unit: BlockPrice; metered: MeteredPrice }>
    | Paid<'Unit', { unit: BlockPrice & { maxUnits: number } }>
    | Paid<'MeteredUnit', { unit: BlockPrice }>
  );

export type FreeProduct = ProductBase & { pricingModelType: 'Free' };

export type Product = FreeProduct | PaidProduct;
