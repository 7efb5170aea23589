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
  if (state.kind === 'on') {
    return (
      <Panel id="second-factor" title="Second factor" note={`On since ${dayWords(state.since)}`}>
        <ActionForm
          action={switchOffAction}
          fields={ownerFields(state.hasPassword)}
          submit="Switch it off"
          working="Switching off…"
          look="danger"
        >
          <p className={styles.text}>
            Signing in takes your password and a code of your authenticator app. Unused recovery
            codes: {state.codesLeft}.
          </p>
        </ActionForm>
      </Panel>
    );
  }
  return (
    <Panel id="second-factor" title="Second factor" note="Off">
      <div className={styles.stack}>
        <p className={styles.text}>
          With it, a stolen password is not enough: signing in also takes a code of an app on your
          phone, such as Google Authenticator, Microsoft Authenticator or 1Password.
        </p>
        <ol className={styles.stack}>
          <li>
            Scan this with the app, or type the text under it.
            <QrPicture text={state.uri} label="The secret, to scan" />
            <p className={styles.code}>{state.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
          </li>
          <li>Type the six digits that the app shows.</li>
        </ol>
        <SwitchOn hasPassword={state.hasPassword} />
      </div>
    </Panel>
  );
}
