import Link from 'next/link';
import type { Attention, AttentionItem } from '@/lib/domain/attention/attention';
import { formatCount } from '@/lib/domain/usage/call-count';
import { Badge } from '../../_ui/badge';
import styles from './attention-list.module.css';
import { ATTENTION_TEXT, headlineText } from './attention-text';

/** The headline and the signals behind it; open ones come first, by severity. */
export function AttentionList({ attention }: { attention: Attention }) {
  const open = attention.items.filter(isOpen);
  const rest = attention.items.filter((item) => !isOpen(item));
  return (
    <section aria-labelledby="attention">
      <h2 id="attention" className={styles.heading}>
        {headlineText(attention)}
      </h2>
      {open.length === 0 ? null : <Items items={open} />}
      <details className={styles.rest} open={open.length === 0}>
        <summary>Other signals ({formatCount(rest.length)})</summary>
        <Items items={rest} />
      </details>
    </section>
  );
}

function Items({ items }: { items: readonly AttentionItem[] }) {
  return (
    <ul className={styles.items}>
      {items.map((item) => {
        const { title, href, help } = ATTENTION_TEXT[item.name];
        return (
          <li key={item.name} className={styles.item}>
            {href === null ? (
              <span>{title}</span>
            ) : href.startsWith('#') ? (
              <a href={href}>{title}</a>
            ) : (
              <Link href={href as Exclude<typeof href, `#${string}`>} prefetch={false}>
                {title}
              </Link>
            )}
            <span className={styles.count}>
              <Count item={item} />
            </span>
            <span className={styles.help}>{help(item)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Count({ item: { level, count } }: { item: AttentionItem }) {
  if (level === 'unknown') return <Badge tone="neutral">Not checked</Badge>;
  if (level === 'warn' || level === 'bad') return <Badge tone={level}>{formatCount(count)}</Badge>;
  return formatCount(count);
}

function isOpen({ level }: AttentionItem): boolean {
  return level === 'warn' || level === 'bad' || level === 'unknown';
}
