import { redirect } from 'next/navigation';
import { requireUser } from '@/lib/auth/guards';
import { safeReturnPath } from '@/lib/domain/delegation';
import { getDeps } from '@/lib/server/deps';
import { portalEntry } from '@/lib/use-cases/enter-portal';

/** Back into the developer portal, signed in there through its single sign-on token. */
export default async function PortalEntryPage(props: {
  searchParams: Promise<{ returnUrl?: string | string[] }>;
}) {
  const { returnUrl } = await props.searchParams;
  const returnPath = safeReturnPath([returnUrl ?? '/'].flat()[0] ?? '/') ?? '/';
  const user = await requireUser(
    `/apim-delegation/portal?returnUrl=${encodeURIComponent(returnPath)}`,
  );
  redirect(await portalEntry(await getDeps(), { userId: user.id, returnPath }));
}
