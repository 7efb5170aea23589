import { z } from 'zod';

const answer = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/** The primary address of who signed in at GitHub, if GitHub has proven it; null otherwise. */
export async function provenGitHubEmail(
  apiUrl: string,
  accessToken: string,
): Promise<string | null> {
  const response = await fetch(`${apiUrl}/user/emails`, {
    headers: { authorization: `Bearer ${accessToken}`, 'user-agent': 'tollgate' },
    // Whoever answers from elsewhere is not the one who was asked.
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  const emails = answer.parse(response.ok ? await response.json() : []);
  return emails.find((one) => one.primary && one.verified)?.email ?? null;
}
