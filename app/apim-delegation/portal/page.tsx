import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { portalReturnPath } from '@/lib/kit/return-path';
import { getDeps } from '@/lib/server/wiring/deps';
import { portalEntry } from '@/lib/use-cases/gateway-users/enter-portal';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';

export const metadata: Metadata = { title: 'Developer portal', robots: { index: false } };

/** Back into the developer portal, signed in there through its single sign-on token. */
export default async function PortalEntryPage(props: {
  searchParams: Promise<{ returnUrl?: string | string[] }>;
}) {
  const { returnUrl } = await props.searchParams;
  const deps = await getDeps();
  const returnPath = portalReturnPath(
    typeof returnUrl === 'string' ? returnUrl : '',
    deps.settings.portalUrl,
  );
  const here = `/apim-delegation/portal?returnUrl=${encodeURIComponent(returnPath)}`;
  const user = await requireUserFor('preview', here);
  const entry = await portalEntry(deps, { userId: user.id, returnPath });
  switch (entry.kind) {
    case 'open':
      return redirect(entry.url);
    case 'confirm-first':
      return redirect(`/apim-delegation/confirm-first?link=${encodeURIComponent(here)}`);
    case 'blocked':
      return (
        <NoticePage
          kicker="Developer portal"
          title="You can’t enter the developer portal"
          actions={<ButtonLink href="/account">Go to my account</ButtonLink>}
        >
          <p>
            The operator has blocked {user.email} in API Management: your keys don’t work and you
            can’t enter the portal. Ask the operator why.
          </p>
        </NoticePage>
      );
    case 'unavailable':
      return (
        <NoticePage
          kicker="Developer portal"
          title="API Management didn’t respond"
          actions={
            <>
              <ButtonLink look="primary" href={here}>
                Try again
              </ButtonLink>
              <ButtonLink href="/account">My subscriptions</ButtonLink>
            </>
          }
        >
          <p>You’re signed in, but we couldn’t open the developer portal. Try again in a minute.</p>
        </NoticePage>
      );
    case 'not-possible':
      return (
        <NoticePage
          kicker="Developer portal"
          title="We can’t open the developer portal"
          actions={<ButtonLink href="/account">Go to my account</ButtonLink>}
        >
          <p>{entry.message}</p>
        </NoticePage>
      );
    default:
      return entry satisfies never;
  }
}
