import { cookies } from 'next/headers';
import { env } from '@/lib/server/env';
import type { Theme } from './site-footer';
import { themeCookie } from './theme-cookie';

export async function readTheme(): Promise<Theme> {
  const jar = await cookies();
  const choice = jar.get(themeCookie(env().app.url).name)?.value;
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}
