import { currentUser } from '@/lib/auth/guards';
import { jsonRoute } from '@/lib/server/http/route';

/** Who is signed in, for the header of pages that are kept for everybody. Serves nothing else, and no other site. */
export const GET = jsonRoute('session', async (_request: Request) => {
  const user = await currentUser();
  if (!user) return Response.json({ user: null });
  const { name, email, isOperator } = user;
  return Response.json({ user: { name, email, isOperator } });
});
