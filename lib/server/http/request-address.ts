import { headers } from 'next/headers';
import { env } from '../env/env';
import { clientAddress } from './client-address';

/** The caller's address, as far as a proxy of ours vouches for it; null outside of a request. */
export async function requestAddress(): Promise<string | null> {
  try {
    return clientAddress((await headers()).get('x-forwarded-for'), env().identity.trustedProxies);
  } catch {
    return null;
  }
}
