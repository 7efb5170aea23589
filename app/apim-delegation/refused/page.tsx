import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { judgeDelegation, type Refusal } from '@/lib/auth/judge-delegation';
import { noteRefusal } from '@/lib/auth/note-refusal';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';
import { entriesOf, linkOf, type Query } from '../_parts/link';

export const metadata: Metadata = { title: 'Link rejected', robots: { index: false } };

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
      kicker="Link rejected"
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
          For the operator: if every link is rejected, check that the delegation validation key in
          API Management is the one in Tollgate’s settings.
        </p>
      }
    >
      <p>{whyText(outcome)}, so we ignored it.</p>
      <p>Go back to the developer portal and try again, or subscribe here directly.</p>
    </NoticePage>
  );
}

function whyText(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'parameter':
      return `The “${refusal.parameter}” parameter is missing or invalid`;
    case 'unknown operation':
      return `The operation “${refusal.operation}” is unknown`;
    case 'too long':
      return 'The link is too long';
    case 'not configured':
      return 'This site isn’t connected to a developer portal';
    case 'signature':
      return 'The link was changed, copied incompletely, or signed with another key';
    default:
      return refusal satisfies never;
  }
}
