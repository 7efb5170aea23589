import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../endpoints';
import { generated } from './request-schema';

const contentOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the schemas of requests', () => {
  it('are those of the installed SDK and of requests.ts (npm run stripe-schemas makes them)', () => {
    const installed = JSON.parse(contentOf('../../../node_modules/stripe/package.json')) as {
      version: string;
    };
    expect(generated()).toMatchObject({
      sdk: `stripe@${installed.version}`,
      apiVersion: Stripe.API_VERSION,
      source: createHash('sha256').update(contentOf('./requests.ts')).digest('hex'),
    });
  });

  it('know every parameter that a route says it takes', () => {
    for (const one of endpoints) expect(one.refuses()).toBeInstanceOf(Array);
  });
});
