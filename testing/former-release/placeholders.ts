import type { RunningEmulators } from '../emulators';

/** First line of the rows, before the name of the migration whose tables they are of. */
export const MIGRATED_TO = '-- Migrated to ';

/** Addresses are others at every start, so what is kept has names in their place. */
export function placeholders(
  { stripeUrl, armUrl, gatewayUrl, portalUrl }: Partial<RunningEmulators>,
  appUrl: string,
) {
  const pairs = Object.entries({
    'http://app.invalid': appUrl,
    'http://stripe.invalid': stripeUrl,
    'http://arm.invalid': armUrl,
    'http://gateway.invalid': gatewayUrl,
    'http://portal.invalid': portalUrl,
  }).flatMap(([name, address]) => (address === undefined ? [] : [[name, address] as const]));
  return {
    hide: (text: string) =>
      pairs.reduce((all, [name, address]) => all.replaceAll(address, name), text),
    fill: (text: string) =>
      pairs.reduce((all, [name, address]) => all.replaceAll(name, address), text),
  };
}
