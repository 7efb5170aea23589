import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/deps';
import { prepareSecondFactor } from '@/lib/use-cases/second-factor';
import { ActionForm } from '../../../_ui/action-form';
import { Panel } from '../../../_ui/panel';
import { dayWords } from '../../../_ui/time-words';
import { ownerFields } from '../_parts/owner-field';
import { QrPicture } from '../_parts/qr-picture';
import { SwitchOn } from '../_parts/switch-on';
import styles from '../settings.module.css';
import { switchOffAction } from './actions';

export const metadata: Metadata = { title: 'Second factor' };

export default async function SecondFactorPage() {
  const user = await requireUser('/account/settings/second-factor');
  const state = await prepareSecondFactor(await getDeps(), user.id);
  const isOn = state.kind === 'on';
  return (
    <Panel
      id="second-factor"
      title="Second factor"
      note={isOn ? `On since ${dayWords(state.since)}` : 'Off'}
    >
      <SwitchOn
        hasPassword={state.hasPassword}
        whenOn={isOn ? <SwitchOff hasPassword={state.hasPassword} left={state.codesLeft} /> : null}
      >
        {isOn ? null : <SetUp secret={state.secret} uri={state.uri} />}
      </SwitchOn>
    </Panel>
  );
}

function SwitchOff({ hasPassword, left }: { hasPassword: boolean; left: number }) {
  return (
    <ActionForm
      action={switchOffAction}
      fields={ownerFields(hasPassword)}
      submit="Switch it off"
      working="Switching off…"
      look="danger"
    >
      <p className={styles.text}>
        Signing in takes your password and a code of your authenticator app. Unused recovery codes:{' '}
        {left}.
      </p>
    </ActionForm>
  );
}

function SetUp({ secret, uri }: { secret: string; uri: string }) {
  return (
    <>
      <p className={styles.text}>
        With it, a stolen password is not enough: signing in also takes a code of an app on your
        phone, such as Google Authenticator, Microsoft Authenticator or 1Password.
      </p>
      <ol className={styles.stack}>
        <li>
          Scan this with the app, or type the text under it.
          <QrPicture text={uri} label="The secret, to scan" />
          <p className={styles.code}>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
        </li>
        <li>Type the six digits that the app shows.</li>
      </ol>
    </>
  );
}
