import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentUser, mayNotYet, secondFactorPage } from '@/lib/auth/guards';
import { judgeDelegation } from '@/lib/auth/judge-delegation';
import type { DelegationRequest } from '@/lib/domain/access/delegation';
import { asNext } from '@/lib/kit/return-path';
import { destinationOf, SIGN_OUT } from './_parts/destination';
import { entriesOf, linkOf, type Query, refusedLinkOf } from './_parts/link';

export const metadata: Metadata = { title: 'Developer portal', robots: { index: false } };

/**
 * Where the developer portal sends people. The link is a hint, not an identity: its signature says that the
 * portal made it, and the signed-in user must still be the one that it names. Nothing is changed here.
 */
export default async function DelegationPage(props: { searchParams: Promise<Query> }) {
  const query = await props.searchParams;
  const outcome = judgeDelegation(entriesOf(query));
  // The proxy has seen to it before, and answers 401.
  if (outcome.kind === 'refused') redirect(refusedLinkOf(query));
  redirect(await addressFor(outcome.request, linkOf(query)));
}

async function addressFor(request: DelegationRequest, link: string): Promise<string> {
  const user = await currentUser();
  switch (request.operation) {
    case 'SignIn':
    case 'SignUp': {
      const portal = `/apim-delegation/portal?returnUrl=${encodeURIComponent(request.returnUrl)}`;
      if (user) return portal;
      const page = request.operation === 'SignUp' ? '/sign-up' : '/sign-in';
      return `${page}?next=${asNext(portal)}`;
    }
    case 'SignOut':
      return user ? destinationOf(request, { userId: user.id, link }) : SIGN_OUT;
    case 'Subscribe':
    case 'Unsubscribe':
    case 'Renew':
    case 'ChangeProfile':
    case 'ChangePassword':
    case 'CloseAccount':
      if (!user) return `/sign-in?next=${asNext(link)}`;
      if (mayNotYet(user)) return secondFactorPage(link);
      return destinationOf(request, { userId: user.id, link });
    default:
      return request satisfies never;
  }
}
