import type { Hono } from 'hono';
import type { Grants } from './grants';

/** GitHub's OAuth: no tokens to verify, and the emails, proven or not, at an address of their own. */
export function gitHubRoutes(
  app: Hono,
  { grants, authorize }: { grants: Grants; authorize: (path: string) => void },
): void {
  authorize('/github/login/oauth/authorize');

  app.post('/github/login/oauth/access_token', async (c) => {
    const given = grants.exchange(c.req.header('authorization'), await c.req.parseBody());
    if (!given) return c.json({ error: 'bad_verification_code' }, 400);
    return c.json({ access_token: given.accessToken, token_type: 'bearer', scope: 'user:email' });
  });

  app.get('/github-api/user', (c) => {
    const person = grants.personOf(c.req.header('authorization'));
    if (!person) return c.json({ message: 'Bad credentials' }, 401);
    // The email is the one that the person chose to show, which may be none.
    return c.json({ id: person.subject, login: 'octocat', name: person.name, email: null });
  });

  app.get('/github-api/user/emails', (c) => {
    const person = grants.personOf(c.req.header('authorization'));
    if (!person) return c.json({ message: 'Bad credentials' }, 401);
    return c.json([
      { email: 'other@github.example', primary: false, verified: true },
      { email: person.email, primary: true, verified: person.isEmailProven },
    ]);
  });
}
