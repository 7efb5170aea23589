import type { Metadata } from 'next';
import { getDeps } from '@/lib/server/wiring/deps';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';

export const metadata: Metadata = { title: 'Not one of ours', robots: { index: false } };

/** The portal lists every subscription of API Management, also those that an administrator made by hand. */
export default async function NotFromHerePage() {
  const { portalUrl } = (await getDeps()).settings;
  return (
    <NoticePage
      kicker="Developer portal"
      title="This subscription was not made here"
      actions={
        <>
          <ButtonLink look="primary" href="/account">
            Go to my account
          </ButtonLink>
          <ButtonLink href={portalUrl}>Back to the developer portal</ButtonLink>
        </>
      }
    >
      <p>
        It costs nothing here and can’t be ended or renewed here, so nothing was done with it. Ask
        the operator, who made it in API Management.
      </p>
    </NoticePage>
  );
}
