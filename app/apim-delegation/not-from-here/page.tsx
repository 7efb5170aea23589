import type { Metadata } from 'next';
import { getDeps } from '@/lib/server/wiring/deps';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';

export const metadata: Metadata = { title: 'Not managed by Tollgate', robots: { index: false } };

/** The portal lists every subscription of API Management, also those that an administrator made by hand. */
export default async function NotFromHerePage() {
  const { portalUrl } = (await getDeps()).settings;
  return (
    <NoticePage
      kicker="Developer portal"
      title="This subscription isn’t managed by Tollgate"
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
        It was created in API Management, so it isn’t billed here and can’t be canceled or renewed
        here. Nothing was changed. Ask the operator.
      </p>
    </NoticePage>
  );
}
