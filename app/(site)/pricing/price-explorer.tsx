'use client';

import { type MouseEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Product } from '@/lib/domain/catalog/product';
import { compareProducts } from '../../_ui/compare-products';
import { formatCalls } from '../../_ui/format-limit';
import { CALLS_PROBLEM, PRESET_CALLS, parseCalls } from './calls-entry';
import { CheapestSentence } from './cheapest-sentence';
import styles from './price-explorer.module.css';
import { ProductColumn } from './product-column';

/**
 * The entry and the products. Without scripts the form is sent and the server computes the same; with them the
 * numbers follow every key press, through the same functions, and the address follows too.
 */
export function PriceExplorer({
  products,
  initialText,
  initialCalls,
  perPeriod,
}: {
  products: readonly Product[];
  initialText: string;
  initialCalls: number;
  perPeriod: string;
}) {
  const [text, setText] = useState(initialText);
  const [calls, setCalls] = useState(initialCalls);
  const wrong = parseCalls(text) === null;
  const compared = compareProducts(products, calls);

  function enter(next: string) {
    setText(next);
    const parsed = parseCalls(next);
    if (parsed === null) return;
    setCalls(parsed);
    window.history.replaceState(null, '', `/pricing?calls=${parsed}`);
  }

  // The scripts of this page run when it is first used: what was typed before they did counts too.
  const entry = useRef<HTMLInputElement>(null);
  const takeTyped = useEffectEvent(() => {
    const typed = entry.current?.value ?? text;
    if (typed !== text) enter(typed);
  });
  useEffect(() => takeTyped(), []);

  function choose(event: MouseEvent, preset: number) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    enter(preset.toLocaleString('en-US'));
  }

  return (
    <>
      <div className={styles.top}>
        <h1 className={styles.title}>Pricing</h1>
        <form action="/pricing" className={styles.form}>
          <label className={styles.sentence} htmlFor="calls">
            What it costs to make
          </label>
          <input
            ref={entry}
            id="calls"
            name="calls"
            className={styles.entry}
            inputMode="numeric"
            autoComplete="off"
            value={text}
            onChange={(event) => enter(event.target.value)}
            aria-describedby={wrong ? 'calls-problem' : 'cheapest'}
            aria-invalid={wrong}
          />
          <span className={styles.sentence}>calls {perPeriod}</span>
          <button type="submit" className={styles.show}>
            Show
          </button>
        </form>
        <ul className={styles.presets} aria-label="Common call volumes">
          {PRESET_CALLS.map((preset) => (
            <li key={preset}>
              <a
                href={`/pricing?calls=${preset}`}
                className={styles.preset}
                aria-current={preset === calls && !wrong ? 'true' : undefined}
                onClick={(event) => choose(event, preset)}
              >
                {preset.toLocaleString('en-US')}
                <span className="visually-hidden"> calls</span>
              </a>
            </li>
          ))}
        </ul>
        {wrong ? (
          <p id="calls-problem" className={styles.problem} role="alert">
            {CALLS_PROBLEM} Shown below: {formatCalls(calls)}.
          </p>
        ) : (
          <CheapestSentence compared={compared} calls={calls} perPeriod={perPeriod} />
        )}
      </div>
      <ul className={styles.grid}>
        {compared.map((row) => (
          <ProductColumn key={row.product.id} row={row} calls={calls} />
        ))}
      </ul>
    </>
  );
}
