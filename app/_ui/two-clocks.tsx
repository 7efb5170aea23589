import { env } from '@/lib/server/env/env';
import { getDeps } from '@/lib/server/wiring/deps';
import { formatTime } from './format-time';
import styles from './two-clocks.module.css';

/** Where a world's clock is moved, pages show times of two clocks: said wherever both are shown. */
export async function TwoClocks() {
  if (env().app.clockUrl === null) return null;
  const billing = await (await getDeps()).clock.now();
  return (
    <p className={styles.note}>
      This demo has two clocks. Billing, usage and activity follow the control page’s clock (now{' '}
      {formatTime(billing)}); sessions, links and email follow real time (now{' '}
      {formatTime(new Date())}
      ).
    </p>
  );
}
