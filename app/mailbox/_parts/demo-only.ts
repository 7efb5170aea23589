import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { env } from '@/lib/server/env/env';
import { isThisMachine } from '@/lib/server/env/env-values';
import { callerIsHere } from '@/lib/server/http/request-edge';

/**
 * The mailbox shows links that open accounts. It answers only where MAILBOX is on (the settings refuse that for an
 * address off this machine), only to a request that names this machine, so that a rebound name gets nothing, and only to
 * a connection from this machine, because a name is whatever the caller says.
 */
export async function demoOnly(): Promise<void> {
  const host = (await headers()).get('host') ?? '';
  const { mailbox } = env().identity;
  const named = `http://${host}`;
  const isNamedHere =
    host === new URL(env().app.url).host || (URL.canParse(named) && isThisMachine(named));
  // The header is the caller's word; where the connection comes from is not.
  const isHere = mailbox === 'open' || callerIsHere();
  if (mailbox === 'off' || !isNamedHere || !isHere) notFound();
}
