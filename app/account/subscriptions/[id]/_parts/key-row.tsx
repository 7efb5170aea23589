'use client';

import { useRef } from 'react';
import { CopyButton } from '../../../../_ui/copy-button';
import { SubmitButton } from '../../../../_ui/submit-button';
import styles from './keys-panel.module.css';

/**
 * One key. Replacing it asks first, in a modal dialog: the browser keeps the focus inside, Escape closes it, and the
 * focus goes back to the button. Without scripts the same element opens as a popover.
 */
export function KeyRow({
  which,
  value,
  rotatable,
}: {
  which: 'primary' | 'secondary';
  value: string | null;
  rotatable: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = `rotate-${which}`;
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
            <button
              type="button"
              className={styles.rotate}
              data-replace={which}
              popoverTarget={id}
              onClick={(event) => {
                event.preventDefault();
                dialog.current?.showModal();
              }}
            >
              Replace…<span className="visually-hidden"> {which} key</span>
            </button>
          ) : null}
        </span>
      )}
      {rotatable ? (
        <dialog
          ref={dialog}
          id={id}
          popover="auto"
          className={styles.dialog}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-text`}
        >
          <p id={`${id}-title`} className={styles.question}>
            Replace the {which} key?
          </p>
          <p id={`${id}-text`}>
            Anything using this key stops working until you update it. The {other} key keeps
            working: move your application to that one first.
          </p>
          <div className={styles.answers}>
            <SubmitButton look="danger" working="Replacing…" name="intent" value={which}>
              Replace key
            </SubmitButton>
            <button
              type="button"
              className={styles.rotate}
              popoverTarget={id}
              popoverTargetAction="hide"
              onClick={(event) => {
                event.preventDefault();
                dialog.current?.close();
              }}
            >
              Cancel
            </button>
          </div>
        </dialog>
      ) : null}
    </li>
  );
}
