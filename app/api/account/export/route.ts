import { currentUser, mayNotYet } from '@/lib/auth/guards';
import { jsonRoute, problem, tooMany } from '@/lib/server/http/route';
import { isSameOrigin } from '@/lib/server/http/same-origin';
import { getDeps } from '@/lib/server/wiring/deps';
import { exportData } from '@/lib/use-cases/identity/export-data';

/** A file of everything that is kept about who asks. By POST, so that no link and no picture can ask for it. */
export const POST = jsonRoute('account-export', async (request: Request) => {
  if (!isSameOrigin(request)) return problem(403, 'forbidden', 'Export from your settings page.');
  const user = await currentUser();
  if (!user) return problem(401, 'not-signed-in', 'Sign in first.');
  if (mayNotYet(user)) {
    return problem(
      403,
      'second-factor-first',
      'Turn on two-factor authentication in your settings first.',
    );
  }
  const outcome = await exportData(await getDeps(), user.id);
  if (outcome.kind === 'wait') return tooMany(outcome);
  return new Response(`${JSON.stringify(outcome.data, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="tollgate-export.json"',
      'cache-control': 'private, no-store',
    },
  });
});
