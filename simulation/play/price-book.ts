import type { Catalog } from '../../lib/domain/catalog/catalog';
import type { Product } from '../../lib/domain/catalog/product';
import { priceAt } from '../schedule/price-at';

/** What `catalog apply` was told, whatever came of it. */
export interface Order {
  at: Date;
  product: string;
  /** Null: not offered any more. */
  percent: number | null;
  migrate: boolean;
}

/** Somebody gave a subscription another price by hand. */
export interface Swap {
  subscriptionId: string;
  at: Date;
  priceId: string;
  /** Whether Stripe bills what was counted until then. */
  isBilled: boolean;
}

/** A subscription that a finished `--migrate` has to have moved when its period ended. */
export interface Move {
  subscriptionId: string;
  orderedAt: Date;
  at: Date;
  percent: number;
}

type Percents = ReadonlyMap<string, number | null>;

/**
 * The schedule's own price list: what was asked for and when, what running processes sell, and what was done by hand.
 * Every price that Stripe has is found in it by when it was made.
 */
export class PriceBook {
  readonly orders: Order[] = [];
  readonly swaps: Swap[] = [];
  readonly moves: Move[] = [];
  /** When an apply with `--migrate` was begun that did not come to its end, or repeated one. */
  readonly repeatedAt: Date[] = [];
  /** What the processes have sold from when on; `isWhole`: none is left that sells what was before. */
  readonly deployments: { at: Date; percents: Percents; isWhole: boolean }[] = [];
  readonly #base: Catalog;
  readonly #byHand = new Map<string, Product>();
  /** When a price was made that the catalog made. */
  readonly #made = new Map<string, { product: string; at: Date }>();
  /** An apply that did not come to its end. */
  unfinished: { migrate: boolean; restarted: 1 | 2 } | null = null;

  constructor(base: Catalog) {
    this.#base = base;
  }

  product(id: string): Product {
    const found = this.#base.products.find((one) => one.id === id);
    if (!found) throw new Error(`There is no product ${id}.`);
    return found;
  }

  /** The file as it is wanted now. */
  wanted(): { catalog: Catalog; percents: Percents } {
    const last = (id: string) => this.orders.findLast(({ product }) => product === id);
    const percents = new Map(
      this.#base.products.map(({ id }) => [id, last(id) ? (last(id)?.percent ?? null) : 100]),
    );
    const products = this.#base.products.flatMap((product) => {
      const percent = percents.get(product.id) ?? null;
      return percent === null ? [] : [priceAt(product, percent)];
    });
    return { catalog: { products }, percents };
  }

  /** At how many hundredths a product may have been sold at an instant. */
  soldAt(product: string, at: Date): number[] {
    const percents: number[] = [];
    const until = this.deployments.filter((one) => one.at <= at);
    for (const deployment of [...until].reverse()) {
      const percent = deployment.percents.get(product) ?? null;
      if (percent !== null) percents.push(percent);
      if (deployment.isWhole) return percents;
    }
    return [...percents, 100];
  }

  byHand(priceId: string, product: Product): void {
    this.#byHand.set(priceId, product);
  }

  isByHand(priceId: string): boolean {
    return this.#byHand.has(priceId);
  }

  /** Stripe says when it was made; what was wanted then is the amount. */
  made(priceId: string, product: string, at: Date): void {
    this.#made.set(priceId, { product, at });
  }

  percentOf(priceId: string): number {
    const made = this.#made.get(priceId);
    if (!made) throw new Error(`Nobody knows of the price ${priceId}.`);
    return this.wantedAt(made.product, made.at);
  }

  /** At how many hundredths the file had a product last. */
  wantedAt(product: string, at: Date): number {
    const order = this.orders.findLast(
      (one) => one.product === product && one.percent !== null && one.at <= at,
    );
    return order?.percent ?? 100;
  }

  termsOf(priceId: string): Product {
    const byHand = this.#byHand.get(priceId);
    if (byHand) return byHand;
    const made = this.#made.get(priceId);
    if (!made) throw new Error(`Nobody knows of the price ${priceId}.`);
    return priceAt(this.product(made.product), this.percentOf(priceId));
  }
}
