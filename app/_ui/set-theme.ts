'use server';

import { cookies } from 'next/headers';
import { env } from '@/lib/server/env/env';
import { themeCookie } from '@/lib/server/http/theme-cookie';

/** Keeps the reader's choice of light or dark; no choice means what the system says. */
export async function setTheme(form: FormData): Promise<void> {
  const jar = await cookies();
  const choice = form.get('theme');
  const { name, options } = themeCookie(env().app.url);
  if (choice === 'light' || choice === 'dark') {
    jar.set(name, choice, options);
  } else {
    // With the attributes that the prefix asks for: a browser lets nothing else touch such a cookie.
    jar.set(name, '', { ...options, maxAge: 0 });
  }
}
