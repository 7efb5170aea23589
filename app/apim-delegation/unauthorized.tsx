import type { Metadata } from 'next';
import { ButtonLink } from '../_ui/button';
import { NoticePage } from '../_ui/notice-page';
import { RefusedWhy } from './_parts/refused-why';

export const metadata: Metadata = { title: 'This link was refused' };

/** Shown with 401 when the signature of a link from the developer portal does not fit. */
export default function DelegationRefused() {
  return (
    <NoticePage
      kicker="Link refused"
      title="This link from the developer portal can’t be trusted"
      actions={
        <>
          <ButtonLink look="primary" href="/pricing">
            See the prices
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
      <RefusedWhy />
      <p>
        Go back to the developer portal and press the button again. You can also subscribe here
        directly.
      </p>
    </NoticePage>
  );
}
