import { CopyButton } from '../../../../_ui/copy-button';
import { SubmitButton } from '../../../../_ui/submit-button';
import styles from './keys-panel.module.css';

/** One key. Replacing it asks first, in a popover of the browser's own, so that it asks without scripts too. */
export function KeyRow({
  which,
  value,
  rotatable,
}: {
  which: 'primary' | 'secondary';
  value: string | null;
  rotatable: boolean;
}) {
  const dialog = `rotate-${which}`;
  const other = which === 'primary' ? 'secondary' : 'primary';
  return (
    <li className={styles.key}>
      <span className={styles.which}>{which === 'primary' ? 'Primary' : 'Secondary'}</span>
      {value === null ? (
        <span className={styles.hidden}>
          <span aria-hidden="true">••••••••••••••••••••••••</span>
          <span className="visually-hidden">hidden</span>
        </span>
      ) : (
        <code className={styles.value} data-key={which}>
          {value}
        </code>
      )}
      {value === null ? null : (
        <span className={styles.tools}>
          <CopyButton text={value} what={`${which} key`} />
          {rotatable ? (
            <button type="button" className={styles.rotate} popoverTarget={dialog}>
              Replace…
            </button>
          ) : null}
        </span>
      )}
      {rotatable ? (
        <div
          id={dialog}
          popover="auto"
          className={styles.dialog}
          role="dialog"
          aria-label="Replace"
        >
          <p className={styles.question}>Replace the {which} key?</p>
          <p>
            Whatever uses it is refused at once, until it has the new one. The {other} key goes on
            working: move your application to that one first.
          </p>
          <div className={styles.answers}>
            <SubmitButton look="danger" working="Replacing…" name="intent" value={which}>
              Replace it now
            </SubmitButton>
            <button
              type="button"
              className={styles.rotate}
              popoverTarget={dialog}
              popoverTargetAction="hide"
            >
              Keep it
            </button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
