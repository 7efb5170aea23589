'use server';

import { cookies } from 'next/headers';

/** Keeps the reader's choice of light or dark; no choice means what the system says. */
export async function setTheme(form: FormData): Promise<void> {
  const jar = await cookies();
  const choice = form.get('theme');
  if (choice === 'light' || choice === 'dark') {
    jar.set('theme', choice, {
      path: '/',
      maxAge: 365 * 24 * 3600,
      sameSite: 'lax',
      httpOnly: true,
    });
  } else {
    jar.delete('theme');
  }
}
