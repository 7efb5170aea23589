import { cookies } from 'next/headers';
import { env } from '@/lib/server/env/env';
import { themeCookie } from '@/lib/server/http/theme-cookie';
import type { Theme } from './site-footer';

export async function readTheme(): Promise<Theme> {
  const jar = await cookies();
  const choice = jar.get(themeCookie(env().app.url).name)?.value;
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}
