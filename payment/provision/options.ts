import { parseArgs } from 'node:util';

export interface CatalogOptions {
  command: 'plan' | 'apply' | 'verify';
  yes: boolean;
  /** Apply only if the plan is still the one of this name. */
  plan: string | null;
  migrate: boolean;
  allowPriceChange: boolean;
  allowLive: boolean;
  json: boolean;
  webhookSecretFile: string | null;
}

export const USAGE = `Makes what the catalog sells at Stripe and in API Management.

  npm run catalog -- plan      shows what would change
  npm run catalog -- apply     shows it, asks, and does it
  npm run catalog -- verify    the same as plan, but ends with 1 when something differs

  --yes                        apply without asking
  --plan NAME                  apply only the plan of that name, as plan printed it
  --allow-price-change         apply a price that replaces one that is sold today
  --migrate                    also move running subscriptions to today's price at their next period
  --webhook-secret-file FILE   where the webhook endpoint's signing secret is kept; the meters' one in FILE-meters
  --allow-live                 apply with a live Stripe key although NODE_ENV is not production
  --json                       the result as JSON on standard output`;

/** What the caller has to change; nothing was done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function parseOptions(args: readonly string[]): CatalogOptions {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (!isCommand(command) || rest.length > 0) throw new UsageError(USAGE);
  return {
    command,
    yes: values.yes,
    plan: values.plan ?? null,
    migrate: values.migrate,
    allowPriceChange: values['allow-price-change'],
    allowLive: values['allow-live'],
    json: values.json,
    webhookSecretFile: values['webhook-secret-file'] ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        yes: { type: 'boolean', default: false },
        plan: { type: 'string' },
        migrate: { type: 'boolean', default: false },
        'allow-price-change': { type: 'boolean', default: false },
        'allow-live': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'webhook-secret-file': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function isCommand(text: string | undefined): text is CatalogOptions['command'] {
  return text === 'plan' || text === 'apply' || text === 'verify';
}
