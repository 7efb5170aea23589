import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { judgeDelegation, type Refusal } from '@/lib/auth/judge-delegation';
import { noteRefusal } from '@/lib/auth/note-refusal';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';
import { entriesOf, linkOf, type Query } from '../_parts/link';

export const metadata: Metadata = { title: 'This link was refused', robots: { index: false } };

/**
 * What the proxy shows, with 401, in place of a link that can't be trusted. A page of its own: what Next shows for a
 * refusal by itself is an empty page until scripts have run.
 */
export default async function DelegationRefused(props: { searchParams: Promise<Query> }) {
  const query = await props.searchParams;
  const outcome = judgeDelegation(entriesOf(query));
  if (outcome.kind === 'signed') redirect(linkOf(query));
  await noteRefusal(outcome);
  return (
    <NoticePage
      kicker="Link refused"
      title="This link from the developer portal can’t be trusted"
      actions={
        <>
          <ButtonLink look="primary" href="/pricing">
            See pricing
          </ButtonLink>
          <ButtonLink href="/sign-in">Sign in</ButtonLink>
        </>
      }
      facts={
        <p>
          For the operator: when every link is refused, check that the delegation validation key in
          API Management is the one in Tollgate’s settings.
        </p>
      }
    >
      <p>{whyWords(outcome)}, so nothing was done with it.</p>
      <p>
        Go back to the developer portal and press the button again. You can also subscribe here
        directly.
      </p>
    </NoticePage>
  );
}

function whyWords(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'parameter':
      return `Its part “${refusal.parameter}” is missing or is not what it should be`;
    case 'unknown operation':
      return `It asks for “${refusal.operation}”, which is not known here`;
    case 'too long':
      return 'It is longer than any link that the portal makes';
    case 'not configured':
      return 'This site is not connected to a developer portal';
    case 'signature':
      return 'It was changed on the way, copied incompletely, or signed with another key';
    default:
      return refusal satisfies never;
  }
}
