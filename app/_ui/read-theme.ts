import { cookies } from 'next/headers';
import type { Theme } from './site-footer';

export async function readTheme(): Promise<Theme> {
  const choice = (await cookies()).get('theme')?.value;
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}
