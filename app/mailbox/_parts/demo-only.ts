import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { env } from '@/lib/server/env';

/**
 * The mailbox shows links that open accounts. It answers only where MAILBOX is on (the settings refuse that for an
 * address off this machine) and only to a request that names this machine, so that a rebound name gets nothing.
 */
export async function demoOnly(): Promise<void> {
  const host = (await headers()).get('host') ?? '';
  const isHere = host === new URL(env().app.url).host;
  if (!env().identity.mailbox || !isHere) notFound();
}
