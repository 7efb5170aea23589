import type { Metadata } from 'next';
import { mayNotYet, requireSession } from '@/lib/auth/guards';
import { safeReturnPath } from '@/lib/kit/return-path';
import { getDeps } from '@/lib/server/wiring/deps';
import { prepareSecondFactor } from '@/lib/use-cases/identity/second-factor';
import { ActionForm } from '../../../_ui/action-form';
import { Alert } from '../../../_ui/alert';
import { formatDay } from '../../../_ui/format-time';
import { Panel } from '../../../_ui/panel';
import { ownerFields } from '../_parts/owner-field';
import { QrPicture } from '../_parts/qr-picture';
import { SwitchOn } from '../_parts/switch-on';
import styles from '../settings.module.css';
import { switchOffAction } from './actions';

export const metadata: Metadata = { title: 'Two-factor authentication' };

const PAGE = '/account/settings/second-factor';

export default async function SecondFactorPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const user = await requireSession(PAGE);
  const next = leadingBack((await searchParams).next);
  const state = await prepareSecondFactor(await getDeps(), {
    userId: user.id,
    sessionId: user.sessionId,
  });
  const isOn = state.kind === 'on';
  return (
    <Panel
      id="second-factor"
      title="Two-factor authentication"
      note={isOn ? `On since ${formatDay(state.since)}` : 'Off'}
    >
      <SwitchOn
        next={next}
        hasPassword={state.hasPassword}
        whenOn={isOn ? <SwitchOff hasPassword={state.hasPassword} left={state.codesLeft} /> : null}
      >
        {isOn ? null : (
          <SetUp isAsked={next !== null || mayNotYet(user)} secret={state.secret} uri={state.uri} />
        )}
      </SwitchOn>
    </Panel>
  );
}

/** Where somebody was going when they were led here; null for who came by themselves. */
function leadingBack(next: string | string[] | undefined): string | null {
  const path = typeof next === 'string' ? safeReturnPath(next) : null;
  return path?.startsWith(PAGE) ? null : path;
}

function SwitchOff({ hasPassword, left }: { hasPassword: boolean; left: number }) {
  return (
    <ActionForm
      action={switchOffAction}
      fields={ownerFields(hasPassword)}
      submit="Turn off"
      working="Turning off…"
      look="danger"
    >
      <p className={styles.text}>
        Signing in requires your password and a code from your authenticator app. Unused recovery
        codes: {left}.
      </p>
    </ActionForm>
  );
}

function SetUp({ isAsked, secret, uri }: { isAsked: boolean; secret: string; uri: string }) {
  return (
    <>
      {isAsked ? (
        <Alert tone="warn" title="Two-factor authentication is required here">
          Turn it on to continue. It takes a minute.
        </Alert>
      ) : null}
      <p className={styles.text}>
        Protects your account even if your password is stolen. Signing in also requires a code from
        an app on your phone, such as Google Authenticator, Microsoft Authenticator or 1Password.
      </p>
      <ol className={styles.stack}>
        <li>
          Scan this with the app, or enter the text below it.
          <QrPicture text={uri} label="Secret to scan" />
          <p className={styles.code}>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
        </li>
        <li>Enter the six digits that the app shows.</li>
      </ol>
    </>
  );
}
