import type { Account } from '../state/account';

/** Hosted pages wait this long for the application to have answered its webhooks. */
const WAIT_MS = 10_000;

export async function waitForApplication(account: Account): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  await Promise.race([account.world.settle(), patience]);
  clearTimeout(timer);
}
